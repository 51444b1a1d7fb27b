"""Importing clients from a file, the same as the API does."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.model.imports import Outcome, RowFault
from parlour.areas.clients.service import imports
from parlour.areas.clients.service.imports import Read, Wanted
from parlour.areas.clients.wire.import_file import ClientFile, open_file
from parlour.areas.clients.wire.import_report import ImportPreview, ImportReport, report_of
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.service import list_fields
from parlour.cli.checks import FaultyFile
from parlour.cli.inventory_export import Location
from parlour.cli.output import note, show_json, show_list, show_record
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.http.csv import BYTE_ORDER_MARK, csv_lines
from parlour.tables.reading import read_table
from parlour.tables.rows import Row, UnreadableTable

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="CSV or a workbook (XLSX, XLS, ODS) whose first row names the columns, in any of a dozen languages.",
    ),
]


class Imported(msgspec.Struct, frozen=True):
    """The figures of a report."""

    file: str
    rows: int
    created: int
    updated: int
    skipped: int
    faulty: int
    new_tags: int
    unknown_columns: list[str]
    is_done: bool

    @classmethod
    def of(cls, report: ImportReport) -> "Imported":
        return cls(**{name: getattr(report, name) for name in cls.__struct_fields__})


class Faulty(msgspec.Struct):
    """The faulty rows of a file, as they stand there."""

    rows: list[tuple[Row, list[RowFault]]] = []

    def keep(self, row: Row, faults: list[RowFault]) -> None:
        self.rows.append((row, faults))

    def write(self, path: Path, heading: Row) -> None:
        """Write the rows in the columns of the file, with what is wrong with each."""
        lines = [[*heading.cells, "fault"]]
        lines += [[*row.cells, " ".join(fault.in_row for fault in faults)] for row, faults in self.rows]
        path.write_text(BYTE_ORDER_MARK + csv_lines(lines), "utf-8")


@on_database
def import_clients(
    call: Call,
    file: File,
    location: Location,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only check the file, and show what would be done.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Write what the file says into cards that are there; empty cells don't.")
    ] = False,
    skip_faulty: Annotated[
        Path | None,
        typer.Option("--skip-faulty", metavar="FILE", help="Import the other rows, and write faulty ones to this CSV."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of CSV, such as cp1250; usually found out.")
    ] = None,
) -> None:
    """Import clients from CSV or a workbook: all rows or, if there is any fault, none.

    A row whose phone number a client has already is that client, however the number is written.
    """
    content = file.read_bytes()
    wanted = Wanted(update, skip_faulty is not None, dry_run)
    faulty = Faulty()

    async def load(conn: Connection) -> tuple[ClientFile, Outcome]:
        tenant = await get_operators_tenant(conn, location)
        custom_fields = await list_fields(conn, tenant, Kind.CLIENT)
        opened = open_file(read_table(content, tenant.locale[:2], encoding), tenant, custom_fields)
        return opened, await imports.import_clients(
            conn, tenant, _watched(opened, faulty, is_hidden=call.as_json), wanted
        )

    async def afterwards(conn: Connection, loaded: tuple[ClientFile, Outcome]) -> None:
        await call.analyze(conn, imports.FILLED, loaded[1].written)

    try:
        opened, outcome = call.in_transaction(load, afterwards)
    except UnreadableTable as error:
        raise FaultyFile([f"{file}: {error}"]) from error
    if skip_faulty is not None and faulty.rows and outcome.is_done:
        faulty.write(skip_faulty, opened.heading)
    if not outcome.is_done and not dry_run:
        raise FaultyFile([fault.line for fault in outcome.faults])
    _show(report_of(opened, outcome), as_json=call.as_json)


async def _watched(opened: ClientFile, faulty: Faulty, *, is_hidden: bool) -> AsyncIterator[Read]:
    """Yield the rows, and show on a terminal how many have been read."""
    with Progress(
        console=Console(stderr=True), transient=True, disable=is_hidden or not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task("Clients", total=opened.about)
        for read in opened.read(faulty.keep):
            yield read
            progress.advance(task)


def _show(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        show_json(report)
        return
    if not report.is_done:
        show_list(ImportPreview, report.first, as_json=False)
    for fault in report.faults:
        note(RowFault(fault.row, fault.column, fault.message).line)
    show_record(Imported.of(report), as_json=False)
