"""The demo in a database, loaded once: that takes two seconds, and the tests only read it, or undo what they write."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import asyncpg
import pytest

from parlour.db.pool import Connection
from parlour.demo.business import make_business
from parlour.demo.load import Keys, load
from tests.support.database import clone, url_of

# Some 2 s on a machine with nothing else to do.
MAX_LOAD_S = 30


@pytest.fixture(scope="session")
async def demo_at(admin: Connection, server_url: str) -> Callable[[datetime], Awaitable[str]]:
    """Gives the address of a database in which the demo, as it is at a moment, stands beside other chains."""
    addresses: dict[datetime, str] = {}

    async def address_of(moment: datetime) -> str:
        if moment not in addresses:
            address = url_of(server_url, await clone(admin, f"demo_{moment:%Y_%m_%d}"))
            await _load(address, moment)
            addresses[moment] = address
        return addresses[moment]

    return address_of


async def _load(address: str, moment: datetime) -> None:
    conn = await asyncpg.connect(address)
    started = time.perf_counter()
    async with conn.transaction():
        await load(conn, make_business(), Keys(b"partner", b"user", "hash"), moment)
    assert time.perf_counter() - started < MAX_LOAD_S
    await conn.close()


@pytest.fixture
async def loaded(
    request: pytest.FixtureRequest, demo_at: Callable[[datetime], Awaitable[str]]
) -> AsyncIterator[Connection]:
    """A connection to the demo as it is at the moment that the test's module calls `NOW`."""
    conn = await asyncpg.connect(await demo_at(request.module.NOW))
    transaction = conn.transaction()
    await transaction.start()
    yield conn
    await transaction.rollback()
    await conn.close()
