"""Days of a schedule, and periods of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import IntEnum

import msgspec


class OffDayKind(IntEnum):
    """Why a day is a day off."""

    LEAVE = 1
    SICK_LEAVE = 2
    HOLIDAY = 3
    OTHER = 4


class Period(msgspec.Struct, frozen=True):
    """A range of days, both included; empty if the last comes before the first."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range(len(self)))

    def __len__(self) -> int:
        return max(0, (self.last - self.first).days + 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Day(msgspec.Struct, frozen=True):
    """A day of a member: its working time (see `working_time`), or why it is a day off."""

    day: date
    minutes: Sequence[int] = ()
    off_day_kind: int | None = None


def period_of(days: Iterable[date]) -> Period:
    """Return the period from the earliest to the latest of some days."""
    known = [*days]
    return Period(min(known), max(known))
