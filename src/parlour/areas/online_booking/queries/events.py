"""Statements on events that clients book."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.online_booking.model.events import OpenEvent
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

LOCK_EVENT: LiteralString = """
    SELECT FROM events WHERE chain_id = $1 AND location_id = $2 AND id = $3 FOR NO KEY UPDATE
"""


async def lock_event(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Lock an event, to be read by the next statement: one that waits would have the member and service of before."""
    await conn.execute(LOCK_EVENT, tenant.chain_id, tenant.location_id, event_id)


FIND_EVENT: LiteralString = """
    SELECT e.day, e.starts_at,
           s.is_online AND s.deleted_at IS NULL AND m.deleted_at IS NULL AND NOT m.is_dismissed
           AND (NOT s.has_date_window
                OR e.day BETWEEN coalesce(s.date_from, '-infinity') AND coalesce(s.date_to, 'infinity'))
           AND EXISTS (
               SELECT FROM service_team_members l
               WHERE l.chain_id = $1 AND l.location_id = $2 AND l.service_id = s.id AND l.team_member_id = m.id)
               AS is_offered
    FROM events e
    JOIN services s ON s.chain_id = $1 AND s.id = e.service_id
    JOIN team_members m ON m.chain_id = $1 AND m.id = e.team_member_id
    WHERE e.chain_id = $1 AND e.location_id = $2 AND e.id = $3 AND e.deleted_at IS NULL
"""


async def find_event(conn: Connection, tenant: Tenant, event_id: int) -> OpenEvent | None:
    """Return an event that isn't deleted; None if there is none."""
    row = await conn.fetchrow(FIND_EVENT, tenant.chain_id, tenant.location_id, event_id)
    return to_struct_or_none(OpenEvent, row)
