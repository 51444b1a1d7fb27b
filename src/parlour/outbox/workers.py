"""The server's background tasks that deliver entries: for each kind several at once, in each worker process."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import asyncpg
import structlog

from parlour.db.pool import Connection, Pool, connection
from parlour.errors import Unavailable, reason_of
from parlour.outbox import queries
from parlour.outbox.entries import DELIVERY_TIMEOUT, LEASE, Handler, TakenEntry, Undeliverable, pause_after

# New entries are announced; waiting ones become due, and announcements can be lost.
POLL_S = 1.0
CLEAN_UP_EVERY_S = 3600.0
# How many entries of one kind a process delivers at once.
CONCURRENCY = 8
# The result of a delivery is stored as soon as the database answers again, if that is before the end of the lease.
STORE_PAUSE_S = 1.0
MAX_ERROR_LENGTH = 1000

log = structlog.get_logger()


class Outbox:
    """Delivers the entries of all kinds in this process, next to those in other processes."""

    channel = "parlour_outbox"

    def __init__(self, pool: Pool, handlers: Sequence[Handler]) -> None:
        self._pool = pool
        self._workers = [Worker(pool, handler) for handler in handlers]

    def connected(self) -> None:
        self.announced()

    def announced(self) -> None:
        for worker in self._workers:
            worker.wake()

    def disconnected(self) -> None:
        """Do nothing: workers also poll."""

    @contextlib.asynccontextmanager
    async def running(self, grace_s: float) -> AsyncIterator[None]:
        """Deliver for the duration of the block; at its end, wait up to `grace_s` for the deliveries in progress."""
        for worker in self._workers:
            worker.start()
        cleaning = asyncio.create_task(_clean_up(self._pool))
        try:
            yield
        finally:
            cleaning.cancel()
            await asyncio.gather(cleaning, *(worker.stop(grace_s) for worker in self._workers), return_exceptions=True)


class Worker:
    """Delivers entries of one kind."""

    def __init__(self, pool: Pool, handler: Handler, concurrency: int = CONCURRENCY) -> None:
        self._pool, self._handler, self._concurrency = pool, handler, concurrency
        self._woken = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    def wake(self) -> None:
        """Look for entries now instead of at the next poll."""
        self._woken.set()

    def start(self) -> None:
        """Start to deliver, in the background and until stopped."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self, grace_s: float) -> None:
        """Take no more entries, and wait for the deliveries in progress.

        After `grace_s` seconds they are cancelled: other workers deliver those entries, after the lease.
        """
        self._is_stopping = True
        self.wake()
        await self._loop
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=grace_s)
            for delivery in late:
                delivery.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self) -> None:
        while not self._is_stopping:
            self._woken.clear()
            if not await self._start_some():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_S):
                        await self._woken.wait()

    async def _start_some(self) -> bool:
        """Start to deliver as many entries as there is room for. Return whether there may be more of them.

        When the database is unavailable, there are none for now.
        """
        free = self._concurrency - len(self._running)
        if not free:
            return False
        try:
            async with connection(self._pool) as conn:
                found = await queries.take_entries(conn, self._handler.kind, free)
        except asyncpg.UniqueViolationError:
            return True
        except (Unavailable, asyncpg.PostgresError) as error:
            log.debug("outbox waits for the database", reason=reason_of(error))
            return False
        for entry in found:
            if not entry.is_held_back:
                delivery = asyncio.create_task(self.deliver(entry))
                self._running.add(delivery)
                delivery.add_done_callback(self._end)
        return bool(found)

    def _end(self, delivery: "asyncio.Task[None]") -> None:
        self._running.discard(delivery)
        self.wake()

    async def deliver(self, entry: TakenEntry) -> None:
        """Deliver an entry that was taken, and store the result. No connection is held while it is delivered."""
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT.total_seconds()):
                await self._handler.deliver(entry.payload)
        except Undeliverable as reason:
            await self._fail(entry, str(reason), is_final=True)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one entry must not stop the others
            await self._fail(entry, f"{type(error).__name__}: {error}", is_final=entry.is_last_attempt)
        else:
            await self._store(lambda conn: queries.note_done(conn, entry))

    async def _fail(self, entry: TakenEntry, reason: str, *, is_final: bool) -> None:
        reason = _storable(reason)
        if is_final:
            await self._store(lambda conn: queries.give_up(conn, entry, reason))
        else:
            pause = pause_after(entry.attempts)
            await self._store(lambda conn: queries.note_failure(conn, entry, pause, reason))
        log.warning(
            "message not sent",
            entry_id=entry.id,
            kind=self._handler.kind,
            attempts=entry.attempts,
            is_given_up=is_final,
            reason=reason,
        )

    async def _store(self, store: Callable[[Connection], Awaitable[None]]) -> None:
        """Store a result. If that fails for too long, the entry is delivered again."""
        until = time.monotonic() + (LEASE - DELIVERY_TIMEOUT).total_seconds()
        while failure := await self._try_to_store(store):
            if time.monotonic() > until:
                log.warning("result of a delivery not stored", kind=self._handler.kind, reason=reason_of(failure))
                return
            await asyncio.sleep(STORE_PAUSE_S)

    async def _try_to_store(self, store: Callable[[Connection], Awaitable[None]]) -> Exception | None:
        """Store a result. Return the error if the database refused it or didn't answer."""
        try:
            async with connection(self._pool) as conn:
                await store(conn)
        except (Unavailable, asyncpg.PostgresError) as error:
            return error
        return None


def _storable(reason: str) -> str:
    """Return a reason that PostgreSQL can store: what another server answered may hold any byte."""
    text = reason.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text[:MAX_ERROR_LENGTH]


async def _clean_up(pool: Pool) -> None:
    """Delete old entries until cancelled."""
    while True:
        with contextlib.suppress(Unavailable, asyncpg.PostgresError):
            async with connection(pool) as conn:
                while await queries.delete_old(conn):
                    pass
        await asyncio.sleep(CLEAN_UP_EVERY_S)
