"""Which entries a worker may take; races are held open by transactions of the test."""

import asyncio

import asyncpg
import pytest

from parlour.db.pool import Connection
from tests.support.outbox import add, make_due, states, take
from tests.support.waiting import wait_until_blocked

END = "UPDATE outbox SET done_at = now(), taken_at = NULL, next_attempt_at = NULL WHERE id = $1"
HELD_BACK = "SELECT array_agg(id ORDER BY id) FROM outbox WHERE next_attempt_at IS NULL AND done_at IS NULL"


async def test_only_the_first_of_each_subject_is_taken(conn: Connection) -> None:
    await add(conn, "a:1", "a:2", "b:1", "a:3", "b:2")
    assert await take(conn) == ["a:1", "b:1"]
    assert await take(conn) == []
    assert await conn.fetchval(HELD_BACK) == [2, 4, 5]


async def test_the_end_of_an_entry_releases_the_next_of_its_subject(conn: Connection) -> None:
    await add(conn, "a:1", "a:2", "a:3", "b:1", "b:2")
    assert await take(conn) == ["a:1", "b:1"]
    await conn.execute(END, 1)
    assert await take(conn) == ["a:2"]
    await conn.execute("DELETE FROM outbox WHERE id = 2")
    assert await take(conn) == ["a:3"]
    assert await conn.fetchval(HELD_BACK) == [5]


async def test_entries_of_one_subject_wait_for_each_other_whatever_their_kind(conn: Connection) -> None:
    await add(conn, "a:1", kind="other")
    await add(conn, "a:2")
    assert await take(conn) == []
    await conn.execute(END, 1)
    assert await take(conn) == ["a:2"]


async def test_workers_at_once_take_different_entries(conn: Connection, other: Connection) -> None:
    """The first one has not committed when the second one takes."""
    await add(conn, "a:1", "b:1", "c:1")
    async with conn.transaction():
        assert await take(conn, limit=2) == ["a:1", "b:1"]
        assert await take(other, limit=2) == ["c:1"]
        assert await take(other, limit=2) == []


async def test_what_is_found_behind_while_its_first_is_being_ended_is_not_held_back_for_ever(
    conn: Connection, other: Connection
) -> None:
    """The end has released what it saw, and is not committed, when a later entry is examined."""
    await add(conn, "a:1")
    assert await take(conn) == ["a:1"]
    async with conn.transaction():
        await conn.execute(END, 1)
        await add(other, "a:2")
        assert await take(other) == []
        assert await other.fetchval(HELD_BACK) is None
    assert await take(other) == ["a:2"]


async def test_an_end_waits_for_who_holds_back_its_followers_and_then_releases_them(
    conn: Connection, other: Connection
) -> None:
    await add(conn, "a:1", "a:2")
    assert await take(conn, limit=1) == ["a:1"]
    await conn.execute("UPDATE outbox SET next_attempt_at = now() WHERE id = 2")
    async with conn.transaction():
        assert await take(conn) == []  # which marks the second one
        ending = asyncio.create_task(other.execute(END, 1))
        await wait_until_blocked(conn, ending)
    await ending
    assert await take(conn) == ["a:2"]


async def test_an_entry_that_was_committed_late_waits_for_what_has_been_started(
    conn: Connection, other: Connection
) -> None:
    """Its id is lower: it was written first, by a transaction that took longer."""
    async with conn.transaction():
        await add(conn, "a:1")
        await add(other, "a:2")
        assert await take(other) == ["a:2"]
    assert await take(other) == []
    await make_due(other)  # the worker has died
    assert await take(other) == ["a:2"]
    await other.execute(END, 2)
    assert await take(other) == ["a:1"]


async def test_of_two_workers_that_have_read_differently_only_one_starts(
    conn: Connection, other: Connection, database_url: str
) -> None:
    """The database itself allows one started entry for each subject."""
    third = await asyncpg.connect(database_url)
    late = third.transaction()
    await late.start()
    await add(third, "a:1")
    await add(conn, "a:2")
    async with conn.transaction():
        assert await take(conn) == ["a:2"]
        await late.commit()
        taking = asyncio.create_task(take(other))
        await wait_until_blocked(conn, taking)
    with pytest.raises(asyncpg.UniqueViolationError):
        await taking
    assert await take(other) == []
    assert [row["attempts"] for row in await states(conn)] == [0, 1]
    await third.close()
