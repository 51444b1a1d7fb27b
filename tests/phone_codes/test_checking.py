"""Whether a code confirms a number: until when, how often it can be guessed, and in parallel."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from parlour.areas.phone_codes.service import check_code
from parlour.db.pool import Connection, Pool, create_pool
from tests.support.codes import make_code

PHONE = "13155550177"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with create_pool(database_url, 8) as made:
        yield made


async def test_the_newest_code_counts_until_it_expires(pool: Pool, conn: Connection) -> None:
    assert not await check_code(pool, PHONE, "1111")
    await make_code(conn, PHONE, "1111", minutes_ago=9.9)
    assert await check_code(pool, PHONE, "1111")
    assert await check_code(pool, PHONE, "1111")
    assert not await check_code(pool, "13155550178", "1111")
    await make_code(conn, PHONE, "2222", minutes_ago=5)
    assert not await check_code(pool, PHONE, "1111")
    assert await check_code(pool, PHONE, "2222")
    await conn.execute("UPDATE phone_codes SET made_at = made_at - interval '6 minutes'")
    assert not await check_code(pool, PHONE, "2222")


async def test_five_wrong_tries_end_a_code(pool: Pool, conn: Connection) -> None:
    await make_code(conn, PHONE, "1111")
    for wrong in ("0000", "", "1111 ", "11111"):
        assert not await check_code(pool, PHONE, wrong)
    assert await check_code(pool, PHONE, "1111")
    assert not await check_code(pool, PHONE, "0000")
    assert not await check_code(pool, PHONE, "1111")


async def test_parallel_guesses_are_counted_like_others(pool: Pool, conn: Connection) -> None:
    """Sixteen at once, of which the last would be right."""
    await make_code(conn, PHONE, "0015")
    async with conn.transaction():
        await conn.execute("UPDATE phone_codes SET wrong_tries = 0")
        guesses = asyncio.gather(*(check_code(pool, PHONE, f"{number:04}") for number in range(16)))
        await asyncio.sleep(0.1)
    found = await guesses
    assert await conn.fetchval("SELECT wrong_tries FROM phone_codes") == 5
    assert sum(found) <= 1
    assert not await check_code(pool, PHONE, "0015")
