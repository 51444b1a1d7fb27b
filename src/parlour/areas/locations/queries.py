"""Statements on locations.

They are the directory: what anybody with a partner token may know of a location. With a user they stay inside the
chains where that user has a role. Business data is never read here.
"""

from typing import LiteralString

from parlour.areas.locations.model import Location, LocationFilter
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_COLUMNS: LiteralString = """
    l.id, l.chain_id, c.title AS chain_title, l.title, l.short_description, l.description, l.logo_url, l.phones,
    l.email, l.site, l.country_code, l.city, l.address, l.zip, l.latitude,
    l.longitude, l.timezone, l.currency, l.locale, l.schedule, l.business_type_id, l.closed_at
"""

LIST_LOCATIONS: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE ($1::bigint IS NULL OR l.chain_id IN (
              SELECT chain_id FROM chain_roles WHERE user_id = $1
              UNION ALL
              SELECT chain_id FROM location_roles WHERE user_id = $1 AND (NOT $6 OR location_id = l.id)))
      AND ($2::bigint IS NULL OR l.id = $2)
      AND ($3::bigint IS NULL OR l.chain_id = $3)
      AND ($4::bigint IS NULL OR l.id >= $4)
      AND ($5::bigint IS NULL OR l.business_type_id = $5)
      AND ($7 OR l.closed_at IS NULL)
    ORDER BY l.id LIMIT $8 OFFSET $9
"""


async def list_locations(conn: Connection, shown: LocationFilter, limit: int, offset: int) -> list[Location]:
    rows = await conn.fetch(
        LIST_LOCATIONS,
        shown.user_id,
        shown.location_id,
        shown.chain_id,
        shown.min_id,
        shown.business_type_id,
        shown.with_role_only,
        shown.with_closed,
        limit,
        offset,
    )
    return to_structs(Location, rows)


FIND_LOCATION: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE l.id = $1 AND l.closed_at IS NULL
      AND ($2::bigint IS NULL OR l.chain_id IN (
              SELECT chain_id FROM chain_roles WHERE user_id = $2
              UNION ALL
              SELECT chain_id FROM location_roles WHERE user_id = $2))
"""


async def find_location(conn: Connection, location_id: int, user_id: int | None) -> Location | None:
    """An open location; with a user, only one of that user's chains."""
    return to_struct_or_none(Location, await conn.fetchrow(FIND_LOCATION, location_id, user_id))
