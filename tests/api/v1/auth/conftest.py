"""A second address to send requests from."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.http.edge import Edge
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.people import PARTNER


@pytest.fixture
async def elsewhere(http: httpx.AsyncClient, litestar: Litestar, published: Description) -> AsyncIterator[Client]:
    """Speaks to the same server as the partner, from another address than `client`."""
    transport = httpx.ASGITransport(cast("Any", Edge(litestar)), raise_app_exceptions=False, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as other_http:
        yield Client(other_http, [published], PARTNER)
