"""Writing that waits for rows, and may have to begin anew: a few at a time, so that others still get a connection."""

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

# Two transactions stood in each other's way; begun anew, each may well succeed.
CAME_IN_BETWEEN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
RETRIES = 3
LONGEST_PAUSE_S = 0.05
# Connections that writers leave to all others, who wait for no rows.
LEFT_FREE = 2


class Overtaken(Exception):
    """What was read before a row was locked isn't so any more."""


def turns_for(pool_size: int) -> asyncio.Semaphore:
    """How many writers of a worker may hold a connection of its pool at a time."""
    return asyncio.Semaphore(max(1, pool_size - LEFT_FREE))


def _alone(_: Connection) -> AbstractAsyncContextManager[None]:
    return nullcontext()


class Writer(msgspec.Struct, frozen=True):
    """Somebody who writes."""

    pool: Pool
    actor: Actor
    turns: asyncio.Semaphore
    around: Callable[[Connection], AbstractAsyncContextManager[None]] = _alone
    """What else is done in each transaction, before and after the work."""
    until: AsyncExitStack | None = None
    """Ends the transaction that succeeded, where it isn't to end with the work."""

    async def do(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Does the work in one transaction; anew, a few times, when others came in between.

        They did when the work says so (`Overtaken`), or when two transactions waited for each other. Raises
        `Unavailable`.
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
            # Whoever met once shall not meet again in step.
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - nothing secret
        raise AssertionError("the last round returns or raises")
