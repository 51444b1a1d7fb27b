"""The clock of a location around one day, as minutes that really go by.

All of free time is worked out in minutes since the day began: those before are below zero, and the next day usually
begins at 1440. Only on days around a change of the clocks does a minute on the clock have to be looked up.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.schedules.model.working_time import END_OF_DAY, Interval, Minutes, instant, intervals, joined

DayNumber: TypeAlias = int
"""A day counted from the one that is asked for: 0 is that day, -1 the day before."""
FIRST_NUMBER, LAST_NUMBER = -1, 2
"""The days around one that can matter to it: an appointment of a day may end two days later, if a day is short."""
NUMBERS = range(FIRST_NUMBER, LAST_NUMBER + 1)
_A_DAY = timedelta(days=1)
_A_MINUTE = timedelta(minutes=1)


class Clock(msgspec.Struct, frozen=True):
    """A day of a location, and how minutes on the clock count from its beginning."""

    day: date
    zone: ZoneInfo
    begins: datetime
    """In UTC. Of a midnight that comes twice, the first."""
    midnights: Mapping[DayNumber, int]
    """When the days around begin."""
    is_regular: bool
    """False when the clocks change nearby, so that minutes on the clock differ from those that go by."""

    @property
    def ends(self) -> int:
        return self.midnights[1]

    def at(self, number: DayNumber, minute: int) -> int:
        """Return a minute on the clock of a day: the first if it comes twice, the end of the gap if it is skipped."""
        if self.is_regular:
            return number * END_OF_DAY + minute
        return (instant(self.day + number * _A_DAY, minute, self.zone) - self.begins) // _A_MINUTE

    def shown(self, minute: int) -> int | None:
        """Return the minute of the day that the clock shows; None on another day, and when it shows it again."""
        if self.is_regular:
            return minute if 0 <= minute < END_OF_DAY else None
        since_midnight = self.moment(minute).replace(tzinfo=None) - datetime.combine(self.day, time())
        found = since_midnight // _A_MINUTE
        return found if 0 <= found < END_OF_DAY and self.at(0, found) == minute else None

    def on_day(self, shown: Iterable[int]) -> list[int]:
        """Return minutes of the day as minutes that go by, without those that the clock skips."""
        if self.is_regular:
            return [*shown]
        return [self.at(0, minute) for minute in shown if self.shown(self.at(0, minute)) == minute]

    def moment(self, minute: int) -> datetime:
        """Return the time at which a minute begins, with the offset of the location at that time."""
        return (self.begins + minute * _A_MINUTE).astimezone(self.zone)

    def minute_of(self, moment: datetime) -> int:
        """Return the first minute that doesn't begin before a moment."""
        return -((self.begins - moment) // _A_MINUTE)

    def working(self, days: Iterable[tuple[DayNumber, Minutes]]) -> list[Interval]:
        """Return working time on the clock as minutes that go by. What touches is connected, also across midnight."""
        found: list[Interval] = []
        for number, minutes in days:
            for start, end in joined(minutes):
                begins, ends = self.at(number, start), self.at(number, end)
                if begins >= ends:  # the clock skips all of it
                    continue
                if found and found[-1][1] >= begins:
                    found[-1] = (found[-1][0], ends)
                else:
                    found.append((begins, ends))
        return found

    def busy(self, days: Iterable[tuple[DayNumber, Minutes]]) -> list[Interval]:
        """Return busy time, which is stored as minutes that go by on each day, in its order."""
        return [
            (self.midnights[number] + start, self.midnights[number] + end)
            for number, minutes in days
            for start, end in intervals(minutes)
        ]


@lru_cache(maxsize=8192)
def clock_of(day: date, zone: ZoneInfo) -> Clock:
    """Return the clock of a location around a day."""
    begins = instant(day, 0, zone)
    midnights = {
        number: (instant(day + number * _A_DAY, 0, zone) - begins) // _A_MINUTE
        for number in range(FIRST_NUMBER, LAST_NUMBER + 2)
    }
    is_regular = all(midnight == number * END_OF_DAY for number, midnight in midnights.items())
    return Clock(day, zone, begins, midnights, is_regular)


class Reading(msgspec.Struct, frozen=True):
    """A minute as the clock of a location shows it."""

    moment: datetime
    time: str
    """Such as 10:00."""
    written: str
    """In ISO 8601, with the offset then."""


# The same starts are shown over and over.
@lru_cache(maxsize=32_768)
def reading_of(day: date, zone: ZoneInfo, minute: int) -> Reading:
    """Return what the clock shows in a minute that goes by on a day."""
    moment = clock_of(day, zone).moment(minute)
    return Reading(moment, f"{moment:%H:%M}", moment.isoformat())


def changing_days(days: Iterable[date], zone: ZoneInfo) -> list[date]:
    """Return those of some days whose clocks change on them or nearby."""
    return [day for day in days if not clock_of(day, zone).is_regular]


def days_around(days: Iterable[date]) -> list[date]:
    """Return the days that can matter to some days."""
    return sorted({day + number * _A_DAY for day in days for number in NUMBERS})
