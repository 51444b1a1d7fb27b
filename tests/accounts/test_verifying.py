"""Verifying a password without opening a session."""

from collections.abc import AsyncIterator

import pytest

from parlour.areas.accounts.model import LIMITS
from parlour.db.pool import Connection
from tests.accounts.workers import Worker, two_workers
from tests.support.people import OWNER, PASSWORD

FAILURES = "SELECT count(*) FROM sign_in_failures"


@pytest.fixture
async def worker(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Worker]:
    async with two_workers(database_url, monkeypatch, at_once=1) as (made, _):
        yield made


async def test_the_right_password_is_no_failure_however_often_it_is_sent(worker: Worker, conn: Connection) -> None:
    times = max(limit.max_failures for limit in LIMITS) + 1
    assert [await worker.prove(OWNER.email, PASSWORD) for _ in range(times)] == ["right"] * times
    assert await conn.fetchval(FAILURES) == 0


async def test_a_wrong_password_is_counted_until_the_right_one_comes(worker: Worker, conn: Connection) -> None:
    assert [await worker.prove(OWNER.email, "wrong") for _ in range(3)] == ["wrong"] * 3
    assert await conn.fetchval(FAILURES) == 3
    assert await worker.prove(OWNER.email, PASSWORD) == "right"
    assert await conn.fetchval(FAILURES) == 0


async def test_a_user_who_is_not_approved_proves_nothing(worker: Worker, conn: Connection) -> None:
    await conn.execute("UPDATE users SET is_approved = false WHERE id = $1", OWNER.id)
    assert await worker.prove(OWNER.email, "wrong") == "wrong"
    assert await worker.prove(OWNER.email, PASSWORD) == "Forbidden"
