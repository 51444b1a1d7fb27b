"""The database of a test process, put back to its first state for each test: that takes a tenth of a new copy.

Tests that need the same rows, and walks whose requests each need them as they were, keep a state of their own.

Connections to it are kept as well, since a new one has to read catalogs and plan every statement again. A database
that can't be put back, because a test has changed its schema, is replaced by a copy of the template.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, LiteralString, TypeVar, cast

import asyncpg

from parlour.db.pool import Connection, DirectConnection, Pool, create_pool
from tests.support.database import KEPT_TEMPLATE, clone, database_for, url_of
from tests.support.restoring import BEGIN_IN_COPY, CHANGED_TABLES, COUNT_BACKENDS, FIRST, KEEP, KEEPER_SETTINGS, RESTORE

POOL_SIZE = 6
# How long a process of the database may take to end once its connection is closed.
ENDING_S = 2.0
Made = TypeVar("Made")
ENDED = (asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError, OSError)


class KeptDatabase:
    """A database, the pool of the application on it, and a connection of the tests."""

    def __init__(self, admin: Connection, server_url: str, purpose: str) -> None:
        self.url = url_of(server_url, database_for(purpose))
        self._admin, self._purpose = admin, purpose
        self._state, self._restored_by = FIRST, 0
        """The state that was restored last, and by which transaction: whatever is younger was written by a test."""
        self._made: dict[str, Any] = {}
        """What was made to reach each state that is kept, save the first."""
        self._keeper: DirectConnection | None = None
        self._conn: DirectConnection | None = None
        self._pool: Pool | None = None

    async def restore(self) -> None:
        """Make the database as it was at first."""
        if self._keeper is None or not await self._put_back(self._keeper):
            await self._replace()

    async def reach(self, state: str, make: Callable[[], Awaitable[Made]]) -> Made:
        """Bring the database from its first state to another one, and return what `make` made on the way.

        That is called once, and what it wrote is copied: later tests get the copy.
        """
        if state in self._made:
            changed = await self._ask(CHANGED_TABLES)
            assert not changed, f"Written before the database was brought into its state {state}: {changed}"
            await self._restore(state)
        else:
            made = await make()
            self._restored_by = await self._ask(KEEP, state)
            self._state, self._made[state] = state, made
        return cast("Made", self._made[state])

    async def rewind(self) -> None:
        """Undo what was written since the database was brought into its state. The application may be running."""
        await self._restore(self._state)

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
            return await self._is_alone(keeper) and await self._has_restored(FIRST)
        except ENDED:  # by a test
            return False

    async def _restore(self, state: str) -> None:
        assert await self._has_restored(state), "The database can't be put back: it was redefined."

    async def _has_restored(self, state: str) -> bool:
        restored_by = await self._ask(RESTORE, state)
        if restored_by is not None:
            self._state, self._restored_by = state, restored_by
        return restored_by is not None

    async def _ask(self, question: LiteralString, *states: str) -> Any:
        """Ask about states, and about what has changed since one was restored."""
        assert self._keeper is not None
        return await self._keeper.fetchval(question, *states, self._state, self._restored_by)

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
        await clone(self._admin, self._purpose, KEPT_TEMPLATE)
        self._keeper = await asyncpg.connect(self.url, server_settings=KEEPER_SETTINGS)
        self._made, self._state = {}, FIRST
        self._restored_by = await self._keeper.fetchval(BEGIN_IN_COPY)
