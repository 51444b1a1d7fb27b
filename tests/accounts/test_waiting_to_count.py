"""An attempt waits until others of its login, and of its network, are counted: their lock is held by the test."""

import asyncio
import hashlib

import pytest

from parlour.areas.accounts.queries.attempts import hash_login
from parlour.db.locks import LockKind
from parlour.db.pool import Connection
from tests.accounts.workers import Gate, two_workers
from tests.support.people import OWNER, PASSWORD

NETWORK = "192.0.2.1/32"
LOCK = "SELECT pg_advisory_xact_lock($1, $2)"
IS_AWAITED = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
OF_LOGIN = """
    INSERT INTO sign_in_failures (login_hash, ip)
    SELECT sha256('owner@example.com'), ('10.0.0.' || n)::cidr FROM generate_series(1, 10) AS n
"""
OF_NETWORK = """
    INSERT INTO sign_in_failures (login_hash, ip)
    SELECT sha256(n::text::bytea), '192.0.2.1' FROM generate_series(1, 20) AS n
"""


@pytest.mark.parametrize(
    ("kind", "key", "counted"),
    [
        (LockKind.LOGIN, hash_login(OWNER.email), OF_LOGIN),
        (LockKind.NETWORK, hashlib.sha256(NETWORK.encode()).digest(), OF_NETWORK),
    ],
)
async def test_an_attempt_counts_what_was_counted_while_it_waited(
    database_url: str, conn: Connection, monkeypatch: pytest.MonkeyPatch, kind: LockKind, key: bytes, counted: str
) -> None:
    gate = Gate().install(monkeypatch)
    gate.open()
    async with two_workers(database_url, monkeypatch, at_once=2) as (worker, _):
        async with conn.transaction():
            await conn.execute(LOCK, int(kind), int.from_bytes(key[:4], signed=True))
            asked = asyncio.create_task(worker.sign_in(OWNER.email, PASSWORD))
            while not await conn.fetchval(IS_AWAITED):
                assert not asked.done(), "it did not wait"
                await asyncio.sleep(0.01)
            await conn.execute(counted)
        assert await asked == "too many"
    assert gate.hashes == []
