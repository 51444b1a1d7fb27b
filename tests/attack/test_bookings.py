"""Sixteen writers of several processes on one slot, again and again, and a server that is killed in the middle."""

import asyncio
import signal
from collections import Counter
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.factories.schedules import set_hours
from tests.support.people import CHAIN, HARBOUR, OWNER
from tests.support.salon import Salon, open_salon
from tests.support.server import NO_TLS, serving

ROUNDS, WRITERS = 200, 16
FIRST_DAY = date(2027, 1, 1)
CREATE = f"/api/v1/records/{HARBOUR}"


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    """Ana works on as many days as there are rounds."""
    opened = await open_salon(conn, tenant)
    await set_hours(conn, tenant, opened.ana, [FIRST_DAY + timedelta(days=number) for number in range(ROUNDS)])
    return opened


async def book(client: httpx.AsyncClient, body: dict[str, Any]) -> str:
    """Return 201, 433 for a time that is taken, or what else came of it."""
    try:
        response = await client.post(CREATE, json=body)
    except httpx.HTTPError:
        return "no answer"
    if response.status_code != 422:
        return str(response.status_code)
    return str(response.json()["meta"]["errors"][0].get("code"))


@pytest.mark.timeout(600)
async def test_one_of_sixteen_gets_each_slot(conn: Connection, tenant: Tenant, salon: Salon, database_url: str) -> None:
    with serving(database_url, "--workers", "2") as one, serving(database_url, "--workers", "2") as other:
        clients = [
            httpx.AsyncClient(base_url=server.base_url, headers=OWNER.headers, timeout=60, verify=NO_TLS)
            for server in (one, other) for _ in range(WRITERS // 2)
        ]  # fmt: skip
        for number in range(ROUNDS):
            body = salon.booking() | {"datetime": f"{FIRST_DAY + timedelta(days=number)} 14:00"}
            found = Counter(await asyncio.gather(*(book(client, body) for client in clients)))
            assert found == {"201": 1, "433": WRITERS - 1}, (number, found)
        for client in clients:
            await client.aclose()
    assert await differences(conn, CHAIN) == []


@pytest.mark.timeout(600)
async def test_a_killed_server_loses_and_doubles_nothing(
    conn: Connection, tenant: Tenant, salon: Salon, database_url: str
) -> None:
    """What was answered with 201 is there, once; of what was not answered, one at most got the slot."""
    made: Counter[date] = Counter()
    with serving(database_url) as one, serving(database_url) as other:
        clients = [
            httpx.AsyncClient(base_url=server.base_url, headers=OWNER.headers, timeout=60, verify=NO_TLS)
            for server in (one, other) for _ in range(WRITERS // 2)
        ]  # fmt: skip
        for number in range(ROUNDS // 4):
            day = FIRST_DAY + timedelta(days=number)
            body = salon.booking() | {"datetime": f"{day} 14:00"}
            writers = [asyncio.create_task(book(client, body)) for client in clients]
            if number == ROUNDS // 8:
                await asyncio.sleep(0.03)
                one.process.send_signal(signal.SIGKILL)
            found = Counter(await asyncio.gather(*writers))
            assert found.keys() <= {"201", "433", "no answer"}, found
            made[day] += found["201"]
        for client in clients:
            await client.aclose()
    rows = await conn.fetch("SELECT day, count(*) AS count FROM appointments WHERE chain_id = $1 GROUP BY day", CHAIN)
    kept = {row["day"]: row["count"] for row in rows}
    assert set(kept.values()) == {1}
    assert all(kept.get(day) == 1 for day, count in made.items() if count)
    assert max(made.values()) == 1
    assert await differences(conn, CHAIN) == []
