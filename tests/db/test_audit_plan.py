"""How PostgreSQL reads a log of 200,000 lines in one chain: by an index, and fast."""

from collections.abc import AsyncIterator
from typing import LiteralString

import asyncpg
import pytest

from parlour.areas.audit import queries
from parlour.db.pool import Connection, connection, create_pool
from tests.db.test_search_plan import blocks_read, explain, nodes
from tests.support.database import clone, url_of
from tests.support.people import CHAIN

LINES = 200_000
# Four of five are of one of two locations, the rest of the whole chain.
FILL: LiteralString = """
    INSERT INTO audit_log (
        chain_id, location_id, at, origin, user_id, partner_id, ip, action, entity, entity_id, before, after)
    SELECT $1, nullif(1 + n % 5 / 2, 3), '2026-01-01'::timestamptz + n * interval '1 minute', 'api', 1 + n % 7, 1,
           '192.0.2.1', CASE n % 20 WHEN 0 THEN 'created' ELSE 'changed' END,
           CASE n % 4 WHEN 0 THEN 'category' ELSE 'product' END, n % 5000, '{"price": 1}', '{"price": 2}'
    FROM generate_series(1, $2::integer) AS n
"""

SEES_ALL, SEES_LITTLE = f"{CHAIN}, 1, NULL, NULL, NULL", f"{CHAIN}, 1, '{{1}}', '{{sale}}', '2026-01-01'"
"""Chain and location, and of stock: storages, kinds, since when."""
NEWEST, DEEP = "NULL, 0, 10000", "'2026-02-01', 44640, 10000"
"""Behind which place, and how far is counted."""
# User, entity and its id, action, from, to, whether costs are seen; then how many and how many to pass over.
READING: dict[str, tuple[LiteralString, str]] = {
    "newest": (queries.LIST_CHANGES, f"{SEES_ALL}, NULL, NULL, NULL, NULL, NULL, NULL, true, 25, 0, {NEWEST}"),
    "newest, limited": (
        queries.LIST_CHANGES,
        f"{SEES_LITTLE}, NULL, NULL, NULL, NULL, NULL, NULL, false, 25, 0, {NEWEST}",
    ),
    "page 40": (queries.LIST_CHANGES, f"{SEES_ALL}, NULL, NULL, NULL, NULL, NULL, NULL, true, 25, 975, {NEWEST}"),
    "far behind": (queries.LIST_CHANGES, f"{SEES_ALL}, NULL, NULL, NULL, NULL, NULL, NULL, true, 25, 0, {DEEP}"),
    "of a user, far behind": (
        queries.LIST_CHANGES_OF_USER,
        f"{SEES_ALL}, 3, NULL, NULL, NULL, NULL, NULL, true, 25, 0, {DEEP}",
    ),
    "of a kind": (queries.LIST_CHANGES, f"{SEES_ALL}, NULL, 'category', NULL, NULL, NULL, NULL, true, 25, 0, {NEWEST}"),
    "of a day": (
        queries.LIST_CHANGES,
        f"{SEES_ALL}, NULL, NULL, NULL, NULL, '2026-02-01', '2026-02-02', true, 25, 0, {NEWEST}",
    ),
    "of a thing": (
        queries.LIST_CHANGES_OF_ENTITY,
        f"{SEES_ALL}, NULL, NULL, 76, NULL, NULL, NULL, true, 25, 0, {NEWEST}",
    ),
    "of a user": (queries.LIST_CHANGES_OF_USER, f"{SEES_ALL}, 3, NULL, NULL, NULL, NULL, NULL, true, 25, 0, {NEWEST}"),
    "count": (queries.COUNT_CHANGES, f"{SEES_ALL}, NULL, NULL, NULL, NULL, NULL, NULL, true, 10000"),
    "count, limited": (queries.COUNT_CHANGES, f"{SEES_LITTLE}, NULL, NULL, NULL, NULL, NULL, NULL, false, 10000"),
    "count of a thing": (queries.COUNT_CHANGES_OF_ENTITY, f"{SEES_ALL}, NULL, NULL, 76, NULL, NULL, NULL, true, 10000"),
    "count of a user": (queries.COUNT_CHANGES_OF_USER, f"{SEES_ALL}, 3, NULL, NULL, NULL, NULL, NULL, true, 10000"),
}


@pytest.fixture(scope="module")
async def long_log(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database with a long log in it."""
    database = await clone(admin, "long_log")
    filling = await asyncpg.connect(url_of(server_url, database))
    await filling.execute(FILL, CHAIN, LINES)
    await filling.execute("VACUUM ANALYZE audit_log")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.mark.parametrize("name", READING)
async def test_no_page_reads_the_whole_log(long_log: Connection, name: str) -> None:
    plan = (await explain(long_log, *READING[name]))["Plan"]
    steps = {node["Node Type"] for node in nodes(plan)}
    assert "Index Scan" in steps
    assert not steps & {"Seq Scan", "Sort", "Bitmap Heap Scan"}


@pytest.mark.parametrize("name", READING)
async def test_a_page_reads_little(long_log: Connection, name: str) -> None:
    assert await blocks_read(long_log, *READING[name]) < 3500  # all of it is some 5000


@pytest.mark.parametrize("name", ["newest", "of a user"])
async def test_a_late_page_reads_as_little_as_the_first(long_log: Connection, name: str) -> None:
    statement, parameters = READING[name]
    first = await blocks_read(long_log, statement, parameters)
    behind = await blocks_read(long_log, statement, parameters.replace(NEWEST, DEEP))
    passed_over = await blocks_read(long_log, statement, parameters.replace("25, 0, NULL", "25, 15000, NULL"))
    assert behind < first + 500 < passed_over
