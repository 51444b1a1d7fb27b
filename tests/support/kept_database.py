"""The database of a test process, put back to its first state for each test: that takes a tenth of a new copy.

Connections to it are kept as well, since a new one has to read catalogs and plan every statement again. A database
that can't be put back, because a test has changed its schema, is replaced by a copy of the template.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import asyncpg

from parlour.db.pool import Connection, DirectConnection, Pool, create_pool
from tests.support.database import clone, database_for, url_of
from tests.support.restoring import COUNT_BACKENDS, KEEP_FIRST_STATE, OWN_TRANSACTION, RESTORE

POOL_SIZE = 6
# How long a process of the database may take to end once its connection is closed.
ENDING_S = 2.0
# Without triggers. To be set for the connection: changing it forgets the plans, which take longer than the rest.
KEEPER_SETTINGS = {"session_replication_role": "replica"}
ENDED = (asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError, OSError)


class KeptDatabase:
    """A database, the pool of the application on it, and a connection of the tests."""

    def __init__(self, admin: Connection, server_url: str, purpose: str) -> None:
        self.url = url_of(server_url, database_for(purpose))
        self._admin, self._purpose = admin, purpose
        self._restored_by: int | None = None
        """The transaction that restored the database last; whatever is younger was written by a test."""
        self._keeper: DirectConnection | None = None
        self._conn: DirectConnection | None = None
        self._pool: Pool | None = None

    async def restore(self) -> None:
        """Make the database as it was at first."""
        if self._keeper is None or not await self._put_back(self._keeper):
            await self._replace()

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend the connection of the tests, in the state of a new one."""
        conn = self._conn
        if conn is None or conn.is_closed():
            conn = self._conn = await asyncpg.connect(self.url)
        yield conn
        if conn.is_in_transaction():
            conn.terminate()
        if not conn.is_closed():
            await conn.execute("DISCARD TEMP; DISCARD SEQUENCES")
            await conn.reset()

    async def pool(self) -> Pool:
        """Return the application's pool, connected, with none of its connections in use."""
        if self._pool is None:
            self._pool = await create_pool(self.url, POOL_SIZE)
        return self._pool

    async def close(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            self._pool.terminate()
        for conn in (self._keeper, self._conn):
            if conn is not None:
                conn.terminate()
        self._pool = self._keeper = self._conn = None

    async def _put_back(self, keeper: DirectConnection) -> bool:
        """Return whether that was possible."""
        if self._pool is not None and (self._pool.is_unavailable or self._pool.get_idle_size() < self._pool.get_size()):
            return False
        try:
            if not await self._is_alone(keeper):
                return False
            self._restored_by = await keeper.fetchval(RESTORE, self._restored_by)
        except ENDED:  # by a test
            return False
        return self._restored_by is not None

    async def _is_alone(self, keeper: DirectConnection) -> bool:
        """Return whether no process of the database serves other connections than those that are kept."""
        until = time.monotonic() + ENDING_S
        while await keeper.fetchval(COUNT_BACKENDS) != self._count_connections():
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.001)
        return True

    def _count_connections(self) -> int:
        pooled = 0 if self._pool is None else self._pool.get_size()
        return pooled + sum(conn is not None and not conn.is_closed() for conn in (self._keeper, self._conn))

    async def _replace(self) -> None:
        await self.close()
        await clone(self._admin, self._purpose)
        self._keeper = await asyncpg.connect(self.url, server_settings=KEEPER_SETTINGS)
        await self._keeper.execute(KEEP_FIRST_STATE)
        self._restored_by = await self._keeper.fetchval(OWN_TRANSACTION)
