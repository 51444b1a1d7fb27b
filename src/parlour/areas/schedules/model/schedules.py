"""Schedules of team members, and changes to them."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from parlour.areas.schedules.model.days import Day, Period
from parlour.areas.schedules.model.patterns import Pattern

MAX_DAYS = 366
"""The most days in one range."""
MAX_DAYS_CHANGED = 36_600
"""The most days of all members that one request changes: a hundred members for a year."""


class MemberDay(msgspec.Struct, frozen=True):
    """A day in the schedule of a member."""

    team_member_id: int
    day: date
    minutes: list[int]
    off_day_kind: int | None


class Schedule(msgspec.Struct, frozen=True):
    """The days of one member that are stored, and the revision of the whole schedule."""

    revision: int
    has_timetable: bool
    days: list[Day]

    def every_day(self, period: Period) -> list[Day]:
        """Return each day of a period, days off included; none for a member who can't have a schedule."""
        stored = {day.day: day for day in self.days}
        return [stored.get(day) or Day(day) for day in period] if self.has_timetable else []


class ChangedSchedules(msgspec.Struct, frozen=True):
    """The days of the members of a change, and the revision of their schedules together.

    That is the sum of their revisions: of the same members, each change of any of them increases it.
    """

    days: list[MemberDay]
    revision: int


class Part(msgspec.Struct, frozen=True):
    """What a change sets for one member: days, or those of a pattern."""

    team_member_id: int
    days: list[Day] = []
    pattern: Pattern | None = None


class Change(msgspec.Struct, frozen=True):
    """A change of several schedules: what is set, and which days become days off. No day may be named twice."""

    to_set: list[Part]
    to_clear: list[Part]

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield each part with its place."""
        for name, parts in (("to_set", self.to_set), ("to_clear", self.to_clear)):
            for position, part in enumerate(parts):
                yield f"{name}[{position}]", part


def repeated(days: Iterable[tuple[int, date]]) -> list[int]:
    """Return the positions of the days of members that were named before."""
    seen: set[tuple[int, date]] = set()
    found = []
    for position, day in enumerate(days):
        if day in seen:
            found.append(position)
        seen.add(day)
    return found
