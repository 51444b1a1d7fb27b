"""The fields that several forms and answers of schedules share."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta

from parlour.areas.schedules.model import working_time
from parlour.areas.schedules.model.working_time import Interval
from parlour.errors import Fault
from parlour.http.dates import parse_day
from parlour.http.fields import needs, syntax
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

MOST_SLOTS = 96

FROM = says("When work begins.", "10:00", "15:00")
TO = says("When it ends; 24:00 at the end of the day.", "14:00", "19:00")
DATE = says("The day.", "2026-02-02", "2026-02-03")
OFF_DAY_TYPE = (
    "Why it is a day off: 1 leave, 2 sick leave, 3 public holiday, 4 another reason. The contract doesn't number them."
)

OffDayType = Annotated[int, Meta(ge=1, le=4)]
MemberInPath = Annotated[int, PathPart("Team member", "The team member.", 9)]
FirstDayInPath = Annotated[str, PathPart("Day", "The first day, as `2026-02-02` or `20260202`.", "2026-02-02")]
LastDayInPath = Annotated[str, PathPart("Day", "The last day; at most 366 days in all.", "2026-02-08")]
DayInPath = Annotated[str, PathPart("Day", "The day, as `2026-02-02` or `20260202`.", "2026-02-02")]


def normal_day(text: str) -> str:
    """Return a day as 2026-01-31. Raise `ValueError` for anything else."""
    return parse_day(text).isoformat()


def _normal_start(text: str) -> str:
    return working_time.format_clock(working_time.parse_clock(text))


def _normal_end(text: str) -> str:
    return working_time.format_clock(working_time.parse_end(text))


DayText = Annotated[str, syntax(normal_day, r"^\d{4}-?\d{2}-?\d{2}$")]


class SlotForm(msgspec.Struct):
    """Working time from a time to another on the location's clock."""

    BETWEEN: ClassVar[dict[str, Any]] = {"required": [], **needs("from", "to")}

    from_: Annotated[str, syntax(_normal_start, working_time.CLOCK_PATTERN), FROM] = msgspec.field(name="from")
    to: Annotated[str, syntax(_normal_end, working_time.CLOCK_PATTERN), TO]

    @property
    def interval(self) -> Interval:
        return working_time.parse_clock(self.from_), working_time.parse_end(self.to)


SlotForms = Annotated[list[SlotForm], Meta(max_length=MOST_SLOTS)]


class Slot(msgspec.Struct, frozen=True):
    """Working time from a time to another on the location's clock."""

    from_: Annotated[str, FROM] = msgspec.field(name="from")
    to: Annotated[str, TO]


def faults_of_slots(given: Callable[[str], Any]) -> Iterable[Fault]:
    """Yield the faults of intervals that end before they begin, or overlap another."""
    if (slots := given("slots")) is UNSET:
        return
    intervals = [slot.interval for slot in slots]
    for position in (wrong := working_time.reversed_intervals(intervals)):
        yield Fault(f"slots[{position}]", "Must end after it begins; a night shift goes on in the next day.")
    for position in working_time.overlapping(intervals):
        if position not in wrong:
            yield Fault(f"slots[{position}]", "Overlaps a slot before it.")


def minutes_of(slots: Iterable[SlotForm]) -> list[int]:
    """Return the intervals as they are stored."""
    return working_time.flat(slot.interval for slot in slots)


# A month of fifty members has each date fifty times.
@lru_cache(maxsize=4096)
def written_day(day: date) -> str:
    """Return a day as it is sent."""
    return day.isoformat()


def slots_of(minutes: Sequence[int]) -> list[Slot]:
    """Return the slots of stored working time; those of equal days are the same list."""
    return _slots_of(tuple(minutes))


# Most days of a business have one of a few working times.
@lru_cache(maxsize=4096)
def _slots_of(minutes: tuple[int, ...]) -> list[Slot]:
    return [
        Slot(working_time.format_clock(start), working_time.format_clock(end))
        for start, end in working_time.intervals(minutes)
    ]
