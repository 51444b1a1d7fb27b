"""The database of the tests is as at first for each of them, whatever the one before has done."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.db.pool import Connection, connection
from tests.support import kept_database
from tests.support.kept_database import KeptDatabase
from tests.support.world import everything

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
OWN_PID = "SELECT pg_backend_pid()"
ADVISORY_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"


@pytest.fixture(scope="module")
async def other(admin: Connection, server_url: str) -> AsyncIterator[KeptDatabase]:
    """Another database than the one of the tests."""
    database = KeptDatabase(admin, server_url, "kept")
    yield database
    await database.close()


@pytest.fixture
async def kept(other: KeptDatabase) -> KeptDatabase:
    await other.restore()
    return other


async def pid_of(kept: KeptDatabase) -> int:
    """The process that serves the connection of the tests: another one if the database was replaced."""
    async with kept.connection() as conn:
        pid: int = await conn.fetchval(OWN_PID)
        return pid


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO categories (chain_id, title, search_text) VALUES (71, 'New', 'new')",
        "UPDATE users SET name = 'Renamed' WHERE id = 2",
        "DELETE FROM sessions WHERE id = 3",
        "WITH gone AS (DELETE FROM units WHERE id = 1 RETURNING *) INSERT INTO units SELECT 99, 'x', 'y' FROM gone",
        "SELECT nextval('products_id_seq')",
        "BEGIN; CREATE TEMPORARY TABLE mine (id int) ON COMMIT DROP; UPDATE users SET name = 'Renamed'; COMMIT",
        "SELECT setval('chains_id_seq', 1)",
        "INSERT INTO audit_log (chain_id, origin, action, entity) SELECT 71, '', '', '' FROM generate_series(1, 20000)",
    ],
)
async def test_what_was_written_is_gone(kept: KeptDatabase, change: str) -> None:
    async with kept.connection() as conn:
        pid = await conn.fetchval(OWN_PID)
        before = await everything(conn), await conn.fetch(SEQUENCES)
        await conn.execute(change)
        assert (await everything(conn), await conn.fetch(SEQUENCES)) != before
    await kept.restore()
    async with kept.connection() as conn:
        assert (await everything(conn), await conn.fetch(SEQUENCES)) == before
        assert await conn.fetchval(OWN_PID) == pid


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE users ADD COLUMN more text",
        "CREATE INDEX more ON users (name)",
        "DROP TRIGGER users_audit ON users",
        "CREATE TABLE first_of_all (id integer)",
        "ANALYZE users",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 5', current_database()); END $$",
        "INSERT INTO units SELECT id, 'many', 'm' FROM generate_series(100, 50000) id",
    ],
)
async def test_a_database_that_cannot_be_put_back_is_replaced(kept: KeptDatabase, change: str) -> None:
    async with kept.connection() as conn:
        pid = await conn.fetchval(OWN_PID)
        await conn.execute(change)
    await kept.restore()
    assert await pid_of(kept) != pid


async def test_no_connection_of_a_test_survives(kept: KeptDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_database, "ENDING_S", 0.1)
    left = await asyncpg.connect(kept.url)
    await kept.restore()
    with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.InterfaceError)):
        await left.execute("SELECT 1")
    left.terminate()


async def test_a_pool_with_a_connection_in_use_is_replaced(kept: KeptDatabase) -> None:
    pool = await kept.pool()
    assert await kept.pool() is pool
    await kept.restore()
    assert await kept.pool() is pool
    async with connection(pool):
        await kept.restore()
    assert await kept.pool() is not pool


async def test_settings_of_a_session_end_with_the_test(kept: KeptDatabase) -> None:
    async with kept.connection() as conn:
        await conn.execute("SET session_replication_role = replica; CREATE TEMP TABLE mine (id integer)")
        await conn.execute("SELECT pg_advisory_lock(7)")
    async with kept.connection() as conn:
        assert await conn.fetchval("SHOW session_replication_role") == "origin"
        assert await conn.fetchval("SELECT to_regclass('mine')") is None
        assert await conn.fetchval(ADVISORY_LOCKS) == 0


async def test_an_open_transaction_ends_with_the_test(kept: KeptDatabase) -> None:
    async with kept.connection() as conn:
        await conn.execute("BEGIN; UPDATE users SET name = 'Unsaved'")
    await asyncio.wait_for(kept.restore(), 60)
    async with kept.connection() as conn:
        assert await conn.fetchval("SELECT count(*) FROM users WHERE name = 'Unsaved'") == 0


async def test_a_state_is_made_once_and_reached_again(kept: KeptDatabase) -> None:
    made = []

    async def make() -> int:
        made.append(await conn.fetchval("INSERT INTO chains (title) VALUES ('Of the state') RETURNING id"))
        await conn.execute("UPDATE users SET name = 'Of the state'")
        return len(made)

    async with kept.connection() as conn:
        at_first = await everything(conn), await conn.fetch(SEQUENCES)
        assert await kept.reach("renamed", make) == 1
        reached = await everything(conn), await conn.fetch(SEQUENCES)
        assert reached != at_first
        await kept.restore()
        assert (await everything(conn), await conn.fetch(SEQUENCES)) == at_first
        assert await kept.reach("renamed", make) == 1
        assert (await everything(conn), await conn.fetch(SEQUENCES)) == reached


@pytest.mark.parametrize("change", ["DELETE FROM sessions WHERE id = 3", "UPDATE users SET name = 'Renamed again'"])
async def test_what_was_written_in_a_state_is_undone(kept: KeptDatabase, change: str) -> None:
    async with kept.connection() as conn:
        await kept.reach("renamed_once", lambda: conn.execute("UPDATE users SET name = 'Renamed' WHERE id = 2"))
        reached = await everything(conn)
        for _ in range(2):
            await conn.execute(change)
            assert await everything(conn) != reached
            await kept.rewind()
            assert await everything(conn) == reached


async def test_a_state_is_reached_from_the_first_one_only(kept: KeptDatabase) -> None:
    async with kept.connection() as conn:
        await kept.reach("later", lambda: conn.execute("UPDATE users SET name = 'Later'"))
        await kept.restore()
        await conn.execute("DELETE FROM sessions WHERE id = 3")
        with pytest.raises(AssertionError, match=r"later: \['sessions', 'access_version'\]"):
            await kept.reach("later", lambda: conn.execute("SELECT 1"))


async def test_a_state_is_reached_in_a_table_that_has_grown(kept: KeptDatabase) -> None:
    """As tables do by being restored thousands of times. The database is replaced before the next test."""
    pid = await pid_of(kept)
    async with kept.connection() as conn:
        await kept.reach("one_unit_more", lambda: conn.execute("INSERT INTO units VALUES (99, 'x', 'y')"))
        reached = await everything(conn)
        await kept.restore()
        await conn.execute("INSERT INTO units SELECT id, 'many', 'm' FROM generate_series(100, 50000) id")
        await conn.execute("DELETE FROM units WHERE id >= 100")
        await kept.reach("one_unit_more", lambda: conn.execute("SELECT 1"))
        assert await everything(conn) == reached
        assert await conn.fetchval(OWN_PID) == pid
        await kept.rewind()
    await kept.restore()
    assert await pid_of(kept) != pid


async def test_what_cannot_be_undone_is_said(kept: KeptDatabase) -> None:
    async with kept.connection() as conn:
        await conn.execute("ALTER TABLE users ADD COLUMN more text")
        with pytest.raises(AssertionError, match="redefined"):
            await kept.rewind()
