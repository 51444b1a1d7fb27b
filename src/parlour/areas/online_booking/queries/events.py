"""Statements on events that clients book."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.events.model.closing import Closing
from parlour.areas.events.rights import IS_OFFERED, is_open
from parlour.areas.online_booking.model.events import OpenEvent
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

LOCK_EVENT: LiteralString = """
    SELECT FROM events WHERE chain_id = $1 AND location_id = $2 AND id = $3 FOR NO KEY UPDATE
"""


async def lock_event(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Lock an event, to be read by the next statement: one that waits would have the member and service of before."""
    await conn.execute(LOCK_EVENT, tenant.chain_id, tenant.location_id, event_id)


FIND_EVENT: LiteralString = f"""
    SELECT {IS_OFFERED} AS is_offered, {is_open("$4", "$5")} AS is_open FROM events a
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.id = $3 AND a.deleted_at IS NULL
"""


async def find_event(conn: Connection, tenant: Tenant, event_id: int, closing: Closing) -> OpenEvent | None:
    """Return an event that isn't deleted; None if there is none."""
    row = await conn.fetchrow(FIND_EVENT, tenant.chain_id, tenant.location_id, event_id, closing.now, closing.leads)
    return to_struct_or_none(OpenEvent, row)
