"""Reading a table from a file of any kind that is known."""

from collections.abc import Iterable, Iterator

from parlour.tables.delimited import read_delimited
from parlour.tables.encodings import UnknownText, decode
from parlour.tables.rows import Row, Table, UnreadableTable
from parlour.tables.workbooks import is_workbook, read_workbook

TAB = "\t"


def read_table(content: bytes, language: str, encoding: str | None = None) -> Table:
    """Return the table in a file. `language` and `encoding` are for CSV. Raise `UnreadableTable`, as may its rows."""
    if is_workbook(content):
        rows, count = read_workbook(content)
        return Table(rows, "workbook", count)
    return read_text_table(content, language, encoding)


def read_text_table(content: bytes, language: str, encoding: str | None = None) -> Table:
    """Return the table in a CSV file. Raise `UnreadableTable`, as may its rows."""
    try:
        text, name = decode(content, language, encoding)
    except UnknownText as error:
        raise UnreadableTable(str(error)) from None
    rows, separator = read_delimited(text)
    return Table(rows, f"CSV, {name}, {'tab' if separator == TAB else separator}", text.count("\n"))


def split_heading(rows: Iterable[Row]) -> tuple[Row | None, Iterator[Row]]:
    """Return the first row that isn't blank, and those after it that aren't."""
    filled = (row for row in rows if not row.is_blank)
    return next(filled, None), filled
