"""Tables that spreadsheets and programs can read: RFC 4180 in UTF-8, sent while it is being made."""

import csv
import io
from collections.abc import AsyncIterable, Iterable, Sequence
from typing import Any

from litestar.response import Stream

MEDIA_TYPE = "text/csv"
# Without it spreadsheets take UTF-8 for the old encoding of their country.
BYTE_ORDER_MARK = "\ufeff"
# Whatever begins like this is worked out by a spreadsheet, which may send away what stands in other cells.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CSVAnswer(Stream):
    """A file of lines, to be saved under a name."""

    def __init__(self, lines: AsyncIterable[bytes], name: str) -> None:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        super().__init__(lines, media_type=MEDIA_TYPE, headers=headers)


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """The lines of the rows, each with its end. None is an empty field; texts that would be formulas are defused."""
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return out.getvalue()


def _harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
