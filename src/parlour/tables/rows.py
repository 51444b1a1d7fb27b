"""Rows of a table, as texts."""

from collections.abc import Iterator

import msgspec


class UnreadableTable(ValueError):
    """The file is no table, or is damaged; the message says where."""


class Row(msgspec.Struct, frozen=True):
    """The cells of a row, with the number that a spreadsheet shows beside it."""

    number: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


class Table(msgspec.Struct, frozen=True):
    """A table from a file: its rows, each read when it is asked for, and what kind of file it is."""

    rows: Iterator[Row]
    kind: str
    """Such as `workbook`, or `CSV, utf-8, ;`."""
    about: int
    """How many rows there are, more or less."""
