"""Signing in as somebody who doesn't exist takes the same way as somebody who does."""

from collections.abc import AsyncIterator

import pytest
from argon2 import extract_parameters

from parlour.access import passwords
from parlour.areas.users.model.users import NO_PASSWORD
from parlour.db.pool import Connection
from tests.accounts.workers import Gate, Worker, two_workers
from tests.support.people import MANAGER, OWNER

UNKNOWN = ["nobody@example.com", "+13155550100", "no login at all", "a@b@c"]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate().install(monkeypatch)
    made.open()
    return made


@pytest.fixture
async def worker(database_url: str, monkeypatch: pytest.MonkeyPatch, gate: Gate) -> AsyncIterator[Worker]:
    async with two_workers(database_url, monkeypatch, at_once=1) as (made, _):
        yield made


@pytest.mark.parametrize("way", ["sign_in", "prove"])
async def test_a_password_is_checked_once_for_any_login(worker: Worker, gate: Gate, conn: Connection, way: str) -> None:
    await conn.execute("UPDATE users SET password_hash = $2 WHERE id = $1", MANAGER.id, NO_PASSWORD)
    for login in [*UNKNOWN, MANAGER.email, OWNER.email]:
        gate.hashes.clear()
        assert await getattr(worker, way)(login, "wrong") == "wrong"
        (checked,) = gate.hashes
        assert (checked == passwords.DUMMY_HASH) is (login != OWNER.email)
        assert extract_parameters(checked) == extract_parameters(passwords.DUMMY_HASH)


@pytest.mark.parametrize("way", ["sign_in", "prove"])
async def test_the_same_statements_run_for_any_login(worker: Worker, way: str) -> None:
    asked: list[str] = []
    async with worker.pool.acquire() as only:
        only.add_query_logger(lambda query: asked.append(query.query))
    await getattr(worker, way)(OWNER.email, "wrong")  # the driver's own questions come once
    ways = []
    for login in (OWNER.email, *UNKNOWN):
        asked.clear()
        await getattr(worker, way)(login, "wrong")
        ways.append(list(asked))
    assert len(ways[0]) > 5
    assert [each for each in ways if each != ways[0]] == []
