"""What an import did or would do, as the API and the command line say it."""

from typing import Annotated

import msgspec

from parlour.areas.clients.model.imports import ImportedClient, Outcome
from parlour.areas.clients.wire.import_file import ClientFile
from parlour.http.wire import says


class ImportFault(msgspec.Struct, frozen=True):
    """A fault of a cell."""

    row: Annotated[int, says("The number of the row, as a spreadsheet shows it.", 12)]
    column: Annotated[str, says("The heading of the column; empty for the whole row.", "Mobile phone")]
    message: Annotated[str, says("What is wrong.", "Expected a day, such as 1990-01-31 or 31.01.1990.")]


class ImportPreview(msgspec.Struct, frozen=True):
    """A row as it was understood; what it doesn't say is empty."""

    row: Annotated[int, says("The number of the row.", 2)]
    name: Annotated[str, says("The name; the phone number if there is none.", "Anna")]
    surname: Annotated[str, says("The surname.", "Berg")]
    phone: Annotated[str, says("Digits with the country's code.", "13155550175")]
    email: Annotated[str, says("The email address.", "anna@example.com")]
    birth_date: Annotated[str, says("The birthday.", "1990-01-31")]
    categories: Annotated[list[str], says("The titles of tags.", ["Newcomer"])]


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did or would do."""

    file: Annotated[str, says("What the file was read as.", "CSV, utf-8, ;")]
    rows: Annotated[int, says("How many rows there are, without empty ones.", 2)]
    created: Annotated[int, says("How many clients are new.", 1)]
    updated: Annotated[int, says("How many clients were there and changed.", 0)]
    skipped: Annotated[int, says("How many rows changed nothing: their client was there, or came before.", 0)]
    faulty: Annotated[int, says("How many rows have faults.", 1)]
    new_tags: Annotated[int, says("How many tags were created for titles that the location didn't have.", 1)]
    unknown_columns: Annotated[list[str], says("The headings of columns that weren't read.", ["Favourite drink"])]
    faults: list[ImportFault]
    first: list[ImportPreview]
    is_done: Annotated[bool, says("False for a preview, and when faults kept everything from being written.", True)]


def report_of(opened: ClientFile, outcome: Outcome) -> ImportReport:
    counts = outcome.counts
    return ImportReport(
        file=opened.kind,
        rows=outcome.rows,
        created=counts.created,
        updated=counts.updated,
        skipped=counts.skipped,
        faulty=len({fault.row for fault in outcome.faults}),
        new_tags=counts.new_tags,
        unknown_columns=opened.columns.unknown,
        faults=[ImportFault(fault.row, fault.column, fault.message) for fault in outcome.faults],
        first=[_preview(client) for client in outcome.first],
        is_done=outcome.is_done,
    )


def _preview(client: ImportedClient) -> ImportPreview:
    fields = client.to_new()
    birth_date = fields.birth_date.isoformat() if fields.birth_date else ""
    return ImportPreview(client.row, fields.name, fields.surname, fields.phone, fields.email, birth_date, client.tags)
