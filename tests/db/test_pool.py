"""Connections for requests: nobody waits long for one, nor for an answer on it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, nullcontext
from decimal import Decimal
from typing import Any

import asyncpg
import httpx
import msgspec
import psutil
import pytest
from litestar import Litestar

from parlour.db import pool as pools
from parlour.db.actor import OPERATOR, Actor
from parlour.db.pool import Connection, Pool, connection, create_pool, open_pool, transaction
from parlour.db.retrying import RetryingWriter, writer_slots_for
from parlour.errors import AccessChanged, Conflict, NotFound, Unavailable
from tests.support.embedded import stopped
from tests.support.people import CHAIN, OWNER
from tests.support.waiting import wait_until

SIZE = 3
SHORT_S = 0.3
OWN_PID = "SELECT pg_backend_pid()"
END = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid = $1 AND datname = current_database()"
# Long after a time-out that works, and long before a test runner loses its patience.
FOREVER_S = 30

Taking = Callable[[Pool], AbstractAsyncContextManager[Connection]]


def writing(pool: Pool) -> AbstractAsyncContextManager[Connection]:
    return transaction(pool, OPERATOR)


both_ways = pytest.mark.parametrize("take", [connection, writing], ids=["reading", "writing"])


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """A pool whose statements may take no more than a moment."""
    made = create_pool(database_url, SIZE, statement_timeout_s=SHORT_S)
    async with open_pool(made):
        yield made


async def test_a_connection_is_kept_for_many_queries(database_url: str) -> None:
    async with create_pool(database_url, 1) as only:
        assert len({await only.fetchval(OWN_PID) for _ in range(1000)}) == 1


@both_ways
async def test_acquiring_times_out_when_all_connections_are_in_use(
    pool: Pool, take: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "ACQUIRE_TIMEOUT_S", SHORT_S)
    async with AsyncExitStack() as held, asyncio.timeout(FOREVER_S):
        for _ in range(SIZE):
            await held.enter_async_context(connection(pool))
        with pytest.raises(Unavailable):
            await held.enter_async_context(take(pool))
    async with take(pool) as conn:
        assert await conn.fetchval("SELECT 1") == 1


@both_ways
async def test_a_waiting_request_gets_a_released_connection(pool: Pool, take: Taking) -> None:
    async with AsyncExitStack() as held:
        for _ in range(SIZE):
            await held.enter_async_context(connection(pool))
        waiting = asyncio.create_task(take_one(pool, take))
        await asyncio.sleep(0)
    assert await waiting == 1


async def take_one(pool: Pool, take: Taking) -> int:
    async with take(pool) as conn:
        found: int = await conn.fetchval("SELECT 1")
        return found


async def test_readers_get_connections_while_many_write(pool: Pool) -> None:
    writer, busy, done = RetryingWriter(pool, OPERATOR, writer_slots_for(SIZE)), asyncio.Event(), asyncio.Event()

    async def work(_: Connection) -> None:
        busy.set()
        await done.wait()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(SIZE * 4):
            tasks.create_task(writer.run(work))
        await busy.wait()
        async with asyncio.timeout(FOREVER_S):
            assert [await take_one(pool, connection) for _ in range(SIZE)] == [1] * SIZE
        done.set()


@both_ways
async def test_a_slow_statement_is_cancelled_and_its_connection_reused(pool: Pool, take: Taking) -> None:
    used: list[int] = []
    with pytest.raises(Unavailable):
        await use(take(pool), used, f"SELECT pg_sleep({FOREVER_S})")
    async with connection(pool) as first, connection(pool) as second:
        assert used[0] in [await each.fetchval(OWN_PID) for each in (first, second)]


async def use(taken: AbstractAsyncContextManager[Connection], used: list[int], statement: str) -> None:
    """Note the backend, and run a statement on it."""
    async with taken as conn:
        used.append(await conn.fetchval(OWN_PID))
        await conn.execute(statement)


async def test_a_backend_that_stops_before_a_statement_costs_one_request(pool: Pool) -> None:
    await assert_stopping_is_survived(pool, connection, "SELECT 1")


@pytest.mark.parametrize("statement", ["SELECT 1", None], ids=["before a statement", "before COMMIT"])
async def test_a_backend_that_stops_in_a_transaction_costs_one_request(pool: Pool, statement: str | None) -> None:
    await assert_stopping_is_survived(pool, writing, statement)


async def assert_stopping_is_survived(pool: Pool, take: Taking, statement: str | None) -> None:
    async with asyncio.timeout(FOREVER_S):
        with ExitStack() as stack, pytest.raises(Unavailable) as caught:
            await stop_and_go_on(take(pool), stack, statement)
        assert isinstance(caught.value.__cause__, TimeoutError)
        assert await take_one(pool, take) == 1
        assert pool.in_use == set()


async def stop_and_go_on(
    taken: AbstractAsyncContextManager[Connection], stack: ExitStack, statement: str | None
) -> None:
    """The backend stands still until the end of the stack; in a transaction, COMMIT finds it so at the latest."""
    async with taken as conn:
        stack.enter_context(stopped([await conn.fetchval(OWN_PID)]))
        if statement:
            await conn.execute(statement)


async def test_a_backend_that_stopped_before_begin_costs_one_request(pool: Pool) -> None:
    async with AsyncExitStack() as held, asyncio.timeout(FOREVER_S):
        idle = [await held.enter_async_context(connection(pool)) for _ in range(SIZE)]
        pids = [await conn.fetchval(OWN_PID) for conn in idle]
        await held.aclose()
        with stopped(pids):
            for _ in pids:
                with pytest.raises(Unavailable):
                    await take_one(pool, writing)
            assert await take_one(pool, writing) == 1


async def test_lock_waits_time_out_in_long_transactions_too(
    database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "STATEMENT_TIMEOUT_S", SHORT_S)
    async with open_pool(made := create_pool(database_url, SIZE)), conn.transaction():
        await conn.execute("LOCK TABLE chains")
        with pytest.raises(Unavailable) as caught:
            await rename(made)
    assert isinstance(caught.value.__cause__, asyncpg.LockNotAvailableError)


async def rename(pool: Pool) -> None:
    async with transaction(pool, OPERATOR, is_long=True) as conn:
        assert await conn.fetchval("SHOW statement_timeout") == "20s"
        await conn.execute("UPDATE chains SET title = title")


@both_ways
async def test_no_connection_is_acquired_while_unavailable(pool: Pool, take: Taking) -> None:
    pool.is_unavailable = True
    with pytest.raises(Unavailable):
        await take_one(pool, take)
    pool.is_unavailable = False
    assert await take_one(pool, take) == 1


@both_ways
async def test_connections_in_use_are_terminated_together(pool: Pool, take: Taking) -> None:
    async with asyncio.timeout(FOREVER_S):
        with pytest.raises(Unavailable):
            await wait_for_an_answer(pool, take)
    assert await take_one(pool, take) == 1


async def wait_for_an_answer(pool: Pool, take: Taking) -> None:
    async with take(pool) as conn:
        with stopped([await conn.fetchval(OWN_PID)]):
            asyncio.get_running_loop().call_later(0.01, pool.terminate_in_use)
            await conn.execute("SELECT 1", timeout=FOREVER_S)


async def test_a_pool_closes_without_an_answer_of_the_database(database_url: str) -> None:
    made = create_pool(database_url, SIZE, statement_timeout_s=FOREVER_S * 2)
    # First the pool is closed, then the backend goes on.
    async with asyncio.timeout(FOREVER_S), AsyncExitStack() as still, open_pool(made), connection(made) as conn:
        still.enter_context(stopped([await conn.fetchval(OWN_PID)]))
    with pytest.raises(Unavailable):
        await take_one(made, connection)


@pytest.mark.parametrize("path", ["/api/v1/groups", "/health/ready"])
async def test_a_request_that_gets_no_connection_is_a_503(
    http: httpx.AsyncClient, litestar: Litestar, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "ACQUIRE_TIMEOUT_S", SHORT_S)
    pool: Pool = litestar.state.services.pool
    async with AsyncExitStack() as held, asyncio.timeout(FOREVER_S):
        for _ in range(pool.get_max_size()):
            await held.enter_async_context(connection(pool))
        refused = await http.get(path, headers=OWNER.headers)
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert (await http.get(path, headers=OWNER.headers)).status_code == 200


async def test_the_database_ends_what_takes_too_long_before_we_do(database_url: str) -> None:
    """After 3 s, and we wait half a second longer; both are as long for a pool with a time of its own."""
    settings = "SELECT name, setting FROM pg_settings WHERE name = ANY ($1)"
    for given, ends_ms in (({}, "3000"), ({"statement_timeout_s": 1.5}, "1500")):
        async with create_pool(database_url, SIZE, **given) as pool, connection(pool) as conn:
            expected = {
                "application_name": "parlour",
                "TimeZone": "UTC",
                "jit": "off",
                "plan_cache_mode": "force_generic_plan",
                "statement_timeout": ends_ms,
                "lock_timeout": "3000",
                "idle_in_transaction_session_timeout": "60000",
            }
            assert {tuple(row) for row in await conn.fetch(settings, [*expected])} == set(expected.items())
            ours: Any = conn
            assert ours._config.command_timeout * 1000 == int(ends_ms) + 500
    assert pools.LONG_ANSWER_TIMEOUT_S == 20 + 0.5
    assert max(pools.ACQUIRE_TIMEOUT_S, pools.ANSWER_TIMEOUT_S) <= 4  # as docs/status-codes.md says


@pytest.mark.parametrize(("size", "at_first"), [(1, 1), (2, 2), (10, 2)])
async def test_two_connections_are_kept_however_many_there_may_be(database_url: str, size: int, at_first: int) -> None:
    async with create_pool(database_url, size) as pool:
        assert (pool.get_size(), pool.get_min_size(), pool.get_max_size()) == (at_first, at_first, size)


async def test_what_a_block_raises_is_raised_whatever_became_of_its_connection(pool: Pool, conn: Connection) -> None:
    """Rolling back fails then, in each of the ways it can."""

    async def end(lent: Connection) -> None:
        await conn.fetchval(END, await lent.fetchval(OWN_PID))

    async def end_unnoticed(lent: Connection) -> None:
        pid: int = await lent.fetchval(OWN_PID)
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not psutil.pid_exists(pid))  # without a turn of the loop, which would notice it

    async def end_here(_: Connection) -> None:
        pool.terminate_in_use()

    async def leave(_: Connection) -> None:
        pass

    for happen in (end, end_unnoticed, end_here, leave):
        with pytest.raises(Conflict):
            await refuse(pool, happen)
        assert await take_one(pool, writing) == 1
    async with asyncio.timeout(FOREVER_S):
        with ExitStack() as stack, pytest.raises(Conflict):
            await refuse(pool, lambda lent: stop(lent, stack))
    assert await conn.fetchval("SELECT title FROM chains WHERE id = $1", CHAIN) == "Lumen"


@both_ways
async def test_a_refusal_costs_no_connection(pool: Pool, take: Taking) -> None:
    pids: set[int] = set()

    async def note_and_refuse() -> None:
        async with take(pool) as lent:
            pids.add(await lent.fetchval(OWN_PID))
            raise Conflict("No.")

    for _ in range(SIZE + 1):
        with pytest.raises(Conflict):
            await note_and_refuse()
    assert len(pids) == 1
    assert pool.in_use == set()


async def refuse(pool: Pool, happen: Callable[[Connection], Awaitable[None]]) -> None:
    async with transaction(pool, OPERATOR) as lent:
        await lent.execute("UPDATE chains SET title = 'Written'")
        await happen(lent)
        raise Conflict("No.")


async def stop(lent: Connection, stack: ExitStack) -> None:
    stack.enter_context(stopped([await lent.fetchval(OWN_PID)]))


async def test_after_a_statement_without_an_answer_the_connection_is_closed_and_asked_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To roll back, or to cancel the statement, would take as long again: here longer than the test."""
    monkeypatch.setattr(pools, "RELEASE_TIMEOUT_S", FOREVER_S * 2)
    made = create_pool(database_url, SIZE, statement_timeout_s=FOREVER_S * 2)
    async with asyncio.timeout(FOREVER_S), open_pool(made):
        with ExitStack() as stack, pytest.raises(Unavailable):
            await stop_and_wait(made, stack)


async def stop_and_wait(pool: Pool, stack: ExitStack) -> None:
    async with transaction(pool, OPERATOR) as lent:
        await stop(lent, stack)
        await lent.execute("SELECT 1", timeout=0.1)


class Relied(msgspec.Struct):
    """Access that a transaction relies on, which ends when the test says so."""

    statement: str | None
    reason: Exception | None = None
    happened: list[str] = []

    async def refresh(self, conn: Connection) -> None:
        self.happened.append(f"refreshed, in transaction: {conn.is_in_transaction()}")

    async def explain(self, conn: Connection) -> None:
        self.happened.append(f"explained, in transaction: {conn.is_in_transaction()}")
        if self.reason:
            raise self.reason


CHANGED = "DO $$ BEGIN RAISE EXCEPTION 'changed' USING ERRCODE = 'PA001'; END $$"
REFRESHED, EXPLAINED = "refreshed, in transaction: False", "explained, in transaction: False"


@pytest.mark.parametrize(
    ("claim", "raised", "happened"),
    [
        (Relied(None), None, [REFRESHED]),
        (Relied("SELECT 1"), None, [REFRESHED]),
        (Relied(CHANGED, NotFound("Location")), NotFound, [REFRESHED, EXPLAINED]),
        (Relied(CHANGED), AccessChanged, [REFRESHED, EXPLAINED]),
        (Relied("SELECT 1 / 0"), asyncpg.DivisionByZeroError, [REFRESHED]),
    ],
    ids=["no check", "still true", "ended", "changed", "a fault of the check"],
)
async def test_access_that_ended_meanwhile_is_explained_and_nothing_is_written(
    pool: Pool, conn: Connection, claim: Relied, raised: type[Exception] | None, happened: list[str]
) -> None:
    faults: list[dict[str, Any]] = []  # such as a connection that is released within a transaction
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
    with pytest.raises(raised) if raised else nullcontext():
        await write(pool, claim)
    title = await conn.fetchval("SELECT title FROM chains WHERE id = $1", CHAIN)
    assert title == ("Lumen" if raised else "Written")
    assert claim.happened == happened
    assert faults == []
    asyncio.get_running_loop().set_exception_handler(None)


async def write(pool: Pool, claim: Relied) -> None:
    async with transaction(pool, Actor("api", claim=claim)) as lent:
        await lent.execute("UPDATE chains SET title = 'Written'")


async def test_numbers_are_exact_and_without_zeros_at_the_end_of_their_fraction(pool: Pool) -> None:
    numbers = {"100": "100", "1.50": "1.5", "10.00": "10", "0.000": "0", "-20": "-20", "0.010": "0.01"}
    async with connection(pool) as conn:
        for sent, received in numbers.items():
            found = await conn.fetchval(f"SELECT {sent}::numeric")
            assert (type(found), str(found)) == (Decimal, received)
            assert await conn.fetchval("SELECT $1::numeric::text", Decimal(sent)) == sent
