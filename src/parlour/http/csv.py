"""Tables that spreadsheets and programs can read: RFC 4180 in UTF-8."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from parlour.tables.formulas import defused

# Without it spreadsheets read UTF-8 as the old encoding of their country.
BYTE_ORDER_MARK = "\ufeff"


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Return the lines of the rows, with line ends. None becomes empty; texts that would be formulas are defused."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return defused(value)
    return f"{value:f}" if isinstance(value, Decimal) else value  # never as 1E-7
