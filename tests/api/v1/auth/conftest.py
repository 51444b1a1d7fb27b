"""Other addresses to send requests from."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.http.edge import Edge
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.people import PARTNER

At = Callable[[str], Client]


@pytest.fixture
async def at(http: httpx.AsyncClient, litestar: Litestar, published: Description) -> AsyncIterator[At]:
    """Speaks to the same server as `client`, as the partner, from an address."""
    async with contextlib.AsyncExitStack() as stack:
        app = cast("Any", Edge(litestar))
        clients: list[httpx.AsyncClient] = []

        def client_at(address: str) -> Client:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
            clients.append(httpx.AsyncClient(transport=transport, base_url="http://parlour.test"))
            stack.push_async_callback(clients[-1].aclose)
            return Client(clients[-1], [published], PARTNER)

        yield client_at


@pytest.fixture
def elsewhere(at: At) -> Client:
    """Speaks from another address than `client`."""
    return at("198.51.100.7")
