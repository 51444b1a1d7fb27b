"""Work that is repeated after a conflict: each time in a transaction of its own."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from parlour.db.actor import OPERATOR
from parlour.db.pool import Connection, Pool, connection, create_pool
from parlour.db.retrying import RETRIES, ConcurrentChange, RetryingWriter, writer_slots_for
from parlour.errors import Conflict, Unavailable
from tests.support.people import CHAIN, OTHER_CHAIN

RENAME = "UPDATE chains SET title = title || $2 WHERE id = $1"


@pytest.fixture
async def pool(database_url: str) -> Pool:
    return create_pool(database_url, 4)


def retrying_writer(pool: Pool) -> RetryingWriter:
    return RetryingWriter(pool, OPERATOR, writer_slots_for(4))


async def test_a_deadlock_is_retried_until_both_succeed(pool: Pool, conn: Connection) -> None:
    """The second attempt waits for the other transaction: it could get the row before that one, and conflict again."""
    met = asyncio.Barrier(2)
    one_is_done = asyncio.Event()
    begun = 0

    async def rename(name: str, *chain_ids: int) -> None:
        first, second = chain_ids

        async def work(conn: Connection) -> None:
            nonlocal begun
            begun += 1
            if begun > 2:
                await one_is_done.wait()
            await conn.execute(RENAME, first, name)
            if begun <= 2:
                await met.wait()
            await conn.execute(RENAME, second, name)

        await retrying_writer(pool).run(work)
        one_is_done.set()

    async with pool:
        await asyncio.gather(rename("+", CHAIN, OTHER_CHAIN), rename("+", OTHER_CHAIN, CHAIN))
    titles = await conn.fetch("SELECT title FROM chains ORDER BY id")
    assert [row[0] for row in titles] == ["Lumen++", "Abroad++"]
    assert begun == 3


async def test_a_concurrent_change_rolls_back_and_retries(pool: Pool, conn: Connection) -> None:
    attempts = 0

    async def work(conn: Connection) -> str:
        nonlocal attempts
        attempts += 1
        await conn.execute(RENAME, CHAIN, "+")
        if attempts < RETRIES:
            raise ConcurrentChange
        return "done"

    async with pool:
        assert await retrying_writer(pool).run(work) == "done"
    assert await conn.fetchval("SELECT title FROM chains WHERE id = $1", CHAIN) == "Lumen+"


async def test_repeated_concurrent_changes_end_as_unavailable(pool: Pool) -> None:
    attempts = 0

    async def work(_: Connection) -> None:
        nonlocal attempts
        attempts += 1
        raise ConcurrentChange

    async with pool:
        with pytest.raises(Unavailable):
            await retrying_writer(pool).run(work)
    assert attempts == 1 + RETRIES


@pytest.mark.parametrize("error", [Conflict("No."), Unavailable()])
async def test_other_errors_are_not_retried(pool: Pool, error: Exception) -> None:
    attempts = 0

    async def work(_: Connection) -> None:
        nonlocal attempts
        attempts += 1
        raise error

    async with pool:
        with pytest.raises(type(error)):
            await retrying_writer(pool).run(work)
    assert attempts == 1


async def test_writers_leave_connections_to_readers(pool: Pool) -> None:
    writer, both_wait, all_wait = retrying_writer(pool), asyncio.Event(), asyncio.Event()
    at_it = 0

    async def work(_: Connection) -> None:
        nonlocal at_it
        at_it += 1
        if at_it == 2:
            both_wait.set()
        await all_wait.wait()

    async with pool, asyncio.TaskGroup() as tasks:
        for _ in range(10):
            tasks.create_task(writer.run(work))
        await both_wait.wait()
        async with asyncio.timeout(10), connection(pool) as conn, connection(pool):
            assert await conn.fetchval("SELECT 1") == 1
        assert at_it == 2
        all_wait.set()
    assert at_it == 10


async def test_no_free_slot_in_time_means_unavailable(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlour.db.retrying.ACQUIRE_TIMEOUT_S", 0.05)
    all_wait = asyncio.Event()

    async def work(_: Connection) -> None:
        await all_wait.wait()

    async with pool:
        writer = RetryingWriter(pool, OPERATOR, writer_slots_for(1))
        first = asyncio.create_task(writer.run(work))
        await asyncio.sleep(0.01)
        with pytest.raises(Unavailable):
            await writer.run(work)
        all_wait.set()
        await first


@pytest.mark.parametrize(
    "conflict", [ConcurrentChange(), asyncpg.DeadlockDetectedError("again"), asyncpg.SerializationError("again")]
)
async def test_conflicts_end_as_unavailable_after_three_repetitions_with_pauses(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, conflict: Exception
) -> None:
    pauses: list[tuple[float, float]] = []

    def pause(low: float, high: float) -> float:
        pauses.append((low, high))
        return 0

    monkeypatch.setattr(random, "uniform", pause)
    attempts = 0

    async def work(_: Connection) -> None:
        nonlocal attempts
        attempts += 1
        raise conflict

    async with pool:
        with pytest.raises(Unavailable) as refused:
            await retrying_writer(pool).run(work)
    assert refused.value.__cause__ is conflict
    assert attempts == 4
    assert pauses == [(0, 0.05)] * 3


async def test_work_may_take_long_and_what_is_around_it_is_in_its_transaction(pool: Pool, conn: Connection) -> None:
    happened: list[str] = []

    @contextlib.asynccontextmanager
    async def around(conn: Connection) -> AsyncIterator[None]:
        await conn.execute(RENAME, CHAIN, "(")
        happened.append("before")
        yield
        await conn.execute(RENAME, CHAIN, ")")
        happened.append("after")

    async def work(conn: Connection) -> str:
        happened.append(await conn.fetchval("SHOW statement_timeout"))
        await conn.execute(RENAME, CHAIN, "+")
        return "done"

    async def afterwards(done: str) -> None:
        happened.append(f"{done}: {await conn.fetchval('SELECT title FROM chains WHERE id = $1', CHAIN)}")

    async with pool:
        writer = RetryingWriter(pool, OPERATOR, writer_slots_for(4), around)
        assert await writer.run(work, afterwards) == "done"
        assert happened == ["before", "20s", "after", "done: Lumen(+)"]
        await writer.run(work)
        assert happened[4:] == ["before", "20s", "after"]


async def test_the_end_of_a_transaction_may_be_put_off(pool: Pool, conn: Connection) -> None:
    """What comes afterwards comes after its end."""
    seen: list[str] = []

    async def work(conn: Connection) -> str:
        await conn.execute(RENAME, CHAIN, "+")
        return "done"

    async def afterwards(done: str) -> None:
        seen.append(f"{done}: {await title()}")

    async def title() -> str:
        found: str = await conn.fetchval("SELECT title FROM chains WHERE id = $1", CHAIN)
        return found

    async with pool:
        async with AsyncExitStack() as until:
            writer = RetryingWriter(pool, OPERATOR, writer_slots_for(4), until=until)
            assert await writer.run(work, afterwards) == "done"
            assert (seen, await title()) == ([], "Lumen")
        assert seen == ["done: Lumen+"]
        async with AsyncExitStack() as until:
            await RetryingWriter(pool, OPERATOR, writer_slots_for(4), until=until).run(work)
        assert await title() == "Lumen++"
    assert seen == ["done: Lumen+"]


@pytest.mark.parametrize(("size", "writers"), [(1, 1), (2, 1), (3, 1), (4, 2), (10, 8)])
def test_two_connections_are_left_for_readers_where_there_are_so_many(size: int, writers: int) -> None:
    slots = writer_slots_for(size)
    taken = 0
    while not slots.locked():
        asyncio.run(slots.acquire())
        taken += 1
    assert taken == writers
