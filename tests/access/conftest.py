"""A second connection, to look at what the first one locks."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.db.pool import Connection


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()
