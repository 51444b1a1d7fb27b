"""Fixtures of tests of the database: one migrated database that nothing changes, and places with stock."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.db.stock_places import Place, make_place
from tests.support.database import clone, url_of
from tests.support.people import ABROAD, FOREIGNER, HILLSIDE, OWNER


@pytest.fixture(scope="session")
async def schema_conn(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection to one migrated database, made once."""
    database = await clone(admin, "schema")
    conn = await asyncpg.connect(url_of(server_url, database))
    yield conn
    await conn.close()


@pytest.fixture
async def harbour(conn: Connection, tenant: Tenant) -> Place:
    return await make_place(conn, tenant)


@pytest.fixture
async def hillside(conn: Connection) -> Place:
    """Of the same chain."""
    return await make_place(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))


@pytest.fixture
async def abroad(conn: Connection) -> Place:
    """Of another chain."""
    return await make_place(conn, await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD))


@pytest.fixture
def places(harbour: Place, hillside: Place, abroad: Place) -> list[Place]:
    return [harbour, hillside, abroad]
