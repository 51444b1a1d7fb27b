"""A month as weeks of days, and the times of a day by its parts."""

from calendar import Calendar
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

NOON_H = 12
EVENING_H = 17


class Day(msgspec.Struct, frozen=True):
    """A day in the table of a month."""

    date: date
    is_bookable: bool
    is_chosen: bool
    is_today: bool


def weeks_of(
    first: date, bookable: Collection[date], chosen: date | None, today: date, first_weekday: int
) -> list[list[Day | None]]:
    """Return the weeks of a month, from a weekday on that is 0 for Monday. Days of other months are None."""
    weeks = Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    return [
        [Day(day, day in bookable, day == chosen, day == today) if day.month == first.month else None for day in week]
        for week in weeks
    ]


def after(first: date) -> date:
    """Return the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


class PartOfDay(StrEnum):
    """A part of the day under which its times are listed."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @classmethod
    def of(cls, moment: datetime) -> "PartOfDay":
        if moment.hour < NOON_H:
            return cls.MORNING
        return cls.AFTERNOON if moment.hour < EVENING_H else cls.EVENING


def by_part(moments: Iterable[datetime]) -> dict[PartOfDay, list[datetime]]:
    """Return times on the location's clock by part of the day, without parts that have none."""
    found: dict[PartOfDay, list[datetime]] = {}
    for moment in moments:
        found.setdefault(PartOfDay.of(moment), []).append(moment)
    return {part: found[part] for part in PartOfDay if part in found}
