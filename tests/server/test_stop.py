"""Stopping: requests under way finish, new ones are refused, the process leaves in good order."""

import asyncio
import signal
import time

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category
from tests.support.people import CHAIN, HARBOUR, OWNER
from tests.support.server import get, serving


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_request_under_way_finishes(workers: str, database_url: str, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Before")
    path = f"/api/v1/goods_categories/{HARBOUR}/{category.id}"
    with serving(database_url, "--workers", workers) as server:
        async with httpx.AsyncClient(base_url=server.base_url, headers=OWNER.headers, timeout=60) as client:
            async with conn.transaction():
                await conn.execute("SELECT FROM categories WHERE chain_id = $1 FOR UPDATE", CHAIN)
                waiting = asyncio.create_task(client.put(path, json={"title": "After"}))
                await asyncio.sleep(0.5)
                server.process.send_signal(signal.SIGTERM)
                await asyncio.sleep(0.5)
                assert not waiting.done()
            response = await waiting
        assert response.status_code == 200
        assert response.json()["data"]["title"] == "After"
        assert await asyncio.to_thread(server.process.wait, 5) == 0
    assert await conn.fetchval("SELECT title FROM categories WHERE chain_id = $1", CHAIN) == "After"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_idle_server_stops_in_a_moment(number: signal.Signals, database_url: str) -> None:
    grace_s = 300
    with serving(database_url, "--stop-grace-s", str(grace_s)) as server:
        assert get(server, "/health/live", {}).status_code == 200
        started = time.monotonic()
        assert server.stop(number, within_s=grace_s) == 0
        assert time.monotonic() - started < grace_s / 3


def test_an_address_in_use_is_reported_in_one_line(database_url: str) -> None:
    with serving(database_url) as first:
        port = first.base_url.rpartition(":")[2]
        with serving(database_url, "--port", port) as second:
            assert second.process.wait(20) == 1
    output = "".join(second.lines)
    assert port in output
    assert "Traceback" not in output
