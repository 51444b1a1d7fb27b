"""A full shelf, those who write to it meanwhile, and a second worker on the same database."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.app import create_litestar, run_services
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from parlour.http.edge import Edge
from tests.lists.known import Others, fill
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.kept_database import KeptDatabase
from tests.support.people import OWNER


@pytest.fixture
async def shelf(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Category:
    return await kept_database.reach("full_shelf", lambda: fill(conn, tenant))


@pytest.fixture
def others(conn: Connection, tenant: Tenant, shelf: Category) -> Others:
    return Others(conn, tenant, shelf)


@pytest.fixture(scope="session")
def second_worker(litestar: Litestar) -> Litestar:
    """The application as another worker has it."""
    return create_litestar(litestar.state.settings)


@pytest.fixture
async def second(second_worker: Litestar, client: Client, published: Description) -> AsyncIterator[Client]:
    """The owner, at another worker."""
    async with run_services(second_worker):
        transport = httpx.ASGITransport(
            cast("Any", Edge(second_worker)), raise_app_exceptions=False, client=("192.0.2.1", 1)
        )
        async with httpx.AsyncClient(transport=transport, base_url="http://second.test") as http:
            yield Client(http, [published], OWNER)
