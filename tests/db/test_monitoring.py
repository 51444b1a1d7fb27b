"""The monitor of a worker's database: full storage is announced to all workers until it can be written again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest
import structlog

from parlour.db import monitoring
from parlour.db.monitoring import DatabaseMonitor, is_storage_full
from parlour.db.pool import Connection, Pool, create_pool, open_pool
from tests.support.streams import serving_streams

WITHIN_S = 30
# Full, as PostgreSQL itself says it, as long as there is a row.
MAKE_FULL = """
    CREATE TABLE full_disks (sqlstate text);
    INSERT INTO full_disks VALUES ('53100');
    CREATE FUNCTION try_to_write(bytea) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE
        state text := (SELECT sqlstate FROM full_disks);
    BEGIN
        IF state IS NOT NULL THEN
            RAISE EXCEPTION 'could not extend file' USING ERRCODE = state;
        END IF;
        RETURN true;
    END
    $$
"""
END_CONNECTION = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid = $1 AND datname = current_database()"
)
CONNECTIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    made = create_pool(database_url, 1)
    async with open_pool(made):
        yield made


@contextlib.asynccontextmanager
async def running(monitor: DatabaseMonitor) -> AsyncIterator[None]:
    task = asyncio.create_task(monitor.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await condition():  # noqa: ASYNC110 - a database can't set an event
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "INTERVAL_S", 0.02)
    monkeypatch.setattr(monitoring, "WRITE_INTERVAL_S", 0.05)
    # On a busy machine a monitor that reconnects would withdraw what it has announced.
    monkeypatch.setattr(monitoring, "ANSWER_TIMEOUT_S", WITHIN_S)
    monkeypatch.setattr(monitoring, "CONNECT_TIMEOUT_S", WITHIN_S)


@pytest.mark.parametrize("state", ["53100", "58030"])
async def test_full_storage_is_announced_until_a_write_succeeds(
    pool: Pool, database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(monitoring, "TRY_TO_WRITE", "SELECT try_to_write($1)")
    await conn.execute(MAKE_FULL)
    await conn.execute("UPDATE full_disks SET sqlstate = $1", state)
    monitor = DatabaseMonitor(pool, database_url)
    async with running(monitor):
        assert not await is_storage_full(conn)
        monitor.is_full = True
        await until(lambda: is_storage_full(conn))
        await asyncio.sleep(0.3)  # several attempts to write
        assert monitor.is_full
        assert await is_storage_full(conn)
        await conn.execute("DELETE FROM full_disks")
        await until(lambda: _is_not_full(conn))
        assert not monitor.is_full


async def _is_not_full(conn: Connection) -> bool:
    return not await is_storage_full(conn)


async def test_the_trial_write_is_a_megabyte_and_is_removed(pool: Pool, database_url: str, conn: Connection) -> None:
    before = await conn.fetchval("SELECT pg_current_wal_insert_lsn()")
    monitor = DatabaseMonitor(pool, database_url)
    async with running(monitor):
        monitor.is_full = True
        async with asyncio.timeout(WITHIN_S):
            while monitor.is_full:  # noqa: ASYNC110 - the monitor sets no event
                await asyncio.sleep(0.02)
    assert await conn.fetchval("SELECT pg_current_wal_insert_lsn() - $1::pg_lsn", before) > 1024**2
    assert await conn.fetchval("SELECT count(*) FROM pg_largeobject_metadata") == 0


async def test_a_refused_trial_write_ends_the_announcement(
    pool: Pool, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "TRY_TO_WRITE", "SELECT no_such_function($1::bytea)")
    monitor = DatabaseMonitor(pool, database_url)
    monitor.is_full = True
    async with running(monitor), asyncio.timeout(WITHIN_S):
        while monitor.is_full:  # noqa: ASYNC110 - the monitor sets no event
            await asyncio.sleep(0.02)


async def test_the_announcement_ends_with_its_worker(
    pool: Pool, database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "TRY_TO_WRITE", "SELECT try_to_write($1)")
    await conn.execute(MAKE_FULL)
    monitor = DatabaseMonitor(pool, database_url)
    monitor.is_full = True
    async with running(monitor):
        await until(lambda: is_storage_full(conn))
    await until(lambda: _is_not_full(conn))


async def test_a_monitor_that_reconnects_announces_again(
    pool: Pool, database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "TRY_TO_WRITE", "SELECT try_to_write($1)")
    await conn.execute(MAKE_FULL)
    monitor = DatabaseMonitor(pool, database_url)
    monitor.is_full = True
    async with running(monitor):
        await until(lambda: is_storage_full(conn))
        for pid in [row[0] for row in await conn.fetch(CONNECTIONS)]:
            await conn.fetchval(END_CONNECTION, pid)
        await until(lambda: is_storage_full(conn))
        assert not pool.is_unavailable


async def test_too_many_connections_do_not_mean_unavailable(pool: Pool, database_url: str, conn: Connection) -> None:
    """The database answers: those who have a connection work on."""
    database = await conn.fetchval("SELECT current_database()")
    await conn.execute(f'ALTER DATABASE "{database}" CONNECTION LIMIT 0')
    role = f"crowded_{database}"
    await conn.execute(f'CREATE ROLE "{role}" LOGIN')
    try:
        monitor = DatabaseMonitor(pool, database_url.replace("postgres@", f"{role}@"))
        with pytest.raises(asyncpg.TooManyConnectionsError):
            await asyncpg.connect(database_url.replace("postgres@", f"{role}@"))
        async with running(monitor):
            await asyncio.sleep(0.3)  # several attempts
            assert not pool.is_unavailable
    finally:
        await conn.execute(f'DROP ROLE "{role}"')


async def test_requests_are_refused_until_the_database_answers(pool: Pool, database_url: str) -> None:
    monitor = DatabaseMonitor(pool, "postgresql://postgres@/parlour?host=/nowhere")
    async with running(monitor), asyncio.timeout(WITHIN_S):
        while not pool.is_unavailable:  # noqa: ASYNC110 - the monitor sets no event
            await asyncio.sleep(0.02)
    monitor = DatabaseMonitor(pool, database_url)
    async with running(monitor), asyncio.timeout(WITHIN_S):
        while pool.is_unavailable:  # noqa: ASYNC110 - the monitor sets no event
            await asyncio.sleep(0.02)


DECOYS = {
    "announced": ("SELECT pg_advisory_lock_shared(20761, 1)", True),
    "of another purpose": ("SELECT pg_advisory_lock_shared(20761, 2)", False),
    "of another program": ("SELECT pg_advisory_lock_shared(20762, 1)", False),
    "one number": ("SELECT pg_advisory_lock_shared((20761::bigint << 32) + 1)", False),
    "of a table": ("BEGIN; LOCK TABLE chains", False),
}


@pytest.mark.parametrize("decoy", DECOYS)
async def test_full_storage_is_announced_by_one_lock(conn: Connection, database_url: str, decoy: str) -> None:
    """Workers of two versions may run at the same time, and have to agree on its numbers."""
    lock, is_full = DECOYS[decoy]
    other = await asyncpg.connect(database_url)
    await other.execute(lock)
    assert await is_storage_full(conn) is is_full
    await other.close()


async def test_full_storage_is_announced_to_workers_of_the_same_database(conn: Connection, admin: Connection) -> None:
    await admin.execute("SELECT pg_advisory_lock_shared(20761, 1)")
    assert await is_storage_full(admin)
    assert not await is_storage_full(conn)
    await admin.execute("SELECT pg_advisory_unlock_shared(20761, 1)")


@pytest.mark.parametrize(
    ("error", "means_unavailable"),
    [
        (OSError(), True),
        (TimeoutError(), True),
        (asyncpg.InterfaceError("gone"), True),
        (asyncpg.CannotConnectNowError("starting up"), True),
        (asyncpg.TooManyConnectionsError("full"), False),
        (asyncpg.InvalidPasswordError("changed"), False),
    ],
)
def test_a_refusal_by_the_database_is_an_answer(error: Exception, means_unavailable: bool) -> None:
    assert monitoring._means_unavailable(error) is means_unavailable


async def test_connections_in_use_end_with_the_database_and_its_return_is_logged_once(
    pool: Pool, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("parlour.db.monitoring.time", SimpleNamespace(monotonic=lambda: now))
    monitor = DatabaseMonitor(pool, database_url)
    assert not monitor.is_full
    with structlog.testing.capture_logs() as logged:
        async with pool.acquire() as used:
            pool.in_use.add(used)
            lent: Any = used
            connection = lent._con
            monitor._mark_available()
            for second in (100.0, 103.0):
                now = second
                monitor._mark_unavailable(OSError(f"after {second}"))
                assert (pool.is_unavailable, connection.is_closed()) == (True, True)
            now = 107.26
            for _ in range(2):
                monitor._mark_available()
                assert not pool.is_unavailable
    away, back = logged
    assert (away["event"], away["log_level"], away["reason"]) == (
        "database is away",
        "warning",
        "OSError('after 100.0')",
    )
    assert (back["event"], back["log_level"], back["after_s"]) == ("database is back", "info", 7.3)


@contextlib.asynccontextmanager
async def accepting(pool: Pool, seen: list[bool], *, is_silent: bool) -> AsyncIterator[str]:
    """A server that answers nothing, or nonsense. It sees whether the database counts as unavailable."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(pool.is_unavailable)
        if len(seen) == 2:
            monitoring.INTERVAL_S = 0.02
        if is_silent:
            await reader.read()
        else:
            writer.write(b"R\0\0\0\x08\0\0\0\x63")  # a way of signing in that doesn't exist

    async with serving_streams(accept) as port:
        yield f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable"


@pytest.mark.parametrize(("is_silent", "seen"), [(True, [False, False, True]), (False, [False, True, True])])
async def test_a_single_time_out_may_have_local_reasons_and_is_repeated_at_once(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, is_silent: bool, seen: list[bool]
) -> None:
    monkeypatch.setattr(monitoring, "CONNECT_TIMEOUT_S", 0.1)
    found: list[bool] = []
    async with accepting(pool, found, is_silent=is_silent) as url:
        task = asyncio.create_task(DatabaseMonitor(pool, url).run())
        await asyncio.sleep(0)
        monkeypatch.setattr(monitoring, "INTERVAL_S", 3600)  # from the second pause on, save that after the first fault
        async with asyncio.timeout(WITHIN_S):
            while len(found) < 3:  # noqa: ASYNC110 - the server sets no event
                await asyncio.sleep(0.005)
        task.cancel()
    assert found[:3] == seen


async def test_a_lost_connection_is_replaced_at_once_and_the_last_ends_with_the_monitor(
    pool: Pool, database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = {row[0] for row in await conn.fetch(CONNECTIONS)}

    async def own() -> set[int]:
        return {row[0] for row in await conn.fetch(CONNECTIONS)} - idle

    async def is_replaced() -> bool:
        return bool(await own() - first)

    async def is_gone() -> bool:
        return not await own()

    async def is_there() -> bool:
        return bool(await own())

    async with running(DatabaseMonitor(pool, database_url)):
        await until(is_there)
        first = await own()
        for pid in first:
            await conn.fetchval(END_CONNECTION, pid)
        await until(is_replaced)
        assert not pool.is_unavailable
    await until(is_gone)
