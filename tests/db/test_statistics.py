"""Statistics that are made after imports."""

import asyncio

import structlog

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection, create_pool
from parlour.db.statistics import LARGE, analyze, analyze_filled
from tests.support.factories.clients import make_client
from tests.support.waiting import wait_until_blocked

DENIED = "permission denied to analyze"


async def test_what_another_role_owns_is_passed_over_and_named(conn: Connection) -> None:
    """An operator may let the server in with a role that doesn't own the tables."""
    assert await analyze(conn, ["products", "services"]) == []
    async with conn.transaction():
        await conn.execute("SET LOCAL ROLE pg_read_all_data")
        warnings = await analyze(conn, ["products", "services"])
    assert [(DENIED in each, name in each) for each, name in zip(warnings, ["products", "services"], strict=True)] == [
        (True, True)
    ] * 2


async def test_columns_have_statistics_and_what_takes_long_has_not(conn: Connection, tenant: Tenant) -> None:
    """Those of the pieces of texts take seconds for some ten thousand rows; the database makes them by itself."""
    await make_client(conn, tenant, "Maya")
    await conn.execute(
        "DELETE FROM pg_statistic WHERE starelid IN ('clients'::regclass, 'clients_search_idx'::regclass)"
    )
    await analyze(conn, ["clients"])
    found = await conn.fetch(
        "SELECT tablename, count(*) FROM pg_stats WHERE schemaname = 'public' AND tablename ^@ 'clients' GROUP BY 1"
    )
    columns = await conn.fetchval(
        "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'clients'"
    )
    assert [tuple(each) for each in found] == [("clients", columns)]


async def test_what_goes_wrong_after_a_request_is_only_logged(conn: Connection, database_url: str) -> None:
    """Here the table is locked for longer than a request waits."""
    async with create_pool(database_url, 2) as pool:
        with structlog.testing.capture_logs() as logged:
            async with conn.transaction():
                await conn.execute("LOCK TABLE products IN SHARE UPDATE EXCLUSIVE MODE")
                await analyze_filled(pool, ["products"], LARGE)
        (line,) = logged
        assert (line["event"], line["log_level"], line["tables"]) == ("statistics not made", "warning", ["products"])
        assert "lock timeout" in line["reasons"][0]  # the cause, not the text for callers
        await asyncio.wait_for(analyze_filled(pool, ["products"], LARGE), 10)


async def test_faults_of_a_statement_are_only_logged_too(database_url: str) -> None:
    async with create_pool(database_url, 2) as pool:
        with structlog.testing.capture_logs() as logged:
            await analyze_filled(pool, ["no_such_table"], LARGE)
            await analyze_filled(pool, ["no_such_table"], LARGE - 1)  # few rows aren't worth the time
            await analyze_filled(pool, ["products"], LARGE)
    (line,) = logged
    assert line["reasons"] == ["UndefinedTableError('relation \"no_such_table\" does not exist')"]


async def test_statistics_may_take_longer_than_other_statements(conn: Connection, database_url: str) -> None:
    pool = create_pool(database_url, 2, statement_timeout_s=0.2)
    async with pool:
        with structlog.testing.capture_logs() as logged:
            async with conn.transaction():
                await conn.execute("LOCK TABLE products IN SHARE UPDATE EXCLUSIVE MODE")
                making = asyncio.create_task(analyze_filled(pool, ["products"], LARGE))
                await wait_until_blocked(conn, making)
                await asyncio.sleep(0.3)
            await making
    assert logged == []


async def test_nothing_listens_on_the_connection_afterwards(conn: Connection) -> None:
    warnings = await analyze(conn, ["products"])
    await conn.execute("DO $$ BEGIN RAISE WARNING 'later'; END $$")
    assert warnings == []
