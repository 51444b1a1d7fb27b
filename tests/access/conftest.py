"""A second connection, to look at what the first one locks; and a worker whose memory doesn't lapse."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import httpx
import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.http.services import Services


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
def services(http: httpx.AsyncClient, litestar: Litestar, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A worker's own, which listens, and remembers for longer than any test takes."""
    found: Services = litestar.state.services
    for cache in (found.access_cache, found.partners, found.places):
        monkeypatch.setattr(cache, "_lifetime_s", 3600.0)
    yield found
    found.clear_access()
