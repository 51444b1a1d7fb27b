"""What commands print: results on standard output, everything else on standard error.

A list is a table on a terminal, and tab-separated lines for other programs. `--json` is always one document.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

# IP addresses are the only values that msgspec can't encode by itself.
_JSON = msgspec.json.Encoder(enc_hook=str, decimal_format="number")


def show_json(value: Any) -> None:
    typer.echo(_JSON.encode(value))


def show_record(record: msgspec.Struct, *, as_json: bool) -> None:
    """Print one result; without JSON, a line for each field that isn't empty."""
    if as_json:
        show_json(record)
        return
    shown = {_heading(name): _cell(getattr(record, name)) for name in record.__struct_fields__}
    width = max(map(len, shown))
    for heading, cell in shown.items():
        if cell:
            typer.echo(f"{heading:{width}}  {cell}")


def show_list(kind: type[msgspec.Struct], records: Sequence[msgspec.Struct], *, as_json: bool) -> None:
    """Print a list of results of one type, whose fields are the columns."""
    if as_json:
        show_json(records)
        return
    headings = [_heading(name) for name in kind.__struct_fields__]
    rows = [[_cell(getattr(record, name)) for name in kind.__struct_fields__] for record in records]
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            typer.echo("\t".join(row))
        return
    table = Table(*(Column(heading, overflow="fold") for heading in headings), box=SIMPLE_HEAD)
    for row in rows:
        # As Text, so that square brackets in a name are not read as markup.
        table.add_row(*map(Text, row))
    Console().print(table)


def note(text: str) -> None:
    """Print a line for the person at the terminal, on standard error."""
    typer.echo(text, err=True)


def printable(text: str) -> str:
    """Return a text from outside without characters that could control a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case Decimal():
            return f"{value.normalize():f}"
        case list():
            return ", ".join(map(_cell, value))
        case _:
            return printable(str(value))
