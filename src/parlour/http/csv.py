"""Tables that spreadsheets and programs can read: RFC 4180 in UTF-8."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

# Without it spreadsheets read UTF-8 as the old encoding of their country.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet evaluates a text that begins like this, and may send the contents of other cells away. Some fold the
# wide and small forms to these characters.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# What may come before it nevertheless: quotes, blanks and invisible characters.
_PASSED_OVER = (
    "\"' \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
# Where a cell may begin: at the start of the text, and after what other programs take for the end of a cell or line.
_FORMULA = re.compile(rf"\A(?=[{_PASSED_OVER}]*[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])(?=[{_PASSED_OVER}]*[{_SIGNS}])")


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Return the lines of the rows, with line ends. None becomes empty; texts that would be formulas are defused."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return _harmless(value)
    return f"{value:f}" if isinstance(value, Decimal) else value  # never as 1E-7


def _harmless(text: str) -> str:
    """Put an apostrophe before each part of the text that a spreadsheet would take for a formula.

    Removing the first apostrophe at each such place gives back the original; a text that has apostrophes there already
    gets one more.
    """
    return _FORMULA.sub("'", text)
