"""The pool of connections, for reading and for transactions; no request waits long for one, or for an answer on it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, LiteralString, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from parlour.db.actor import Actor, Claim
from parlour.db.failures import unavailable_from
from parlour.errors import AccessChanged, Unavailable

if TYPE_CHECKING:
    DirectConnection: TypeAlias = asyncpg.Connection[asyncpg.Record]
    Connection: TypeAlias = DirectConnection | PoolConnectionProxy[asyncpg.Record]
    DriverPool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:  # the driver's classes are generic for type checkers only; its Connection includes pooled ones
    DirectConnection = Connection = asyncpg.Connection
    DriverPool = asyncpg.Pool

ACQUIRE_TIMEOUT_S = 3.5
# A healthy database ends a statement by itself before we give up its connection.
STATEMENT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 3.5
# The few statements that process a product's whole past may take longer; waiting for a lock may not.
LONG_ANSWER_TIMEOUT_S = 20.5
ALLOW_LONG: LiteralString = "SET LOCAL statement_timeout = '20s'"
# How long to wait for the end of a statement that is no longer needed.
RELEASE_TIMEOUT_S = 0.5
CLOSE_TIMEOUT_S = 2.0
# The SQLSTATE that the function confirm_access raises.
ACCESS_CHANGED = "PA001"
# The first parameter is the version that was read together with the access. If it is still the same, no access has
# changed, and the function of the same name isn't called. The other parameters are the function's.
PREPARE_CONFIRM_ACCESS: LiteralString = """
    PREPARE confirm_access (bigint, bigint, bigint, text, text) AS
    SELECT confirm_access($2, $3, $4, $5) WHERE (SELECT changed_in FROM access_version) IS DISTINCT FROM $1
"""


# A statement without an answer, and a cancelled wait: the connection may still be busy with the statement.
WITHOUT_ANSWER = (TimeoutError, asyncio.CancelledError)


class PooledConnection(DirectConnection):
    """A connection that skips the driver's clean-up on release, which costs a round trip a request.

    The clean-up resets session state (LISTEN, advisory locks, SET), and no request of ours creates any.
    """

    def get_reset_query(self) -> str:
        return ""


class Pool(DriverPool):
    """A pool that refuses at once while its database is known to be unavailable (`watching`)."""

    is_unavailable = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.in_use: set[Connection] = set()

    def acquire_timeout(self) -> float | None:
        """Return how many seconds to wait for a connection; None if one is idle, so that no timer is needed."""
        return None if self.get_idle_size() else ACQUIRE_TIMEOUT_S

    def terminate_in_use(self) -> None:
        """End the connections in use, so that no request waits for an answer on them."""
        for conn in list(self.in_use):
            _terminate(conn)


def create_pool(url: str, max_size: int, statement_timeout_s: float = STATEMENT_TIMEOUT_S) -> Pool:
    """Return a pool that is not yet connected; await it to connect.

    Plans are generic: they don't depend on the values of one call, so a plan seen in a test is the plan in use.
    """
    return Pool(
        url,
        min_size=min(2, max_size),
        max_size=max_size,
        max_queries=10_000_000,  # the default makes a new connection every 50,000 queries: twice a minute
        max_inactive_connection_lifetime=300.0,
        loop=None,
        record_class=asyncpg.Record,
        connection_class=PooledConnection,
        init=_prepare_connection,
        command_timeout=statement_timeout_s + ANSWER_TIMEOUT_S - STATEMENT_TIMEOUT_S,
        timeout=ACQUIRE_TIMEOUT_S,
        server_settings={
            "application_name": "parlour",
            "timezone": "UTC",
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": str(int(statement_timeout_s * 1000)),
            "lock_timeout": str(int(STATEMENT_TIMEOUT_S * 1000)),
            "idle_in_transaction_session_timeout": "60000",
        },
    )


@contextlib.asynccontextmanager
async def open_pool(pool: Pool) -> AsyncIterator[None]:
    """Connect the pool for the duration of the block. Closing doesn't wait for a database that doesn't answer."""
    connected = await pool
    try:
        yield
    finally:
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await connected.close()  # if this fails or takes too long, the driver has terminated all connections


@lru_cache(maxsize=65_536)
def _decimal(text: str) -> Decimal:
    """Return the exact number without trailing zeros in its fraction. Cached: the same few numbers come often."""
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


async def _prepare_connection(conn: DirectConnection) -> None:
    await conn.execute(PREPARE_CONFIRM_ACCESS)
    await conn.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=_decimal, format="text")


class _AcquiredConnection:
    """A connection for the duration of a block. After a statement without an answer it is closed, not returned."""

    __slots__ = ("_conn", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        pool = self._pool
        if pool.is_unavailable:
            raise Unavailable
        self._conn: PoolConnectionProxy[asyncpg.Record] = await pool.acquire(timeout=pool.acquire_timeout())
        pool.in_use.add(self._conn)
        return self._conn

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._pool.in_use.discard(self._conn)
        if error is None:
            await self._pool.release(self._conn)
            return
        if isinstance(error, WITHOUT_ANSWER):
            _terminate(self._conn)
        await self._pool.release(self._conn, timeout=RELEASE_TIMEOUT_S)


@contextlib.asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """Lend a connection for reading: each statement is a transaction of its own. Raise `Unavailable`."""
    with translated_errors():
        async with _AcquiredConnection(pool) as conn:
            yield conn


@contextlib.asynccontextmanager
async def transaction(pool: Pool, actor: Actor, *, is_long: bool = False) -> AsyncIterator[Connection]:
    """Lend a connection in a transaction that commits at the end of the block. Raise `Unavailable`.

    If the actor has a claim, that access exists when the block begins and still exists at the commit; otherwise this
    raises the reason why it ended (`Unauthenticated`, `Forbidden`, `NotFound`), or `AccessChanged`.

    With `is_long`, statements may take longer; they need a `timeout` of `LONG_ANSWER_TIMEOUT_S`, too.

    BEGIN is sent by hand: with the driver's own, setting the actor would take another round trip.
    """
    with translated_errors():
        async with _AcquiredConnection(pool) as conn:
            if actor.claim is not None:
                await actor.claim.refresh(conn)
            begin = f"BEGIN; {actor.setting}"
            await conn.execute(f"{begin}; {ALLOW_LONG}" if is_long else begin)
            try:
                yield conn
            except BaseException as error:
                await _roll_back(conn, error)
                raise
            await _commit(conn, actor.claim)


async def _commit(conn: Connection, claim: Claim | None) -> None:
    """Commit, unless the claimed access ended meanwhile. Check and commit are sent together, in one round trip."""
    if claim is None or (statement := claim.statement) is None:
        await conn.execute("COMMIT")
        return
    try:
        await conn.execute(f"{statement}; COMMIT")
    except asyncpg.PostgresError as error:
        await _roll_back(conn, error)
        if error.sqlstate != ACCESS_CHANGED:
            raise
        await claim.explain(conn)
        raise AccessChanged from None


async def _roll_back(conn: Connection, error: BaseException) -> None:
    """Roll back. If that fails, close the connection and log nothing: the first error is what counts."""
    if isinstance(error, WITHOUT_ANSWER):  # `_AcquiredConnection` closes the connection
        return
    try:
        await conn.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):  # includes time-outs
        _terminate(conn)


def _terminate(conn: Connection) -> None:
    """Close a connection at once. The database ends its transaction as soon as it notices."""
    with contextlib.suppress(asyncpg.InterfaceError):  # the driver's pool may have closed it already
        conn.terminate()


class translated_errors:  # noqa: N801 - used like a statement, and faster than a generator
    """Turns every error that means an unavailable database, or full storage, into `Unavailable`.

    While a connection is used, errors of the system mean the same. Elsewhere they are about something else.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, (Unavailable, asyncio.CancelledError)):
            return
        if unavailable := unavailable_from(error, on_connection=True):
            raise unavailable
