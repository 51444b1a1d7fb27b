"""A location that is closed while a form of its page is under way: nothing is written any more."""

import asyncio
from hashlib import sha256

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection
from tests.support.booking_page import PlainBrowser, Salon, open_salon
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

EVA = {"name": "Eva Stone", "phone": "(315) 555-0142"}
CLOSE = "UPDATE locations SET closed_at = now() WHERE id = $1"


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


@pytest.fixture
def browser(http: httpx.AsyncClient) -> PlainBrowser:
    return PlainBrowser(http)


async def test_nothing_is_booked(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await browser.open(salon.contact())
    async with conn.transaction():
        await lock(conn, [(LockKind.PHONE, sha256(f"{HARBOUR} 13155550142".encode()).digest())])
        sending = asyncio.create_task(browser.send(**EVA))
        await wait_until_blocked(conn, sending)
        await conn.execute(CLOSE, HARBOUR)
    assert (await sending).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0


async def test_nothing_is_cancelled(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await browser.open(salon.contact())
    await browser.send(**EVA)
    await browser.follow("Cancel the appointment")
    async with conn.transaction():
        await conn.execute("SELECT FROM appointments FOR UPDATE")
        sending = asyncio.create_task(browser.send())
        await wait_until_blocked(conn, sending)
        await conn.execute(CLOSE, HARBOUR)
    assert (await sending).status_code == 409
    assert await conn.fetchval("SELECT deleted_at FROM appointments") is None
