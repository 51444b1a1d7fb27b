"""Statements that write appointments."""

from collections.abc import Sequence
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.changes import AppointmentFields, Creation, LineFields, LockedAppointment
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# The columns of `AppointmentFields`, and their values.
_COLUMNS: LiteralString = """
    visit_id, team_member_id, client_id, event_id, seat_count, day, starts_at, duration, technical_break, attendance,
    resource_instance_ids, tag_ids, custom_values, comment, api_id, color, is_member_chosen, notifies_by_sms,
    notifies_by_email, sms_reminder_hours, email_reminder_hours
"""
_VALUES: LiteralString = """
    $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23
"""
_GIVEN_LINES: LiteralString = """
    unnest($4::bigint[], $5::text[], $6::integer[], $7::integer[], $8::numeric[], $9::numeric[], $10::numeric[])
        WITH ORDINALITY AS given (service_id, title, duration, amount, unit_price, discount, price, number)
"""

# The columns of `LockedAppointment`.
LOCKED_COLUMNS: LiteralString = """
    a.visit_id, a.team_member_id, a.client_id, a.event_id, a.seat_count, a.day, a.starts_at, a.duration,
    a.technical_break, a.attendance, a.resource_instance_ids, a.tag_ids, a.custom_values, a.comment, a.api_id, a.color,
    a.is_member_chosen, a.notifies_by_sms, a.notifies_by_email, a.sms_reminder_hours, a.email_reminder_hours, a.id,
    a.revision
"""
# The event of a booking is locked before: the condition on it, which always holds, is evaluated first.
LOCK_APPOINTMENT: LiteralString = f"""
    WITH event AS MATERIALIZED (
        SELECT e.id FROM events e
        WHERE e.chain_id = $1 AND e.id = (SELECT b.event_id FROM appointments b WHERE b.chain_id = $1 AND b.id = $6)
        FOR NO KEY UPDATE
    )
    SELECT {LOCKED_COLUMNS} FROM appointments a
    WHERE {IS_VISIBLE} AND a.id = $6 AND a.deleted_at IS NULL AND (SELECT count(*) FROM event) >= 0
    FOR NO KEY UPDATE OF a
"""


async def lock_appointment(conn: Connection, tenant: Tenant, appointment_id: int) -> LockedAppointment | None:
    """Lock and return an appointment that the user may see; None if there is none, or it is deleted."""
    row = await conn.fetchrow(LOCK_APPOINTMENT, *AppointmentScope.of(tenant).args, appointment_id)
    return to_struct_or_none(LockedAppointment, row)


LIST_LINES: LiteralString = """
    SELECT service_id, title, duration, amount, unit_price, discount, price FROM appointment_services
    WHERE chain_id = $1 AND appointment_id = $2 ORDER BY position
"""


async def list_lines(conn: Connection, tenant: Tenant, appointment_id: int) -> list[LineFields]:
    """List the lines of a locked appointment in their order."""
    return to_structs(LineFields, await conn.fetch(LIST_LINES, tenant.chain_id, appointment_id))


LIST_LINES_OF: LiteralString = """
    SELECT appointment_id, service_id, title, duration, amount, unit_price, discount, price FROM appointment_services
    WHERE chain_id = $1 AND appointment_id = ANY ($2::bigint[]) ORDER BY appointment_id, position
"""


async def list_lines_of(
    conn: Connection, tenant: Tenant, appointment_ids: Sequence[int]
) -> dict[int, list[LineFields]]:
    """Return the lines of locked appointments in their order, by the appointments' ids."""
    found: dict[int, list[LineFields]] = {}
    for appointment_id, *values in await conn.fetch(LIST_LINES_OF, tenant.chain_id, appointment_ids):
        found.setdefault(appointment_id, []).append(LineFields(*values))
    return found


# In one statement, so that triggers see both, and what follows from them is written once.
CREATE_APPOINTMENT: LiteralString = f"""
    WITH created AS (
        INSERT INTO appointments (
            chain_id, location_id, {_COLUMNS}, source, booking_form_id, from_url, language, link_hash,
            created_user_id)
        VALUES ($1, $2, {_VALUES}, $24, $25, $26, $27, $28, $29) RETURNING id
    ), lines AS (
        INSERT INTO appointment_services (
            chain_id, location_id, appointment_id, position, service_id, title, duration, amount, unit_price, discount,
            price)
        SELECT $1, $2, created.id, number - 1, service_id, title, given.duration, amount, unit_price, discount, price
        FROM created CROSS JOIN unnest(
            $30::bigint[], $31::text[], $32::integer[], $33::integer[], $34::numeric[], $35::numeric[], $36::numeric[])
            WITH ORDINALITY AS given (service_id, title, duration, amount, unit_price, discount, price, number)
    )
    SELECT id FROM created
"""


async def create_appointment(conn: Connection, tenant: Tenant, creation: Creation) -> int:
    """Create an appointment with its lines and return its id."""
    appointment_id: int = await conn.fetchval(
        CREATE_APPOINTMENT,
        tenant.chain_id,
        tenant.location_id,
        *_values_of(creation.fields),
        creation.origin.source,
        creation.origin.booking_form_id,
        creation.origin.from_url,
        creation.origin.language,
        creation.link_hash,
        tenant.user_id or None,
        *_columns_of(creation.lines),
    )
    return appointment_id


UPDATE_APPOINTMENT: LiteralString = f"""
    UPDATE appointments SET ({_COLUMNS}) = ROW ({_VALUES}), revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $24
"""


async def update_appointment(conn: Connection, tenant: Tenant, appointment_id: int, fields: AppointmentFields) -> None:
    """Write the fields of a locked appointment as given."""
    arguments = (*_values_of(fields), appointment_id)
    await conn.execute(UPDATE_APPOINTMENT, tenant.chain_id, tenant.location_id, *arguments)


REPLACE_LINES: LiteralString = f"""
    WITH dropped AS (
        DELETE FROM appointment_services
        WHERE chain_id = $1 AND appointment_id = $3 AND position >= cardinality($4::bigint[])
    )
    INSERT INTO appointment_services AS l (
        chain_id, location_id, appointment_id, position, service_id, title, duration, amount, unit_price, discount,
        price)
    SELECT $1, $2, $3, number - 1, service_id, title, duration, amount, unit_price, discount, price
    FROM {_GIVEN_LINES}
    ON CONFLICT (chain_id, appointment_id, position) DO UPDATE SET
        service_id = excluded.service_id, title = excluded.title, duration = excluded.duration,
        amount = excluded.amount, unit_price = excluded.unit_price, discount = excluded.discount, price = excluded.price
    WHERE (l.service_id, l.title, l.duration, l.amount, l.unit_price, l.discount, l.price) IS DISTINCT FROM
          (excluded.service_id, excluded.title, excluded.duration, excluded.amount, excluded.unit_price,
           excluded.discount, excluded.price)
"""


async def replace_lines(conn: Connection, tenant: Tenant, appointment_id: int, lines: Sequence[LineFields]) -> None:
    """Make these the lines of a locked appointment."""
    await conn.execute(
        REPLACE_LINES,
        tenant.chain_id,
        tenant.location_id,
        appointment_id,
        *_columns_of(lines),
    )


SOFT_DELETE_APPOINTMENT: LiteralString = """
    UPDATE appointments SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def soft_delete_appointment(conn: Connection, tenant: Tenant, appointment_id: int) -> None:
    """Mark a locked appointment as deleted."""
    await conn.execute(SOFT_DELETE_APPOINTMENT, tenant.chain_id, tenant.location_id, appointment_id)


def _values_of(fields: AppointmentFields) -> list[Any]:
    return [getattr(fields, name) for name in AppointmentFields.__struct_fields__]


def _columns_of(lines: Sequence[LineFields]) -> list[list[Any]]:
    return [[getattr(line, name) for line in lines] for name in LineFields.__struct_fields__]
