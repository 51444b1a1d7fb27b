"""What a command works with: the settings of this call, and a transaction of the database."""

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import update_wrapper
from typing import LiteralString, TypeVar

import asyncpg
import msgspec
import typer

from parlour.cli import output
from parlour.cli.options import AsJson, DatabaseUrl, DataDir
from parlour.database import database, refuse_pending
from parlour.db.actor import OPERATOR
from parlour.db.pool import Connection
from parlour.db.statistics import LARGE, analyze
from parlour.settings import Settings, load_settings

T = TypeVar("T")
CONNECT_TIMEOUT_S = 10.0


class Unreachable(Exception):
    """The database can't be reached; the message says why, without the password in its address."""


class Call(msgspec.Struct, frozen=True):
    """One call of a command that works on the database."""

    settings: Settings
    as_json: bool

    def in_transaction(
        self,
        work: Callable[[Connection], Awaitable[T]],
        afterwards: Callable[[Connection, T], Awaitable[None]] | None = None,
    ) -> T:
        """Do the work in one transaction of a database that has all migrations, and return its result.

        `afterwards` gets the connection and the result once the transaction is committed.
        """
        return in_transaction(self.settings, work, afterwards)

    async def analyze(self, conn: Connection, tables: Sequence[LiteralString], rows: int) -> None:
        """Make the statistics of tables into which so many rows were written, if these are worth it, and say so."""
        if rows < LARGE:
            return
        if not self.as_json:
            output.note(f"Making the statistics of {', '.join(tables)} ...")
        try:
            warnings = await analyze(conn, tables)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            warnings = [str(error)]
        for warning in warnings:
            output.note(f"Searches may be slow until the database makes statistics by itself: {warning}")

    def show(self, record: msgspec.Struct) -> None:
        """Print one result."""
        output.show_record(record, as_json=self.as_json)

    def show_list(self, kind: type[msgspec.Struct], records: Sequence[msgspec.Struct]) -> None:
        """Print a list of results of one type, whose fields are the columns."""
        output.show_list(kind, records, as_json=self.as_json)


def on_database(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes a `Call` the flags which that is made from."""

    def run(
        ctx: typer.Context,
        *,
        as_json: AsJson = False,
        database_url: DatabaseUrl = None,
        data_dir: DataDir = None,
        **own: object,
    ) -> None:
        settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
        command(Call(settings, as_json), **own)

    context, *flags, _ = inspect.signature(run).parameters.values()
    _, *own = inspect.signature(command).parameters.values()
    update_wrapper(run, command)
    vars(run)["__signature__"] = inspect.Signature([context, *own, *flags])  # what Typer makes the options from
    return run


def settings_of(ctx: typer.Context, **flags: object) -> Settings:
    """Return the settings of this call. The context's object is the environment, see `main`."""
    environ: Mapping[str, str] = ctx.obj
    return load_settings(environ, flags)


def in_transaction(
    settings: Settings,
    work: Callable[[Connection], Awaitable[T]],
    afterwards: Callable[[Connection, T], Awaitable[None]] | None = None,
) -> T:
    """Do the work in one transaction of a database that has all migrations, and return its result."""
    with database(settings) as ready:
        return asyncio.run(_transact(ready.database_url or "", work, afterwards))


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    """Connect for the duration of the block. Raise `Unreachable`."""
    try:
        conn = await asyncpg.connect(
            url, timeout=CONNECT_TIMEOUT_S, server_settings={"application_name": "parlour", "timezone": "UTC"}
        )
    except TimeoutError:
        raise Unreachable(f"Can't reach the database: no answer within {CONNECT_TIMEOUT_S:.0f} seconds.") from None
    except OSError as error:
        raise Unreachable(f"Can't reach the database: {error.strerror or error}.") from None
    except ValueError:
        # The URL parser's error message may contain a piece of the password.
        raise Unreachable(
            "Can't reach the database: its address is malformed. Percent-encode special characters in the password."
        ) from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable(f"Can't reach the database: {error}.") from None
    try:
        yield conn
    finally:
        await conn.close()


async def _transact(
    url: str, work: Callable[[Connection], Awaitable[T]], afterwards: Callable[[Connection, T], Awaitable[None]] | None
) -> T:
    async with connected(url) as conn:
        await refuse_pending(conn)
        async with conn.transaction():
            await conn.execute(OPERATOR.setting)
            done = await work(conn)
        if afterwards is not None:
            await afterwards(conn, done)
        return done
