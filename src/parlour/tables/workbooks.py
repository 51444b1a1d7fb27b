"""Rows of the first sheet of a workbook (XLSX, XLS, ODS) that isn't empty."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from parlour.tables.rows import Row, UnreadableTable

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UNREADABLE = "The workbook can't be read: it is damaged, or protected with a password."

Cell = int | float | str | bool | date | time | datetime | timedelta


def is_workbook(content: bytes) -> bool:
    return content.startswith(SIGNATURES)


def read_workbook(content: bytes) -> tuple[Iterator[Row], int]:
    """Return the rows, and how many there are. Raise `UnreadableTable`."""
    try:
        sheet = _first_sheet(CalamineWorkbook.from_filelike(io.BytesIO(content)))
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableTable(UNREADABLE) from error
    return (iter([]), 0) if sheet is None else (_rows(sheet), sheet.height)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(number, [_text(cell) for cell in cells])


def _first_sheet(book: CalamineWorkbook) -> CalamineSheet | None:
    for about in book.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height:
                return sheet
    return None


def _text(cell: Cell) -> str:
    """Return a cell as a person would type it: whole numbers without a point, days without a time."""
    match cell:
        case bool():
            return str(int(cell))
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return repr(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)
