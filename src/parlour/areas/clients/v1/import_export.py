"""Clients from files and to files (tag Clients). Ours, not in the contract."""

import asyncio
from collections.abc import AsyncIterator

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.imports import Outcome
from parlour.areas.clients.model.sent_rows import MAX_ROWS
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.service import imports
from parlour.areas.clients.service.export import read_all
from parlour.areas.clients.service.imports import Read, Wanted
from parlour.areas.clients.service.sent_files import read_sent_table
from parlour.areas.clients.v1.wire.import_export import ExportSettings, ImportFile, ImportSettings
from parlour.areas.clients.wire.export import EXAMPLE, Format, Writer
from parlour.areas.clients.wire.import_file import ClientFile, open_file
from parlour.areas.clients.wire.import_report import ImportReport, report_of
from parlour.areas.custom_fields.model.fields import CustomField, Kind
from parlour.areas.custom_fields.service import list_fields
from parlour.db.pool import Connection, connection
from parlour.db.statistics import analyze_filled
from parlour.errors import Fault, Invalid
from parlour.http.apis import B2B_V1
from parlour.http.body import Form
from parlour.http.context import Detached, Retrying
from parlour.http.csv_answer import CSVAnswer
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer
from parlour.http.workbook_answer import WorkbookAnswer
from parlour.tables.rows import UnreadableTable

operations = Operations(B2B_V1, "Clients")
MAX_FORM_BYTES = 17 * 1024 * 1024
# Rows that are read before others get their turn: some milliseconds.
AT_ONCE = 20


@operations.post(
    "/api/v1/company/{location_id}/clients/import",
    "import_clients",
    Permission.CLIENTS_EDIT,
    status=200,
    max_body_bytes=MAX_FORM_BYTES,
    refuses=(refusals.NO_LIST, refusals.FAULTY_ROWS, refusals.TOO_MUCH_WORK, refusals.TOO_MANY_FILES),
)
async def import_clients(ctx: Retrying, query: ImportSettings, data: Form[ImportFile]) -> Answer[ImportReport]:
    """Import clients from a file

    Headings are known in a dozen languages, and columns that aren't are listed. A row whose phone number a client has
    is that client, however it is written: it is passed over or, with `update=1`, changed. Titles of tags that the
    location doesn't have are created, if the user may do that. Columns that the user may not change aren't read. The
    same file again adds nothing.
    """
    form = data.accept()
    try:
        table = await read_sent_table(ctx.services.workbooks, ctx.disconnected, form.file, ctx.tenant)
        async with connection(ctx.pool) as conn:
            custom_fields = await list_fields(conn, ctx.tenant, Kind.CLIENT)
        opened = open_file(table, ctx.tenant, custom_fields)
        rows = [row async for row in _rows(opened)]
    except UnreadableTable as error:
        raise refusals.NO_LIST.error("file", str(error)) from None
    creates_tags = Permission.TAGS_MANAGE in ctx.tenant.permissions
    wanted = Wanted(query.update, query.skip_faulty, query.dry_run, creates_tags)

    async def work(conn: Connection) -> Outcome:
        return await imports.import_clients(conn, ctx.tenant, _each(rows), wanted)

    async def afterwards(outcome: Outcome) -> None:
        await analyze_filled(ctx.pool, imports.FILLED, outcome.written)

    outcome = await ctx.writer.run(work, afterwards)
    if not outcome.is_done and not query.dry_run:
        raise Invalid([Fault(f"rows[{fault.row}].{fault.column or 'row'}", fault.message) for fault in outcome.faults])
    return answer(report_of(opened, outcome))


@operations.get(
    "/api/v1/company/{location_id}/clients/export",
    "export_clients",
    Permission.CLIENTS_EXPORT,
    refuses=(refusals.NO_RIGHT_TO_SEE,),
    csv_example=EXAMPLE,
    has_workbook=True,
)
async def export_clients(ctx: Detached, query: ExportSettings) -> CSVAnswer:
    """Export clients

    All clients that the user sees, by id, as CSV in UTF-8 or as a workbook (`format=xlsx`), with phone numbers and
    emails masked for users who may not see them. An import reads the same columns. In CSV a text that a spreadsheet
    would read as a formula starts with an apostrophe. Also needs the right `clients_access`.
    """
    ctx.tenant.require(Permission.CLIENTS_VIEW)
    format_ = Format(query.format)
    writer = Writer(format_, ctx.tenant, await _shown_fields(ctx))
    chunks = read_all(ctx.pool, ctx.tenant, ctx.refresh_access)
    # The first chunk is read here, so that a failure before the first line is still answered as an error.
    first = await anext(chunks)
    kind = WorkbookAnswer if format_ is Format.XLSX else CSVAnswer
    return kind(_parts(writer, first, chunks), f"clients.{format_}")


async def _shown_fields(ctx: Detached) -> list[CustomField]:
    if not Sight.of(ctx.tenant, Place.LIST).sees_fields:
        return []
    async with connection(ctx.pool) as conn:
        return await list_fields(conn, ctx.tenant, Kind.CLIENT)


async def _parts(writer: Writer, first: list[Client], rest: AsyncIterator[list[Client]]) -> AsyncIterator[bytes]:
    with writer:
        yield writer.start() + writer.add(first)
        async for chunk in rest:
            if part := writer.add(chunk):
                yield part
        if end := writer.finish():
            yield end


async def _rows(opened: ClientFile) -> AsyncIterator[Read]:
    """Yield the rows of a file, and let other requests have their turn. Raise `UnreadableTable` for too many."""
    for number, row in enumerate(opened.read(lambda *_: None)):
        if number == MAX_ROWS:
            raise UnreadableTable(f"The file has more than {MAX_ROWS} rows: import it at the command line.")
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
        yield row


async def _each(rows: list[Read]) -> AsyncIterator[Read]:
    for row in rows:
        yield row
