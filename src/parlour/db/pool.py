"""The pool of connections, and turning the driver's words for "the database is away" into ours."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from parlour.db.actor import Actor, Claim
from parlour.errors import AccessChanged, Unavailable

if TYPE_CHECKING:
    DirectConnection: TypeAlias = asyncpg.Connection[asyncpg.Record]
    Connection: TypeAlias = DirectConnection | PoolConnectionProxy[asyncpg.Record]
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:  # the driver's classes are generic for type checkers only; its Connection knows pooled ones as its own
    DirectConnection = Connection = asyncpg.Connection
    Pool = asyncpg.Pool

ACQUIRE_TIMEOUT_S = 5.0
STATEMENT_TIMEOUT_S = 20.0
# What the function confirm_access raises.
ACCESS_CHANGED = "PA001"

# What the driver says when the database is gone, going, not yet up, or too busy: a statement that took too long, and
# two transactions that waited for each other. A connection that ends between two statements becomes an internal error.
DRIVER_SAYS_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
# While a connection is used, the system's own errors say the same. Elsewhere they are about something else.
AWAY = (*DRIVER_SAYS_AWAY, OSError, TimeoutError)


class PooledConnection(DirectConnection):
    """A connection that skips the driver's clean-up on release, which costs a round trip a request.

    It undoes session state (LISTEN, advisory locks, SET), and no request of ours makes any.
    """

    def get_reset_query(self) -> str:
        return ""


def _patience(pool: Pool) -> float | None:
    """How long to wait for a connection. With an idle one there is nothing to wait for, and no timer to set."""
    return None if pool.get_idle_size() else ACQUIRE_TIMEOUT_S


def create_pool(url: str, max_size: int) -> Pool:
    """A pool that is not yet connected; await it to connect.

    Plans are generic: they don't depend on the values of one call, so a plan seen in a test is the plan in use.
    """
    return asyncpg.create_pool(
        url,
        min_size=min(2, max_size),
        max_size=max_size,
        max_queries=10_000_000,  # the default makes a new connection every 50,000 queries: twice a minute
        connection_class=PooledConnection,
        init=_read_numbers_plainly,
        command_timeout=STATEMENT_TIMEOUT_S,
        timeout=ACQUIRE_TIMEOUT_S,
        server_settings={
            "application_name": "parlour",
            "timezone": "UTC",
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": str(int(STATEMENT_TIMEOUT_S * 1000)),
            "idle_in_transaction_session_timeout": "60000",
        },
    )


@lru_cache(maxsize=65_536)
def _decimal(text: str) -> Decimal:
    """The exact number, without zeros at the end of its fraction. The same few amounts and prices come all the time."""
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


async def _read_numbers_plainly(conn: DirectConnection) -> None:
    await conn.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=_decimal, format="text")


@contextlib.asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """A connection for reading: each statement stands alone. Raises `Unavailable`."""
    with unavailable_when_away():
        async with pool.acquire(timeout=_patience(pool)) as conn:
            yield conn


@contextlib.asynccontextmanager
async def transaction(pool: Pool, actor: Actor) -> AsyncIterator[Connection]:
    """A connection inside a transaction that commits at the end of the block. Raises `Unavailable`.

    Where the actor claims access, it is true when the block begins and still true when it commits; else this raises
    what ended it (`Unauthenticated`, `Forbidden`, `NotFound`), or `AccessChanged`.

    Begun by hand: the driver's own would take a round trip more to say who acts.
    """
    with unavailable_when_away():
        async with pool.acquire(timeout=_patience(pool)) as conn:
            if actor.claim is not None:
                await actor.claim.refresh(conn)
            await conn.execute(f"BEGIN; {actor.setting}")
            try:
                yield conn
            except BaseException:
                await _roll_back(conn)
                raise
            await _commit(conn, actor.claim)


async def _commit(conn: Connection, claim: Claim | None) -> None:
    """Commit, unless the claimed access ended meanwhile. The two go together: no round trip more."""
    if claim is None or (statement := claim.statement) is None:
        await conn.execute("COMMIT")
        return
    try:
        await conn.execute(f"{statement}; COMMIT")
    except asyncpg.PostgresError as error:
        await _roll_back(conn)
        if error.sqlstate != ACCESS_CHANGED:
            raise
        await claim.explain(conn)
        raise AccessChanged from None


async def _roll_back(conn: Connection) -> None:
    """What went wrong before is what counts: a connection that can't even roll back is given up without a word."""
    try:
        await conn.execute("ROLLBACK")
    except AWAY:
        with contextlib.suppress(asyncpg.InterfaceError):  # the driver's pool may have given it up by itself
            conn.terminate()


class unavailable_when_away:  # noqa: N801 - reads as the statement that it is, and is faster than a generator
    """Turns whatever says that the database is away into `Unavailable`."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, AWAY) and not isinstance(error, asyncio.CancelledError):
            raise Unavailable from error
