"""Schedules: the week of a location, setting a pattern, and undoing the last change."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
import typer

from parlour.areas.schedules import operator
from parlour.areas.schedules.model.pattern_text import parse_pattern
from parlour.areas.schedules.model.patterns import Pattern
from parlour.cli.options import InLocation, calendar_day, example, new_group, record_id
from parlour.cli.output import show_json
from parlour.cli.schedule_week import show_week
from parlour.cli.session import Call, on_database
from parlour.errors import Fault, Invalid

ARGUMENTS = {"team_member_id": "MEMBER", "pattern": "PATTERN", "last": "--until"}
"""The fields of a change, as the command calls them."""


Member = Annotated[int, typer.Argument(metavar="MEMBER", parser=record_id, help="The team member's id.")]
PatternText = Annotated[
    str, typer.Argument(metavar="PATTERN", help="Days and hours, such as 'Mon-Fri 10-19, every second Saturday 10-14'.")
]
InWeek = Annotated[
    date | None, typer.Argument(metavar="DAY", parser=calendar_day, help="A day of the week; today by default.")
]
AsWeek = Annotated[bool, typer.Option("--week", help="Show a whole week, as is done without it.")]
From = Annotated[
    date | None, typer.Option("--from", metavar="DAY", parser=calendar_day, help="The first day; today by default.")
]
Until = Annotated[
    date | None,
    typer.Option("--until", metavar="DAY", parser=calendar_day, help="The last day; 366 days in all by default."),
]
Holidays = Annotated[
    bool, typer.Option("--country-holidays", help="Public holidays of the location's country are days off.")
]


def register(app: typer.Typer) -> None:
    group = new_group("Schedules: when team members work.")
    group.command("show", epilog=example("schedule show 1 --week 2026-02-02"))(show)
    group.command(
        "set", epilog=example("schedule set 1 9 'Mon-Fri 10-19, every second Saturday 10-14' --country-holidays")
    )(set_pattern)
    group.command("undo", epilog=example("schedule undo 1"))(undo)
    app.add_typer(group, name="schedule")


@on_database
def show(
    call: Call,
    location: InLocation,
    day: InWeek = None,
    as_week: AsWeek = True,  # noqa: ARG001 - there is no other view
) -> None:
    """Show a week of a location, member by member."""
    found = call.in_transaction(lambda conn: operator.get_week(conn, location, day))
    if call.as_json:
        show_json(found)
    else:
        show_week(found, is_terminal=sys.stdout.isatty())


@on_database
def set_pattern(
    call: Call,
    location: InLocation,
    member: Member,
    pattern: PatternText,
    first: From = None,
    until: Until = None,
    country_holidays: Holidays = False,
) -> None:
    """Set the schedule of a team member by a pattern.

    Every day of the period is set; where the pattern says nothing, the day is off. Weeks can alternate (week 1 of 2
    Mon-Fri 8-14, week 2 of 2 Mon-Fri 14-20), and days (2/2 10-20). leave and sick make days off.
    """
    with _faults_of_arguments():
        wanted = _read(pattern, first, until, country_holidays=country_holidays)
        done = call.in_transaction(lambda conn: operator.set_pattern(conn, location, member, wanted))
    call.show(done)


@on_database
def undo(call: Call, location: InLocation) -> None:
    """Undo the last change of schedules that was made with this command.

    Refused if one of these schedules has been changed again since. Undoing an undo restores the change.
    """
    call.show(call.in_transaction(lambda conn: operator.undo(conn, location)))


def _read(text: str, first: date | None, until: date | None, *, country_holidays: bool) -> Pattern:
    try:
        found = parse_pattern(text)
    except ValueError as error:
        raise Invalid([Fault("pattern", str(error))]) from None
    return msgspec.structs.replace(
        found,
        first=first or found.first,
        last=until or found.last,
        skips_holidays=country_holidays or found.skips_holidays,
    )


@contextlib.contextmanager
def _faults_of_arguments() -> Iterator[None]:
    """Name the faults of a change by the command's arguments."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(
            Fault(ARGUMENTS[fault.field.rpartition(".")[2]], fault.message) for fault in invalid.faults
        ) from None
