"""Statements of whoever runs the server: all locations, and who has a role in one. Only the command line uses them."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class NewLocation(msgspec.Struct, frozen=True):
    """A location to be made, all of it checked. `phones` are E.164 with a plus."""

    title: str
    country_code: str
    city: str
    address: str
    phones: list[str]
    timezone: str
    currency: str
    locale: str


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


CREATE_LOCATION: LiteralString = """
    INSERT INTO locations (chain_id, title, country_code, city, address, phones, timezone, currency, locale)
    SELECT id, $2, $3, $4, $5, $6, $7, $8, $9 FROM chains WHERE id = $1
    RETURNING id
"""


async def create_location(conn: Connection, chain_id: int, new: NewLocation) -> int | None:
    """The location's id; None when there is no such chain."""
    location_id: int | None = await conn.fetchval(
        CREATE_LOCATION,
        chain_id,
        new.title,
        new.country_code,
        new.city,
        new.address,
        new.phones,
        new.timezone,
        new.currency,
        new.locale,
    )
    return location_id


LIST_LOCATIONS: LiteralString = """
    SELECT l.id, l.chain_id, c.title AS chain_title, l.title, l.country_code, l.city, l.timezone, l.currency, l.locale,
           l.created_at, l.closed_at
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE $1::bigint IS NULL OR l.chain_id = $1
    ORDER BY l.chain_id, l.id
"""


async def list_locations(conn: Connection, chain_id: int | None) -> list[Location]:
    """Locations, closed ones too, of one chain or of all."""
    return to_structs(Location, await conn.fetch(LIST_LOCATIONS, chain_id))


CREATE_LOCATION_ROLE: LiteralString = """
    INSERT INTO location_roles (chain_id, location_id, user_id, role)
    SELECT chain_id, id, $2, $3 FROM locations WHERE id = $1 AND closed_at IS NULL
    RETURNING location_id
"""


async def create_location_role(conn: Connection, location_id: int, user_id: int, role: str) -> bool:
    """Whether there is such an open location to have a role in."""
    return await conn.fetchval(CREATE_LOCATION_ROLE, location_id, user_id, role) is not None
