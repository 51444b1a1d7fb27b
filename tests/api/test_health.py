"""Whether the server can work, as load balancers ask: with the reason if it can't, and within the time they wait."""

import time
from typing import Any

import httpx
import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.errors import StorageFull, Unavailable
from parlour.http import health
from parlour.http.services import Services


async def not_ready(http: httpx.AsyncClient) -> str:
    answer = await http.get("/health/ready")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    said: dict[str, Any] = answer.json()
    assert said["status"] == "not ready"
    return str(said["reason"])


async def test_a_server_that_works_says_so(http: httpx.AsyncClient) -> None:
    for path, status in (("/health/live", "alive"), ("/health/ready", "ready")):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": status, "reason": ""})


async def test_a_database_that_answers_too_late_is_no_reason_to_wait(
    http: httpx.AsyncClient, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health.PATIENCE_S == 1
    monkeypatch.setattr(health, "PATIENCE_S", 0.1)
    async with conn.transaction():
        await conn.execute("LOCK TABLE schema_migrations IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        assert await not_ready(http) == Unavailable().message
        assert time.monotonic() - started < 20  # it would wait for the lock
    assert (await http.get("/health/ready")).status_code == 200


async def test_a_database_that_is_away_is_a_reason(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Any) -> None:
        raise Unavailable("mail server")

    monkeypatch.setattr(health, "connection", away)
    assert await not_ready(http) == Unavailable("mail server").message != Unavailable().message


async def test_so_is_the_database_of_a_later_version(http: httpx.AsyncClient, conn: Connection) -> None:
    await conn.execute("UPDATE schema_migrations SET checksum = '' WHERE version = 1")
    assert "was changed after it had been applied" in await not_ready(http)


async def test_and_pending_migrations(http: httpx.AsyncClient, conn: Connection) -> None:
    await conn.execute("DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)")
    assert await not_ready(http) == "Migrations are pending: run parlour migrate."


async def test_and_storage_that_this_worker_found_full(
    http: httpx.AsyncClient, litestar: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    services: Services = litestar.state.services
    monkeypatch.setattr(services.monitor, "is_full", True)
    assert await not_ready(http) == StorageFull().message


async def test_and_storage_that_another_one_found_full(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_full(_: Connection) -> bool:
        return True

    monkeypatch.setattr(health, "is_storage_full", is_full)
    assert await not_ready(http) == StorageFull().message
