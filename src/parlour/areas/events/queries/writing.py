"""Statements that write events."""

from collections.abc import Sequence
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

# The columns of `EventFields`.
COLUMNS: LiteralString = """
    service_id, team_member_id, day, starts_at, duration, technical_break, capacity, resource_instance_ids, tag_ids,
    comment, color, instructions, stream_link
"""
# An event is locked before anything else that is locked with it: its bookings, and the days of its member.
LOCK_EVENT: LiteralString = f"""
    SELECT {COLUMNS}, id, taken_seats, revision FROM events a
    WHERE {IS_VISIBLE} AND a.id = $6 AND a.deleted_at IS NULL FOR NO KEY UPDATE
"""


async def lock_event(conn: Connection, tenant: Tenant, event_id: int) -> LockedEvent | None:
    """Lock and return an event that the user may see; None if there is none, or it is deleted."""
    row = await conn.fetchrow(LOCK_EVENT, *AppointmentScope.of(tenant).args, event_id)
    return to_struct_or_none(LockedEvent, row)


CREATE_EVENT: LiteralString = f"""
    INSERT INTO events (chain_id, location_id, created_user_id, {COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id
"""


async def create_event(conn: Connection, tenant: Tenant, fields: EventFields) -> int:
    """Create an event and return its id."""
    event_id: int = await conn.fetchval(
        CREATE_EVENT, tenant.chain_id, tenant.location_id, tenant.user_id or None, *_values_of(fields)
    )
    return event_id


COPY_EVENT: LiteralString = f"""
    INSERT INTO events (chain_id, location_id, created_user_id, {COLUMNS})
    SELECT e.chain_id, e.location_id, $3, e.service_id, e.team_member_id, copy.day, copy.starts_at, e.duration,
           e.technical_break, e.capacity, e.resource_instance_ids, e.tag_ids, e.comment, e.color, e.instructions,
           e.stream_link
    FROM events e CROSS JOIN unnest($5::date[], $6::timestamptz[]) WITH ORDINALITY AS copy (day, starts_at, number)
    WHERE e.chain_id = $1 AND e.location_id = $2 AND e.id = $4 ORDER BY copy.number RETURNING id
"""


async def copy_event(conn: Connection, tenant: Tenant, event_id: int, copies: Sequence[EventFields]) -> list[int]:
    """Create copies of a locked event that differ in day and start, and return their ids."""
    days, starts = [copy.day for copy in copies], [copy.starts_at for copy in copies]
    place = (tenant.chain_id, tenant.location_id, tenant.user_id or None)
    return [row["id"] for row in await conn.fetch(COPY_EVENT, *place, event_id, days, starts)]


UPDATE_EVENT: LiteralString = f"""
    UPDATE events SET ({COLUMNS}) = ROW ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16),
        revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def update_event(conn: Connection, tenant: Tenant, event_id: int, fields: EventFields) -> None:
    """Write the fields of a locked event as given."""
    await conn.execute(UPDATE_EVENT, tenant.chain_id, tenant.location_id, event_id, *_values_of(fields))


SOFT_DELETE_EVENT: LiteralString = """
    UPDATE events SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def soft_delete_event(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Mark a locked event as deleted."""
    await conn.execute(SOFT_DELETE_EVENT, tenant.chain_id, tenant.location_id, event_id)


def _values_of(fields: EventFields) -> list[Any]:
    return [getattr(fields, name) for name in EventFields.__struct_fields__]
