"""What the searches are done on: an application with something of everything in it."""

import asyncio

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.types import ASGIApp

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.edge import Edge
from tests.fuzz.walking import Walk
from tests.support.contract import Description
from tests.support.people import WORKER
from tests.support.requests import Ids
from tests.support.world import settle_in


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> Ids:
    """What the owner has, and the session of somebody else: the run must not end its own."""
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", WORKER.id)
    return msgspec.structs.replace(await settle_in(conn, tenant), user_id=WORKER.id, session_id=session_id)


@pytest.fixture
def app(litestar: Litestar) -> ASGIApp:
    return Edge(litestar)


@pytest.fixture
async def walk(
    http: httpx.AsyncClient, litestar: Litestar, app: ASGIApp, published: Description, published_v2: Description
) -> Walk:
    """Where the application runs, and stands still while nobody waits for it."""
    return Walk(asyncio.get_running_loop(), litestar, app, [published, published_v2])
