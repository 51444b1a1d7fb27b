"""Running write transactions with retries; a limited number at once, so that readers still get connections."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from typing import TypeVar

import asyncpg
import msgspec

from parlour.db.actor import Actor
from parlour.db.pool import ACQUIRE_TIMEOUT_S, Connection, Pool, transaction
from parlour.errors import Unavailable

T = TypeVar("T")

# Conflicts between two transactions: run again, each is likely to succeed.
CAME_IN_BETWEEN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
RETRIES = 3
LONGEST_PAUSE_S = 0.05
# Connections that are reserved for reading, which waits for no rows.
LEFT_FREE = 2


class Overtaken(Exception):
    """Data that was read before a row was locked has changed meanwhile."""


def turns_for(pool_size: int) -> asyncio.Semaphore:
    """Return a semaphore for the writers of a worker that may hold a connection of its pool at the same time."""
    return asyncio.Semaphore(max(1, pool_size - LEFT_FREE))


def _alone(_: Connection) -> AbstractAsyncContextManager[None]:
    return nullcontext()


class Writer(msgspec.Struct, frozen=True):
    """Runs write transactions."""

    pool: Pool
    actor: Actor
    turns: asyncio.Semaphore
    around: Callable[[Connection], AbstractAsyncContextManager[None]] = _alone
    """A context manager around the work in each transaction."""
    until: AsyncExitStack | None = None
    """Ends the successful transaction later, when it shouldn't end together with the work."""

    async def do(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do the work in one transaction and return its result; retry a few times after a conflict with others.

        A conflict is an `Overtaken` from the work, or a deadlock between two transactions. Raise `Unavailable`.
        """
        try:
            async with asyncio.timeout(ACQUIRE_TIMEOUT_S):
                await self.turns.acquire()
        except TimeoutError as late:
            raise Unavailable from late
        try:
            return await self._attempt(work)
        finally:
            self.turns.release()

    async def _attempt(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        for left in reversed(range(1 + RETRIES)):
            try:
                async with AsyncExitStack() as stack:
                    conn = await stack.enter_async_context(transaction(self.pool, self.actor, is_long=True))
                    await stack.enter_async_context(self.around(conn))
                    done = await work(conn)
                    if self.until is not None:
                        self.until.push_async_exit(stack.pop_all())
                    return done
            except Overtaken as overtaken:
                if not left:
                    raise Unavailable from overtaken
            except Unavailable as away:
                if not left or not isinstance(away.__cause__, CAME_IN_BETWEEN):
                    raise
            # A random pause, so that two transactions don't conflict again.
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - nothing secret
        raise AssertionError("the last round returns or raises")
