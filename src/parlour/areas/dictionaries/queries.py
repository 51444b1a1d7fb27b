"""Statements on cities, which are the same for every chain."""

from typing import LiteralString

from parlour.areas.dictionaries.model.places import City, LocationCity
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_COLUMNS: LiteralString = "id, title, country_code, timezone, latitude, longitude, population"

LIST_CITIES: LiteralString = f"""
    SELECT {_COLUMNS} FROM cities WHERE ($1::text IS NULL OR country_code = $1) OR id = $2 ORDER BY title, id
"""


async def list_cities(conn: Connection, country_code: str | None, city_id: int | None) -> list[City]:
    """List the cities of a country, or all; and with `city_id` that city too, whatever its country."""
    return to_structs(City, await conn.fetch(LIST_CITIES, country_code, city_id))


FIND_CITY: LiteralString = f"SELECT {_COLUMNS} FROM cities WHERE id = $1"


async def find_city(conn: Connection, city_id: int) -> City | None:
    return to_struct_or_none(City, await conn.fetchrow(FIND_CITY, city_id))


FIND_LARGEST_CITY: LiteralString = f"""
    SELECT {_COLUMNS} FROM cities WHERE country_code = $1 ORDER BY population DESC, id LIMIT 1
"""


async def find_largest_city(conn: Connection, country_code: str) -> City | None:
    """Return the largest city of a country; None when no city of it is known."""
    return to_struct_or_none(City, await conn.fetchrow(FIND_LARGEST_CITY, country_code))


# Only what the public directory shows of a location.
FIND_CITY_OF_LOCATION: LiteralString = "SELECT city_id FROM locations WHERE id = $1 AND closed_at IS NULL"


async def find_city_of_location(conn: Connection, location_id: int) -> LocationCity | None:
    """Return the country and the city of an open location."""
    return to_struct_or_none(LocationCity, await conn.fetchrow(FIND_CITY_OF_LOCATION, location_id))
