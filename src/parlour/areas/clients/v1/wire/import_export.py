"""Imports and exports of clients on the v1 wire."""

from typing import Annotated, Literal

import msgspec

from parlour.http.fields import FileRule, file
from parlour.http.query import Query, parameter, switch_parameter
from parlour.http.wire import says

SMALLEST = b"name\nMaya\n"


def _not_empty(content: bytes) -> None:
    if not content:
        raise ValueError("The file is empty.")


class ImportFile(msgspec.Struct):
    """A file of clients."""

    file: Annotated[
        bytes,
        file(FileRule(_not_empty, SMALLEST)),
        says(
            "CSV (separated by commas, semicolons or tabs, in UTF-8, UTF-16 or the usual encoding of the location's"
            " language) or a workbook (XLSX, XLS, ODS), whose first row names the columns; at most 20,000 rows.",
            "clients.csv",
        ),
    ]


class ImportSettings(Query, frozen=True):
    """How to import."""

    dry_run: Annotated[bool, switch_parameter("1: only say what would be done, with all faults.")] = False
    update: Annotated[
        bool,
        switch_parameter("1: write what the file says into cards that are there; empty cells change nothing."),
    ] = False
    skip_faulty: Annotated[
        bool, switch_parameter("1: leave out rows with faults. Otherwise a fault keeps everything from being written.")
    ] = False


class ExportSettings(Query, frozen=True):
    """How to export."""

    format: Annotated[Literal["csv", "xlsx"], parameter("The kind of file.", "csv")] = "csv"
