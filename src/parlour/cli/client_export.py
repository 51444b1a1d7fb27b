"""Exporting the clients of a location to a file, the same as the API does."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.service.export import count_clients, read_all
from parlour.areas.clients.wire.export import Format, Writer
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.service import list_fields
from parlour.cli.checks import WrongUsage
from parlour.cli.inventory_export import STATEMENT_TIMEOUT_S, Location
from parlour.cli.session import Call, connected, on_database
from parlour.cli.written import STANDARD_OUTPUT, written
from parlour.database import database, refuse_pending
from parlour.db.pool import connection, create_pool

SUFFIXES = {".csv": Format.CSV, ".xlsx": Format.XLSX}


class Exported(msgspec.Struct, frozen=True):
    """What was exported, and where to."""

    file: str
    clients: int


@on_database
def export(
    call: Call,
    location: Location,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Its name ends with .csv or .xlsx; - writes CSV to standard output.")
    ],
) -> None:
    """Write the clients of a location to CSV or a workbook, which can be imported again."""
    format_ = Format.CSV if file == STANDARD_OUTPUT else SUFFIXES.get(Path(file).suffix.lower())
    if format_ is None:
        raise WrongUsage("The name of the file must end with .csv or .xlsx.")
    if call.as_json and file == STANDARD_OUTPUT:
        raise WrongUsage("--json needs a file: both would write to standard output.")
    is_watched = file != STANDARD_OUTPUT and not call.as_json and sys.stderr.isatty()
    with (
        database(call.settings) as ready,
        written(file) as out,
        Progress(console=Console(stderr=True), transient=True, disable=not is_watched) as progress,
    ):
        count = asyncio.run(_export(ready.database_url or "", location, format_, out, progress))
    if file != STANDARD_OUTPUT:
        call.show(Exported(file, count))


async def _export(url: str, location_id: int, format_: Format, out: BinaryIO, progress: Progress) -> int:
    """Write the clients and return how many there were."""
    async with connected(url) as conn:
        await refuse_pending(conn)
    count = 0
    # A pool reads numbers as the server does, so that they are written in the same form.
    async with create_pool(url, 1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
        async with connection(pool) as conn:
            tenant = await get_operators_tenant(conn, location_id)
            writer = Writer(format_, tenant, await list_fields(conn, tenant, Kind.CLIENT))
            task = progress.add_task("Clients", total=await count_clients(conn, tenant))
        out.write(writer.start())
        async for chunk in read_all(pool, tenant):
            out.write(writer.add(chunk))
            progress.advance(task, len(chunk))
            count += len(chunk)
        out.write(writer.finish())
    return count
