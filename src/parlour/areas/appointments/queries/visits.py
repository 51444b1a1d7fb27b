"""Statements on visits."""

from collections.abc import Collection
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import LockedAppointment
from parlour.areas.appointments.model.visits import Visit
from parlour.areas.appointments.queries.writing import LOCKED_COLUMNS
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.areas.payments.model import Due
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# Across chains: the chain of the visit isn't known yet. Only the chains of the user are searched.
FIND_LOCATION_OF_VISIT: LiteralString = """
    SELECT v.location_id
    FROM (SELECT chain_id FROM chain_roles WHERE user_id = $2
          UNION SELECT chain_id FROM location_roles WHERE user_id = $2 AND is_accepted) AS own
    CROSS JOIN LATERAL (SELECT location_id FROM visits WHERE chain_id = own.chain_id AND id = $1) AS v
"""


async def find_location_of_visit(conn: Connection, visit_id: int, user_id: int) -> int | None:
    """Return the location of a visit in the user's chains, or None. The user's rights there aren't checked."""
    location_id: int | None = await conn.fetchval(FIND_LOCATION_OF_VISIT, visit_id, user_id)
    return location_id


FIND_VISIT: LiteralString = """
    SELECT id, document_id, client_id, attendance, owed_amount, paid_amount FROM visits
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def find_visit(conn: Connection, tenant: Tenant, visit_id: int) -> Visit | None:
    row = await conn.fetchrow(FIND_VISIT, tenant.chain_id, tenant.location_id, visit_id)
    return to_struct_or_none(Visit, row)


LOCK_VISIT: LiteralString = f"{FIND_VISIT} FOR NO KEY UPDATE"


async def lock_visit(conn: Connection, tenant: Tenant, visit_id: int) -> Visit | None:
    """Lock and return a visit, so that no other transaction pays for it until this one ends."""
    row = await conn.fetchrow(LOCK_VISIT, tenant.chain_id, tenant.location_id, visit_id)
    return to_struct_or_none(Visit, row)


LOCK_APPOINTMENTS: LiteralString = f"""
    SELECT {LOCKED_COLUMNS} FROM appointments a
    WHERE {IS_VISIBLE} AND a.visit_id = $6 AND a.deleted_at IS NULL ORDER BY a.id FOR NO KEY UPDATE OF a
"""


async def lock_appointments(conn: Connection, tenant: Tenant, visit_id: int) -> list[LockedAppointment]:
    """Lock and return the appointments of a visit that the user may see, by id."""
    rows = await conn.fetch(LOCK_APPOINTMENTS, *AppointmentScope.of(tenant).args, visit_id)
    return to_structs(LockedAppointment, rows)


SET_ATTENDANCE: LiteralString = """
    UPDATE appointments SET attendance = $4, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[]) AND attendance <> $4
"""


async def set_attendance(
    conn: Connection, tenant: Tenant, appointment_ids: Collection[int], attendance: Attendance
) -> None:
    """Write the attendance of locked appointments."""
    await conn.execute(SET_ATTENDANCE, tenant.chain_id, tenant.location_id, [*appointment_ids], attendance)


# Services before products, each in the order of the appointments; nothing of those that the client missed.
LIST_DUES: LiteralString = """
    SELECT expense, item_id, appointment_id, price AS left FROM (
        SELECT 5 AS expense, s.id AS item_id, a.id AS appointment_id, s.price, a.starts_at, s.position AS place
        FROM appointments a JOIN appointment_services s ON s.chain_id = a.chain_id AND s.appointment_id = a.id
        WHERE a.chain_id = $1 AND a.visit_id = $2 AND a.deleted_at IS NULL AND a.attendance <> 'no_show'
        UNION ALL
        SELECT 7, t.id, a.id, t.cost, a.starts_at, 0
        FROM appointments a JOIN stock_transactions t ON t.chain_id = a.chain_id AND t.appointment_id = a.id
        WHERE a.chain_id = $1 AND a.visit_id = $2 AND a.deleted_at IS NULL AND a.attendance <> 'no_show'
          AND t.appointment_id <> 0 AND t.kind = 'sale' AND t.deleted_at IS NULL
    ) AS sold
    ORDER BY expense, starts_at, appointment_id, place, item_id
"""


async def list_dues(conn: Connection, tenant: Tenant, visit_id: int) -> list[Due]:
    """List what was sold in a visit, each with its price."""
    return to_structs(Due, await conn.fetch(LIST_DUES, tenant.chain_id, visit_id))
