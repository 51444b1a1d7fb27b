"""Savepoints: a statement may fail without the end of its transaction."""

import contextlib
from collections.abc import AsyncIterator

import asyncpg

from parlour.db.pool import Connection


@contextlib.asynccontextmanager
async def savepoint(conn: Connection) -> AsyncIterator[None]:
    """Undo what the block did if one of its statements fails; the transaction, which must be open, goes on."""
    await conn.execute("SAVEPOINT block")
    try:
        yield
    except asyncpg.PostgresError:
        await conn.execute("ROLLBACK TO SAVEPOINT block")
        raise
    await conn.execute("RELEASE SAVEPOINT block")
