"""A week of schedules as a table for people, or as lines for other programs."""

from datetime import date, timedelta

import typer
from rich.box import ROUNDED
from rich.console import Console
from rich.table import Table
from rich.text import Text

from parlour.areas.schedules.model.days import OffDayKind
from parlour.areas.schedules.operator import MemberDay, Week
from parlour.cli.output import printable

REASONS = {
    OffDayKind.LEAVE: ("leave", "yellow"),
    OffDayKind.SICK_LEAVE: ("sick", "red"),
    OffDayKind.HOLIDAY: ("holiday", "magenta"),
    OffDayKind.OTHER: ("off", "dim"),
}
TODAY = "bold cyan"


def show_week(week: Week, *, is_terminal: bool) -> None:
    """Print a week."""
    if is_terminal:
        Console().print(week_table(week))
        return
    typer.echo("\t".join(["member", *(str(day) for day in _dates(week)), "total"]))
    for member in week.members:
        typer.echo("\t".join([printable(member.name), *map(_plain, member.days), _duration(member.minutes)]))


def week_table(week: Week) -> Table:
    """Return the table: members as rows, days as columns, and how long and how many work."""
    table = Table(
        title=Text(f"{printable(week.title)}, {week.first:%d %b} to {week.last:%d %b %Y}", "bold"),
        box=ROUNDED,
        border_style="dim",
        show_lines=True,
    )
    table.add_column("Member", overflow="fold")
    for day in _dates(week):
        table.add_column(
            f"{day:%a %d}", justify="center", overflow="fold", header_style=TODAY if day == week.today else "bold"
        )
    table.add_column("Total", justify="right")
    for member in week.members:
        total = Text(_duration(member.minutes), "bold" if member.minutes else "dim")
        table.add_row(Text(printable(member.name)), *(_cell(day) for day in member.days), total)
    table.add_row(*_totals(week))
    return table


def _totals(week: Week) -> list[Text]:
    """Return the last row: how many members work on each day, and how long all do together."""
    counts = [sum(1 for member in week.members if member.days[number].minutes) for number in range(7)]
    at_work = [Text(str(count or "–"), "dim") for count in counts]
    return [Text("At work", "dim"), *at_work, Text(_duration(sum(member.minutes for member in week.members)), "bold")]


def _cell(day: MemberDay) -> Text:
    if day.hours:
        return Text("\n".join(map(_short, day.hours.split())), "green")
    reason, style = REASONS[day.off_day] if day.off_day is not None else ("·", "dim")
    return Text(reason, style)


def _short(hours: str) -> str:
    """Return 10–19:30 for 10:00-19:30: full hours need no minutes."""
    return "–".join(time.removesuffix(":00").removeprefix("0") for time in hours.split("-"))


def _plain(day: MemberDay) -> str:
    return day.hours or (REASONS[day.off_day][0] if day.off_day is not None else "")


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}h {rest:02}m" if rest else f"{hours}h"


def _dates(week: Week) -> list[date]:
    return [week.first + timedelta(days=number) for number in range(7)]
