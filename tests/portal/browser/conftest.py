"""A browser and a running server for these tests; a browser's worth of cookies and storage for each."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
from playwright.async_api import Browser, Page, expect

from parlour.db.pool import Connection
from tests.portal.browser.chromium import MISSING, find_chromium, running_chromium
from tests.portal.browser.reader import PATIENCE_MS, Reader
from tests.support.database import clone, url_of
from tests.support.server import serving


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = find_chromium()
    if executable is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE_MS)
    async with running_chromium(executable) as browser:
        yield browser


@pytest.fixture(scope="session")
async def database_url(admin: Connection, server_url: str) -> str:
    """One database for all of these tests, since one server answers them; each makes what it needs."""
    return url_of(server_url, await clone(admin, "browser"))


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[Connection]:
    """A connection to it."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def address(browser: Browser, database_url: str) -> Iterator[str]:
    """Where the server is."""
    with serving(database_url) as server:
        yield server.base_url


@pytest.fixture
async def reader(browser: Browser, address: str) -> AsyncIterator[Reader]:
    """Somebody at a browser. The test fails if anything went wrong behind a page that looks right."""
    reader = Reader(browser, address)
    yield reader
    for context in browser.contexts:
        await context.close()
    assert [fault for watch in reader.watches for fault in watch.faults] == []


@pytest.fixture
async def page(reader: Reader) -> Page:
    """An empty page of a wide screen, in English, light."""
    return await reader.new_page()
