"""Filling the table of cities: places of 15,000 people and more.

They are from GeoNames (https://www.geonames.org), which gives them under CC BY 4.0; `make dictionaries` generates the
file again.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import LiteralString

from parlour.areas.dictionaries.model.countries import country_id
from parlour.db.pool import Connection

FILE = "cities.tsv.gz"
COLUMNS = ("id", "title", "country_code", "timezone", "latitude", "longitude", "population")
Row = tuple[int, str, str, str, Decimal, Decimal, int]

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('parlour cities', 0))"
HAS_CITIES: LiteralString = "SELECT EXISTS (SELECT FROM cities)"


async def load_cities(conn: Connection) -> int:
    """Fill the table if it is empty, and return how many cities were added. Concurrent calls fill it only once."""
    async with conn.transaction():
        if await conn.fetchval(HAS_CITIES):  # the usual case: no lock needed
            return 0
        await conn.execute(LOCK)
        if await conn.fetchval(HAS_CITIES):
            return 0
        rows = list(read_cities())
        await conn.copy_records_to_table("cities", records=rows, columns=COLUMNS)
        return len(rows)


def read_cities() -> Iterator[Row]:
    """Yield the cities of the file, without those of countries that ISO 3166-1 doesn't know."""
    text = gzip.decompress(files(__package__).joinpath(FILE).read_bytes()).decode()
    for id_, title, country, timezone, latitude, longitude, population in csv.reader(io.StringIO(text), "excel-tab"):
        if country_id(country):
            yield int(id_), title, country, timezone, Decimal(latitude), Decimal(longitude), int(population)
