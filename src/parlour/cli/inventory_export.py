"""Exporting a location's transactions to a file, the same as the API does."""

import asyncio
import sys
from functools import partial
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from parlour.access.tenant import get_operators_tenant
from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.inventory.service.export import count_in_period, read_all
from parlour.areas.inventory.v1.wire.csv import HEADING, lines_of
from parlour.cli import checks
from parlour.cli.options import record_id
from parlour.cli.session import Call, connected, on_database
from parlour.cli.written import STANDARD_OUTPUT, written
from parlour.database import database, refuse_pending
from parlour.db.pool import connection, create_pool
from parlour.http.dates import Instant, parse_instant

Location = Annotated[int, typer.Argument(metavar="LOCATION", parser=record_id, help="The id, as shown by the list.")]
# No client waits for an answer, so counting all transactions may take long.
STATEMENT_TIMEOUT_S = 120.0


def _instant(text: str) -> Instant:
    try:
        return parse_instant(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; expected one such as 2026-01-31.") from None


class Wanted(msgspec.Struct, frozen=True):
    """What to export; both ends are included in the period."""

    location_id: int
    since: Instant | None
    until: Instant | None


class Exported(msgspec.Struct, frozen=True):
    """What was exported, and where to."""

    file: str
    transactions: int


@on_database
def export(
    call: Call,
    location: Location,
    since: Annotated[
        Instant | None, typer.Option("--from", metavar="DATE", parser=_instant, help="First day of the period.")
    ] = None,
    until: Annotated[
        Instant | None, typer.Option("--until", metavar="DATE", parser=_instant, help="Last day of the period.")
    ] = None,
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", help="The file to write; - is standard output.")
    ] = STANDARD_OUTPUT,
) -> None:
    """Write the transactions of a location as CSV. Days are those of the location."""
    if call.as_json and output == STANDARD_OUTPUT:
        raise checks.WrongUsage("--json needs --output: both would write to standard output.")
    is_watched = output != STANDARD_OUTPUT and not call.as_json and sys.stderr.isatty()
    with (
        database(call.settings) as ready,
        written(output) as file,
        Progress(console=Console(stderr=True), transient=True, disable=not is_watched) as progress,
    ):
        wanted = Wanted(location, since, until)
        count = asyncio.run(_export(ready.database_url or "", wanted, file, progress))
    if output != STANDARD_OUTPUT:
        call.show(Exported(output, count))


async def _export(url: str, wanted: Wanted, file: BinaryIO, progress: Progress) -> int:
    """Write the transactions and return how many there were."""
    async with connected(url) as conn:
        await refuse_pending(conn)
    written = 0
    # A pool reads numbers as the server does, so that they are written in the same form.
    async with create_pool(url, 1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        async with connection(pool) as conn:
            tenant = await get_operators_tenant(conn, wanted.location_id)
            since = wanted.since.at(tenant.timezone) if wanted.since else None
            until = wanted.until.end_at(tenant.timezone) if wanted.until else None
            advance = partial(
                progress.advance,
                progress.add_task("Transactions", total=await count_in_period(conn, tenant, since, until)),
            )
        file.write(HEADING.encode())
        async for chunk in read_all(pool, tenant, TransactionFilter(since=since, until=until)):
            file.write(lines_of(chunk, tenant).encode())
            advance(len(chunk))
            written += len(chunk)
    return written
