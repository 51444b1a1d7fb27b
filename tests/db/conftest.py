"""Fixtures for tests that look at the schema and change nothing."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.db.pool import Connection
from tests.support.database import clone, url_of


@pytest.fixture(scope="session")
async def schema_conn(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection to one migrated database, made once."""
    database = await clone(admin, "schema")
    conn = await asyncpg.connect(url_of(server_url, database))
    yield conn
    await conn.close()
