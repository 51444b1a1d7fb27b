"""Work that is repeated after a conflict: each time in a transaction of its own."""

import asyncio

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
    met = asyncio.Barrier(2)
    begun = 0

    async def rename(name: str, *chain_ids: int) -> None:
        nonlocal begun
        first, second = chain_ids

        async def work(conn: Connection) -> None:
            nonlocal begun
            begun += 1
            await conn.execute(RENAME, first, name)
            if begun <= 2:
                await met.wait()
            await conn.execute(RENAME, second, name)

        await retrying_writer(pool).run(work)

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
        async with asyncio.timeout(1), connection(pool) as conn, connection(pool):
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
