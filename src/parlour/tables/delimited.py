"""Rows of CSV, whatever separates their cells."""

import csv
import io
from collections.abc import Iterator

from parlour.tables.formulas import restored
from parlour.tables.rows import Row, UnreadableTable

SEPARATORS = ",;\t|"
# A first line that tells spreadsheets what separates cells.
_SAYS_SEPARATOR = "sep="


def read_delimited(text: str) -> tuple[Iterator[Row], str]:
    """Return the rows of a text, and what separates their cells. The iterator raises `UnreadableTable`."""
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith(_SAYS_SEPARATOR) and len(said) == len(_SAYS_SEPARATOR) + 1:
        return _rows(rest, said[-1], before=1), said[-1]
    separator = _separator_of(text)
    return _rows(text, separator), separator


def _separator_of(text: str) -> str:
    """Return what occurs most often outside of quotes in the first line that isn't empty."""
    heading = next((line for line in io.StringIO(text) if line.strip()), "")
    unquoted = "".join(heading.split('"')[::2])
    return max(SEPARATORS, key=unquoted.count)


def _rows(text: str, separator: str, before: int = 0) -> Iterator[Row]:
    number = before
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableTable(f"The quotes of row {number} don't match, or a cell is too long.") from None
        yield Row(number, [restored(cell) for cell in cells])
