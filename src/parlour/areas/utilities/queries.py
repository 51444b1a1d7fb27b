"""The part of a licence that comes from the location's row."""

from datetime import date
from typing import LiteralString

from parlour.db.pool import Connection

FIND_CREATION_DAY: LiteralString = """
    SELECT (created_at AT TIME ZONE timezone)::date FROM locations WHERE id = $1 AND closed_at IS NULL
"""


async def find_creation_day(conn: Connection, location_id: int) -> date | None:
    """Return the day on which an open location was created on this server."""
    opened_on: date | None = await conn.fetchval(FIND_CREATION_DAY, location_id)
    return opened_on
