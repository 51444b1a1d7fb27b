"""On which days an event is repeated: rules as clients know them, worked out by `dateutil.rrule`.

Weeks start on Monday. A month or a year without the day is passed over, and the time on the clock stays the same.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import IntEnum
from itertools import islice
from typing import Literal

import msgspec
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule, weekday

MOST_REPEATS = 366
"""How many events one duplication makes at most."""


class RepeatMode(IntEnum):
    """How often an event is repeated, by its number on the wire."""

    DAILY = 1
    WORKDAYS = 2
    MONDAY_WEDNESDAY_FRIDAY = 3
    TUESDAY_THURSDAY = 4
    WEEKLY = 5
    MONTHLY = 6
    YEARLY = 7


FROM_SUNDAY = (SU, MO, TU, WE, TH, FR, SA)
"""The days of a week by their numbers, 0 being Sunday."""
FIXED_DAYS: dict[RepeatMode, Sequence[weekday]] = {
    RepeatMode.WORKDAYS: (MO, TU, WE, TH, FR),
    RepeatMode.MONDAY_WEDNESDAY_FRIDAY: (MO, WE, FR),
    RepeatMode.TUESDAY_THURSDAY: (TU, TH),
}
PERIODS: dict[RepeatMode, Literal[0, 1, 3]] = {
    RepeatMode.DAILY: DAILY,
    RepeatMode.MONTHLY: MONTHLY,
    RepeatMode.YEARLY: YEARLY,
}


class Repeat(msgspec.Struct, frozen=True):
    """A rule for repeating an event."""

    mode: RepeatMode
    days: Sequence[int] = ()
    """The days of a weekly rule, 0 being Sunday; without any, the weekday of the first date."""
    skipped: int = 0
    """How many periods are passed over before the next one: days, weeks, months or years. Without effect on rules of
    fixed days."""


def days_of(repeat: Repeat, first: date, last: date) -> list[date]:
    """Return the days from the first to the last on which a rule repeats an event; of too many only one too many."""
    weekdays: Sequence[weekday] | None = FIXED_DAYS.get(repeat.mode)
    if repeat.mode is RepeatMode.WEEKLY and repeat.days:
        weekdays = [FROM_SUNDAY[day] for day in repeat.days]
    rule = rrule(
        PERIODS.get(repeat.mode, WEEKLY),
        dtstart=datetime.combine(first, datetime.min.time()),
        until=datetime.combine(last, datetime.min.time()),
        interval=1 if repeat.mode in FIXED_DAYS else repeat.skipped + 1,
        wkst=MO,
        byweekday=weekdays,
    )
    return [moment.date() for moment in islice(rule, MOST_REPEATS + 1)]
