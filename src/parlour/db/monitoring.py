"""Monitoring a worker's database: does it answer, and can its storage be written?

With a database that doesn't answer, each request would wait for its full time-out; once the monitor has noticed,
requests are refused at once. Full storage is announced to all workers by an advisory lock: it needs no storage, and
ends with its holder.
"""

import asyncio
import os
import time
from typing import LiteralString

import asyncpg
import structlog

from parlour.db.failures import unavailable_from
from parlour.db.pool import Connection, DirectConnection, Pool

INTERVAL_S = 0.5
ANSWER_TIMEOUT_S = 1.0
CONNECT_TIMEOUT_S = 1.5
# While storage is full: how often we try to write, and how much. Small changes may still fit into gaps in files.
WRITE_INTERVAL_S = 5.0
WRITE_TIMEOUT_S = 5.0
WRITE_BYTES = 1024 * 1024

FAILURES = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)  # includes time-outs
NAMESPACE, FULL = 20_761, 1

log = structlog.get_logger()

ANNOUNCE_FULL: LiteralString = "SELECT pg_advisory_lock_shared($1::integer, $2::integer)"
WITHDRAW_FULL: LiteralString = "SELECT pg_advisory_unlock_shared($1::integer, $2::integer)"
IS_ANNOUNCED: LiteralString = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND classid = $1::bigint::oid AND objid = $2::bigint::oid AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""
# A large object needs no table of ours, and no right that a role doesn't have by default.
TRY_TO_WRITE: LiteralString = "SELECT lo_unlink(lo_from_bytea(0, $1::bytea))"


async def is_storage_full(conn: Connection) -> bool:
    """Return whether some worker found the storage full, and none could write since."""
    found: bool = await conn.fetchval(IS_ANNOUNCED, NAMESPACE, FULL)
    return found


class DatabaseMonitor:
    """Opens and closes the access to the database for one pool."""

    def __init__(self, pool: Pool, url: str) -> None:
        self._pool, self._url = pool, url
        self.is_full = False
        """Set by the request that finds the storage full; reset here once writing works again."""
        self._unavailable_since = 0.0
        self._next_write_at = 0.0

    async def run(self) -> None:
        """Monitor until cancelled."""
        failed = 0
        while True:
            await asyncio.sleep(0 if failed == 1 else INTERVAL_S)
            try:
                conn: DirectConnection = await asyncpg.connect(
                    self._url, timeout=CONNECT_TIMEOUT_S, server_settings={"application_name": "parlour"}
                )
            except FAILURES as error:
                failed += 1
                # A single time-out may have local reasons: the event loop was busy, or one process of the database is.
                if _means_unavailable(error) and (failed > 1 or not isinstance(error, TimeoutError)):
                    self._mark_unavailable(error)
                continue
            try:
                self._mark_available()
                await self._query_until_lost(conn)
            except FAILURES as error:
                log.debug("monitor reconnects", reason=repr(error))
            finally:
                conn.terminate()
            failed = 1

    async def _query_until_lost(self, conn: DirectConnection) -> None:
        """Query on one connection until it gives no answer."""
        is_announced = False
        while True:
            await conn.execute("SELECT 1", timeout=ANSWER_TIMEOUT_S)
            if self.is_full and not is_announced:
                await conn.fetchval(ANNOUNCE_FULL, NAMESPACE, FULL)
                is_announced = True
            if self.is_full and time.monotonic() > self._next_write_at and await self._can_write(conn):
                await conn.fetchval(WITHDRAW_FULL, NAMESPACE, FULL)
                self.is_full = is_announced = False
                log.info("storage can be written again")
            await asyncio.sleep(INTERVAL_S)

    async def _can_write(self, conn: DirectConnection) -> bool:
        self._next_write_at = time.monotonic() + WRITE_INTERVAL_S
        try:
            await conn.fetchval(TRY_TO_WRITE, os.urandom(WRITE_BYTES), timeout=WRITE_TIMEOUT_S)
        except asyncpg.PostgresError as error:
            # The role may not be allowed to do this: then its next change will show whether the storage is full.
            return unavailable_from(error) is None
        return True

    def _mark_unavailable(self, error: Exception) -> None:
        if not self._pool.is_unavailable:
            self._pool.is_unavailable = True
            self._unavailable_since = time.monotonic()
            log.warning("database is away", reason=repr(error))
            self._pool.terminate_in_use()

    def _mark_available(self) -> None:
        if self._pool.is_unavailable:
            self._pool.is_unavailable = False
            log.info("database is back", after_s=round(time.monotonic() - self._unavailable_since, 1))


def _means_unavailable(error: Exception) -> bool:
    """Return whether the error means an unavailable database. Other errors of PostgreSQL are answers, too."""
    return not isinstance(error, asyncpg.PostgresError) or isinstance(error, asyncpg.CannotConnectNowError)
