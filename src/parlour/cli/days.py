"""parlour day: the appointments of a day as a timetable, once or live."""

import asyncio
import contextlib
import sys
from datetime import date
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.live import Live

from parlour.areas.appointments.operator import LocationDay, get_day
from parlour.cli.day_grid import blocks_of
from parlour.cli.day_table import NAMES, day_view
from parlour.cli.options import InLocation, calendar_day, example
from parlour.cli.output import printable, show_json
from parlour.cli.session import Call, connected, on_database
from parlour.database import database, refuse_pending
from parlour.settings import Settings

PAUSE_S = 2.0
STEPS = (15, 30)
OnDay = Annotated[date | None, typer.Argument(metavar="DATE", parser=calendar_day, help="The day; today by default.")]
Step = Annotated[int, typer.Option("--step", metavar="MINUTES", help="How long a row is: 15 or 30 minutes.")]
Watch = Annotated[bool, typer.Option("--watch", help="Keep showing the day as it changes, until Ctrl-C.")]


def register(app: typer.Typer) -> None:
    app.command("day", epilog=example("day 1 2026-01-31"))(show_day)


@on_database
def show_day(call: Call, location: InLocation, day: OnDay = None, step: Step = 30, watch: Watch = False) -> None:
    """Show the appointments of a day as a timetable, a column for each team member.

    Without a terminal it is a line for each appointment.
    """
    if step not in STEPS:
        raise typer.BadParameter("--step is 15 or 30.")
    if watch:
        if call.as_json or not sys.stdout.isatty():
            raise typer.BadParameter("--watch needs a terminal, and has no --json.")
        _watch(call.settings, location, day, step)
        return
    found = call.in_transaction(lambda conn: get_day(conn, location, day))
    if call.as_json:
        show_json(found)
    elif sys.stdout.isatty():
        console = Console()
        console.print(day_view(found, console.width, step))
    else:
        _print_lines(found)


def _print_lines(day: LocationDay) -> None:
    typer.echo("team member\tfrom\tto\tattendance\tclient\tservices\tcomment")
    for member in day.members:
        for block in blocks_of(member.appointments, day):
            each = block.appointment
            times = (f"{moment.astimezone(day.now.tzinfo):%H:%M}" for moment in (each.starts_at, each.ends_at))
            texts = (each.client, ", ".join(each.services), each.comment)
            typer.echo("\t".join((printable(member.name), *times, NAMES[each.attendance], *map(printable, texts))))


def _watch(settings: Settings, location: int, day: date | None, step: int) -> None:
    with database(settings) as ready, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_follow(ready.database_url or "", location, day, step))


async def _follow(url: str, location: int, day: date | None, step: int) -> None:
    """Show the day again and again. Without a date it is always today."""
    async with connected(url) as conn:
        await refuse_pending(conn)
        console = Console()
        first = await get_day(conn, location, day)
        with Live(_view(console, first, step), console=console, screen=True, auto_refresh=False) as live:
            while True:
                await asyncio.sleep(PAUSE_S)
                live.update(_view(console, await get_day(conn, location, day), step), refresh=True)


def _view(console: Console, day: LocationDay, step: int) -> RenderableType:
    return day_view(day, console.width, step, console.height)
