"""The flags that many commands share, and how the help shows an example."""

from datetime import date
from typing import Annotated

import typer
from rich.markup import escape

from parlour.ids import MAX_ID
from parlour.settings import DESCRIPTIONS


def record_id(text: str) -> int:
    """Parse an id as the lists show it."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= MAX_ID):
        raise typer.BadParameter(f"{text!r} is not an id; the list commands show the ids.")
    return int(text)


def calendar_day(text: str) -> date:
    """Parse a day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; expected one such as 2026-01-31.") from None


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, for scripts.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database-url", metavar="URL", help="Your own PostgreSQL instead of the embedded one."),
]
DataDir = Annotated[str | None, typer.Option("--data-dir", metavar="PATH", help=DESCRIPTIONS["data_dir"])]
Id = Annotated[int, typer.Argument(metavar="ID", parser=record_id, help="The id, as shown by the list.")]
InLocation = Annotated[int, typer.Argument(metavar="LOCATION", parser=record_id, help="The location's id.")]
OnlyChain = Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this chain.")]
OnlyLocation = Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this location.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")]


def example(words: str) -> str:
    """Return the last line of a command's help, which shows an example."""
    return f"Example: parlour {escape(words)}"


def new_group(about: str) -> typer.Typer:
    """Return a group of commands for one noun."""
    return typer.Typer(help=about, no_args_is_help=True)
