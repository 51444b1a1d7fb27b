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
RETRYABLE_ERRORS = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
RETRIES = 3
LONGEST_PAUSE_S = 0.05
# Connections that are reserved for reading, which waits for no rows.
RESERVED_FOR_READERS = 2


class ConcurrentChange(Exception):
    """Data that was read before a row was locked has changed meanwhile."""


def writer_slots_for(pool_size: int) -> asyncio.Semaphore:
    """Return a semaphore for the writers of a worker that may hold a connection of its pool at the same time."""
    return asyncio.Semaphore(max(1, pool_size - RESERVED_FOR_READERS))


def _no_context(_: Connection) -> AbstractAsyncContextManager[None]:
    return nullcontext()


class RetryingWriter(msgspec.Struct, frozen=True):
    """Runs write transactions."""

    pool: Pool
    actor: Actor
    slots: asyncio.Semaphore
    around: Callable[[Connection], AbstractAsyncContextManager[None]] = _no_context
    """A context manager around the work in each transaction."""
    until: AsyncExitStack | None = None
    """Ends the successful transaction later, when it shouldn't end together with the work."""

    async def run(
        self, work: Callable[[Connection], Awaitable[T]], afterwards: Callable[[T], Awaitable[None]] | None = None
    ) -> T:
        """Run the work in one transaction and return its result; retry a few times after a conflict with others.

        `afterwards` gets the result once the transaction has ended, whenever that is. A conflict is a
        `ConcurrentChange` from the work, or a deadlock between two transactions. Raise `Unavailable`.
        """
        try:
            async with asyncio.timeout(ACQUIRE_TIMEOUT_S):
                await self.slots.acquire()
        except TimeoutError as error:
            raise Unavailable from error
        try:
            done = await self._attempt(work, afterwards)
        finally:
            self.slots.release()
        if afterwards is not None and self.until is None:
            await afterwards(done)
        return done

    async def _attempt(
        self, work: Callable[[Connection], Awaitable[T]], afterwards: Callable[[T], Awaitable[None]] | None
    ) -> T:
        for left in reversed(range(1 + RETRIES)):
            try:
                async with AsyncExitStack() as stack:
                    conn = await stack.enter_async_context(transaction(self.pool, self.actor, is_long=True))
                    await stack.enter_async_context(self.around(conn))
                    done = await work(conn)
                    if self.until is not None:
                        if afterwards is not None:
                            self.until.push_async_callback(afterwards, done)  # the last to come is the first to end
                        self.until.push_async_exit(stack.pop_all())
                    return done
            except ConcurrentChange as changed:
                if not left:
                    raise Unavailable from changed
            except Unavailable as unavailable:
                if not left or not isinstance(unavailable.__cause__, RETRYABLE_ERRORS):
                    raise
            # A random pause, so that two transactions don't conflict again.
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - nothing secret
        raise AssertionError("the last round returns or raises")
