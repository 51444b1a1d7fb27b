"""How PostgreSQL takes entries behind 100,000 that are done, beside 10,000 subjects that wait."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any, LiteralString

import asyncpg
import pytest

from parlour.db.pool import Connection, connection, create_pool
from parlour.outbox import queries
from tests.db.test_search_plan import nodes
from tests.support.database import clone, url_of
from tests.support.outbox import KIND, add

DONE, WAITING = 100_000, 10_000
# Of each waiting subject the first entry waits for its retry, and the second, which is due, for the first.
FILL: LiteralString = f"""
    ALTER TABLE outbox DISABLE TRIGGER USER;
    INSERT INTO outbox (kind, subject, payload, attempts, next_attempt_at, done_at)
    SELECT '{KIND}', 'done:' || n % 5000, jsonb_build_object('text', repeat('x', 300)), 1, NULL,
           now() - n * interval '20 seconds'
    FROM generate_series(1, {DONE}) AS n;
    INSERT INTO outbox (kind, subject, payload, attempts, next_attempt_at)
    SELECT '{KIND}', 'waiting:' || n, '{{"text": "waiting"}}', 1, now() + interval '1 hour'
    FROM generate_series(1, {WAITING}) AS n;
    ALTER TABLE outbox ENABLE TRIGGER USER;
"""
FOLLOW: LiteralString = f"""
    INSERT INTO outbox (kind, subject, payload)
    SELECT '{KIND}', 'waiting:' || n, '{{"text": "following"}}' FROM generate_series(1, {WAITING}) AS n
"""


@pytest.fixture
async def crowded(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database with many entries."""
    database = await clone(admin, "outbox_plan")
    filling = await asyncpg.connect(url_of(server_url, database))
    await filling.execute(FILL)
    await filling.execute("VACUUM ANALYZE outbox")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


async def plan_of_taking(conn: Connection, limit: int = 8) -> dict[str, Any]:
    """Explain and carry out one statement."""
    text = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {queries.TAKE_ENTRIES}"
    for name, value in (("$1", f"'{KIND}'"), ("$2", str(limit)), ("$3", "'90 s'")):
        text = text.replace(name, value)
    (explained,) = json.loads(await conn.fetchval(text))
    found: dict[str, Any] = explained["Plan"]
    return found


def blocks(plan: dict[str, Any]) -> int:
    read: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return read


async def drain(conn: Connection) -> int:
    """Take until nothing is found, and return how many statements that took."""
    count = 0
    while await queries.take_entries(conn, KIND, 8):
        count += 1
    return count


async def test_taking_reads_no_table_from_end_to_end(crowded: Connection) -> None:
    await add(crowded, *(f"new-{number}:1" for number in range(20)))
    plan = await plan_of_taking(crowded)
    scans = {(node["Node Type"], node.get("Relation Name")) for node in nodes(plan)}
    assert ("Seq Scan", "outbox") not in scans
    assert plan["Actual Rows"] == 8
    assert blocks(plan) < 1000


async def test_looking_for_nothing_reads_next_to_nothing(crowded: Connection) -> None:
    """That is what each worker does every second."""
    assert blocks(await plan_of_taking(crowded)) < 20


async def test_what_waits_behind_others_is_examined_once(crowded: Connection) -> None:
    await crowded.execute(FOLLOW)
    await add(crowded, "new:1")
    began = time.monotonic()
    assert await drain(crowded) == WAITING / queries.WINDOW + 1
    assert time.monotonic() - began < 30
    assert await crowded.fetchval("SELECT attempts FROM outbox WHERE subject = 'new'") == 1
    await crowded.execute("VACUUM outbox")
    await add(crowded, "newer:1")
    assert blocks(await plan_of_taking(crowded)) < 100
