"""Answers stored by key: each under its own key, for exactly a day, and old ones deleted a few at a time."""

import asyncpg
import pytest

from parlour.db.idempotency import Key, StoredAnswer, find_answer, lock, store_answer
from parlour.db.pool import Connection

KEY = Key(7, 8, "a-key")
OTHERS = (Key(9, 8, "a-key"), Key(7, 9, "a-key"), Key(7, 8, "b-key"), Key(8, 7, "a-key"))
ANSWER = StoredAnswer(b"print", 201, '{"location": "here"}', b"body")
LATER = StoredAnswer(b"later print", 200, "{}", b"later body")
AGE = "UPDATE idempotency_keys SET created_at = now() - $1::text::interval WHERE key = ANY ($2)"
DAY, LESS = "24 hours", "23:59:59.999999"


async def stored(conn: Connection) -> list[str]:
    return [row[0] for row in await conn.fetch("SELECT key FROM idempotency_keys ORDER BY key")]


async def test_an_answer_is_found_by_its_own_key_alone(conn: Connection) -> None:
    assert await find_answer(conn, KEY) is None
    assert await store_answer(conn, KEY, ANSWER)
    assert await find_answer(conn, KEY) == ANSWER
    for key in OTHERS:
        assert await find_answer(conn, key) is None
        assert await store_answer(conn, key, LATER)
        assert await find_answer(conn, key) == LATER
    assert await find_answer(conn, KEY) == ANSWER


@pytest.mark.parametrize(("age", "is_kept"), [("0", True), (LESS, True), (DAY, False)])
async def test_an_answer_is_kept_for_a_day_and_then_replaced(conn: Connection, age: str, is_kept: bool) -> None:
    """The time is the transaction's, so a day is exactly one."""
    async with conn.transaction():
        await store_answer(conn, KEY, ANSWER)
        await conn.execute(AGE, age, [KEY.key])
        assert await find_answer(conn, KEY) == (ANSWER if is_kept else None)
        assert await store_answer(conn, KEY, LATER) is not is_kept
        assert await find_answer(conn, KEY) == (ANSWER if is_kept else LATER)


async def fill(conn: Connection) -> None:
    """Ten answers: 0 to 6 are too old by so many hours, the others aren't."""
    for number in range(10):
        await store_answer(conn, Key(1, 1, str(number)), ANSWER)
    for number in range(10):
        await conn.execute(AGE, f"{24 + number} hours" if number < 7 else "23:59:00", [str(number)])


async def test_each_new_answer_deletes_the_four_oldest_that_are_too_old(conn: Connection) -> None:
    async with conn.transaction():
        await fill(conn)
        await store_answer(conn, KEY, ANSWER)
        assert await stored(conn) == ["0", "1", "2", "7", "8", "9", KEY.key]
        await store_answer(conn, OTHERS[2], ANSWER)
        assert await stored(conn) == ["7", "8", "9", KEY.key, OTHERS[2].key]


async def test_what_others_delete_or_read_is_not_waited_for(conn: Connection, database_url: str) -> None:
    await fill(conn)
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.execute("SELECT FROM idempotency_keys WHERE key IN ('4', '5') FOR SHARE")
            async with conn.transaction():
                await conn.execute("SET LOCAL lock_timeout = '200ms'")
                await store_answer(conn, KEY, ANSWER)
    finally:
        await other.close()
    assert await stored(conn) == ["0", "4", "5", "7", "8", "9", KEY.key]


async def test_a_key_is_locked_for_others_until_the_end_of_the_transaction(conn: Connection, database_url: str) -> None:
    other = await asyncpg.connect(database_url)
    try:
        async with conn.transaction():
            assert await lock(conn, KEY)
            for key in (KEY, *OTHERS):
                assert await lock(other, key) is (key != KEY)
        assert await lock(other, KEY)
    finally:
        await other.close()


async def test_the_number_of_a_lock_is_one_of_the_databases_numbers(conn: Connection) -> None:
    """Half of the hashes are negative as such numbers."""
    numbers = [Key(1, 1, str(number)).lock_id for number in range(20)]
    assert min(numbers) < 0 < max(numbers)
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert len({number % 2**8 for number in numbers}) > 1
    for number in range(20):
        assert await lock(conn, Key(1, 1, str(number)))
