"""Fixtures for tests of the outbox, on a database of the test's own and without the application."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.db.pool import Connection


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Connection]:
    """A second connection of the test's own."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()
