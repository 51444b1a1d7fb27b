"""The pool of connections, for reading and for transactions; nobody waits long for one, nor for an answer on it."""

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
    DriversPool: TypeAlias = asyncpg.Pool[asyncpg.Record]
else:  # the driver's classes are generic for type checkers only; its Connection knows pooled ones as its own
    DirectConnection = Connection = asyncpg.Connection
    DriversPool = asyncpg.Pool

ACQUIRE_TIMEOUT_S = 3.5
# A database that is well ends a statement by itself before we give its connection up.
STATEMENT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 3.5
# The few that work through a product's whole past may take longer; waiting for a lock may not.
LONG_ANSWER_TIMEOUT_S = 20.5
ALLOW_LONG: LiteralString = "SET LOCAL statement_timeout = '20s'"
# How long to wait for the end of a statement that we no longer want.
RELEASE_TIMEOUT_S = 0.5
CLOSE_TIMEOUT_S = 2.0
# What the function confirm_access raises.
ACCESS_CHANGED = "PA001"


# A statement that gets no answer, and a wait that was ended from outside: the connection may still be in its midst.
WITHOUT_ANSWER = (TimeoutError, asyncio.CancelledError)


class PooledConnection(DirectConnection):
    """A connection that skips the driver's clean-up on release, which costs a round trip a request.

    It undoes session state (LISTEN, advisory locks, SET), and no request of ours makes any.
    """

    def get_reset_query(self) -> str:
        return ""


class Pool(DriversPool):
    """A pool that refuses at once while its database is known not to answer (`watching`)."""

    is_away = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lent: set[Connection] = set()

    def patience(self) -> float | None:
        """How long to wait for a connection. With an idle one there is nothing to wait for, and no timer to set."""
        return None if self.get_idle_size() else ACQUIRE_TIMEOUT_S

    def give_up_lent(self) -> None:
        """End the connections in use, so that nobody waits for an answer on them."""
        for conn in list(self.lent):
            _give_up(conn)


def create_pool(url: str, max_size: int, statement_timeout_s: float = STATEMENT_TIMEOUT_S) -> Pool:
    """A pool that is not yet connected; await it to connect.

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
        init=_read_numbers_plainly,
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
async def opened(pool: Pool) -> AsyncIterator[None]:
    """The pool, connected for the time of the block. Its end doesn't wait for a database that gives no answer."""
    connected = await pool
    try:
        yield
    finally:
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await connected.close()  # or else the driver ends all connections


@lru_cache(maxsize=65_536)
def _decimal(text: str) -> Decimal:
    """The exact number, without zeros at the end of its fraction. The same few amounts and prices come all the time."""
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


async def _read_numbers_plainly(conn: DirectConnection) -> None:
    await conn.set_type_codec("numeric", schema="pg_catalog", encoder=str, decoder=_decimal, format="text")


class _Lent:
    """A connection for the time of a block. One that left us without an answer is given up, not returned."""

    __slots__ = ("_conn", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        pool = self._pool
        if pool.is_away:
            raise Unavailable
        self._conn: PoolConnectionProxy[asyncpg.Record] = await pool.acquire(timeout=pool.patience())
        pool.lent.add(self._conn)
        return self._conn

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._pool.lent.discard(self._conn)
        if error is None:
            await self._pool.release(self._conn)
            return
        if isinstance(error, WITHOUT_ANSWER):
            _give_up(self._conn)
        await self._pool.release(self._conn, timeout=RELEASE_TIMEOUT_S)


@contextlib.asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """A connection for reading: each statement stands alone. Raises `Unavailable`."""
    with unavailable_when_away():
        async with _Lent(pool) as conn:
            yield conn


@contextlib.asynccontextmanager
async def transaction(pool: Pool, actor: Actor, *, is_long: bool = False) -> AsyncIterator[Connection]:
    """A connection inside a transaction that commits at the end of the block. Raises `Unavailable`.

    Where the actor claims access, it is true when the block begins and still true when it commits; else this raises
    what ended it (`Unauthenticated`, `Forbidden`, `NotFound`), or `AccessChanged`.

    One that is long may have long statements; these need a `timeout` of `LONG_ANSWER_TIMEOUT_S`, too.

    Begun by hand: the driver's own would take a round trip more to say who acts.
    """
    with unavailable_when_away():
        async with _Lent(pool) as conn:
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
    """Commit, unless the claimed access ended meanwhile. The two go together: no round trip more."""
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
    """What went wrong before is what counts: a connection that can't even roll back is given up without a word."""
    if isinstance(error, WITHOUT_ANSWER):  # `_Lent` gives the connection up
        return
    try:
        await conn.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError):
        _give_up(conn)


def _give_up(conn: Connection) -> None:
    """End a connection at once. The database ends its transaction as soon as it notices."""
    with contextlib.suppress(asyncpg.InterfaceError):  # the driver's pool may have given it up by itself
        conn.terminate()


class unavailable_when_away:  # noqa: N801 - reads as the statement that it is, and is faster than a generator
    """Turns whatever says that the database is away, or its storage full, into `Unavailable`.

    While a connection is used, the system's own errors say the same. Elsewhere they are about something else.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, (Unavailable, asyncio.CancelledError)):
            return
        if unavailable := unavailable_from(error, on_connection=True):
            raise unavailable
