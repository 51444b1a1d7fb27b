"""Tables that spreadsheets and programs can read: RFC 4180 in UTF-8."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

# Without it spreadsheets take UTF-8 for the old encoding of their country.
BYTE_ORDER_MARK = "\ufeff"
# Whatever begins like this is worked out by a spreadsheet, which may send away what stands in other cells. The wide and
# small forms are folded to these by some.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# What may stand before it all the same: quotes, blanks, and characters that nobody sees.
_PASSED_OVER = (
    "\"' \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
# Where a cell may begin: at the start of the text, and behind what other programs take for the end of a cell or line.
_FORMULA = re.compile(rf"\A(?=[{_PASSED_OVER}]*[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])(?=[{_PASSED_OVER}]*[{_SIGNS}])")


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """The lines of the rows, each with its end. None is an empty field; texts that would be formulas are defused."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return _harmless(value)
    return f"{value:f}" if isinstance(value, Decimal) else value  # never as 1E-7


def _harmless(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would take what follows for a formula.

    Taking away the first apostrophe of each such place gives back the text: one that holds apostrophes there gets
    another one.
    """
    return _FORMULA.sub("'", text)
