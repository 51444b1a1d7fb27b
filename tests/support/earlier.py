"""Databases of earlier versions, to try what a migration does to the rows that it finds."""

import contextlib
from collections.abc import AsyncGenerator
from unittest.mock import patch

import asyncpg

from parlour.db import migrate as migrating
from parlour.db.pool import Connection, DirectConnection
from tests.support.database import clone, url_of


@contextlib.asynccontextmanager
async def database_before(
    admin: Connection, server_url: str, purpose: str, migration: str
) -> AsyncGenerator[DirectConnection]:
    """Yield a connection to an empty database that lacks a migration and all after it, named as its file is.

    By a number alone, the test of a migration that gets another number would go on without trying it.
    """
    everything = migrating.list_migrations()
    position = [each.name for each in everything].index(migration)
    conn = await asyncpg.connect(url_of(server_url, await clone(admin, purpose, "template0")))
    try:
        with patch.object(migrating, "list_migrations", lambda: everything[:position]):
            await migrating.migrate(conn)
        yield conn
    finally:
        await conn.close()
