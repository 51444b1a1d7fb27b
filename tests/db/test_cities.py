"""Filling the table of cities: the whole list, once, however many try."""

import asyncio
import time
from collections.abc import AsyncIterator
from zoneinfo import available_timezones

import asyncpg
import pytest

from parlour.areas.dictionaries.model.countries import country_id
from parlour.areas.dictionaries.operator import load_cities, read_cities
from parlour.db.pool import Connection
from tests.support.cities import CITIES

MAX_LOAD_S = 60


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


async def test_concurrent_loads_fill_the_table_once(conn: Connection, other: Connection) -> None:
    await conn.execute("DELETE FROM cities")
    started = time.perf_counter()
    counts = await asyncio.gather(load_cities(conn), load_cities(other))
    assert time.perf_counter() - started < MAX_LOAD_S
    assert min(counts) == 0
    assert max(counts) > 30_000
    assert await conn.fetchval("SELECT count(*) FROM cities") == max(counts)
    known = [tuple(row) for row in await conn.fetch("SELECT * FROM cities WHERE id = ANY ($1)", [c[0] for c in CITIES])]
    assert sorted(known) == sorted(CITIES)


async def test_a_filled_table_is_not_changed(conn: Connection) -> None:
    assert await load_cities(conn) == 0
    assert await conn.fetchval("SELECT count(*) FROM cities") == len(CITIES)


def test_every_city_has_a_country_and_a_time_zone_that_are_known() -> None:
    zones = available_timezones()
    odd = [city for city in read_cities() if not country_id(city[2]) or city[3] not in zones]
    assert odd == []
