"""Statements of the server's operator: all locations, and the roles in them. Only the command line uses them."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs


class Location(msgspec.Struct, frozen=True):
    """A location as an operator sees one."""

    id: int
    chain_id: int
    chain_title: str
    title: str
    country_code: str
    city: str
    timezone: str
    currency: str
    locale: str
    created_at: datetime
    closed_at: datetime | None


_ROW: LiteralString = """
    l.id, l.chain_id, c.title AS chain_title, l.title, l.country_code, l.city, l.timezone, l.currency, l.locale,
    l.created_at, l.closed_at
"""
LIST_LOCATIONS: LiteralString = f"""
    SELECT {_ROW}
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE $1::bigint IS NULL OR l.chain_id = $1
    ORDER BY l.chain_id, l.id
"""


async def list_locations(conn: Connection, chain_id: int | None) -> list[Location]:
    """List the locations of one chain or of all, closed ones included."""
    return to_structs(Location, await conn.fetch(LIST_LOCATIONS, chain_id))


CLOSE_LOCATION: LiteralString = f"""
    UPDATE locations l SET closed_at = now() FROM chains c
    WHERE l.id = $1 AND l.closed_at IS NULL AND c.id = l.chain_id RETURNING {_ROW}
"""
RESTORE_LOCATION: LiteralString = f"""
    UPDATE locations l SET closed_at = NULL FROM chains c
    WHERE l.id = $1 AND l.closed_at IS NOT NULL AND c.id = l.chain_id RETURNING {_ROW}
"""


async def close_location(conn: Connection, location_id: int) -> Location | None:
    """Close a location and return it; None when there is no open location with the id."""
    return to_struct_or_none(Location, await conn.fetchrow(CLOSE_LOCATION, location_id))


async def restore_location(conn: Connection, location_id: int) -> Location | None:
    """Open a closed location again and return it; None when there is no closed location with the id."""
    return to_struct_or_none(Location, await conn.fetchrow(RESTORE_LOCATION, location_id))


CREATE_LOCATION_ROLE: LiteralString = """
    INSERT INTO location_roles (chain_id, location_id, user_id, role)
    SELECT chain_id, id, $2, $3 FROM locations WHERE id = $1 AND closed_at IS NULL
    RETURNING location_id
"""


async def create_location_role(conn: Connection, location_id: int, user_id: int, role: str) -> bool:
    """Give the user a role in the location. Return False when there is no open location with the id."""
    return await conn.fetchval(CREATE_LOCATION_ROLE, location_id, user_id, role) is not None
