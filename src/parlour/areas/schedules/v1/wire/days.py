"""The days of one team member, and periods of them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.schedules import refusals
from parlour.areas.schedules.model import days as model
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.areas.schedules.v1.wire import fields
from parlour.areas.schedules.v1.wire.fields import (
    DATE,
    DayText,
    OffDayType,
    Slot,
    SlotForms,
    minutes_of,
    slots_of,
    written_day,
)
from parlour.errors import MISSING, Fault, Invalid
from parlour.http.dates import parse_day
from parlour.http.wire import made, mapped, of, says

FAULT_NAMES = {"days": "", "day": "date"}
"""The fields of the model, as this body calls them."""
IS_WORKING = "1 for a working day, 0 for a day off."


class DayForm(msgspec.Struct):
    """A day to set."""

    # The contract requires slots, also on a day off; they may be left out.
    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["date", "is_working", "slots"]}

    date: Annotated[DayText, DATE]
    is_working: Annotated[bool, says("Whether it is a working day; 1 and 0 are accepted, too.", True, False)]
    slots: Annotated[SlotForms | UnsetType, Meta(description="When the member works. Of no meaning on a day off.")] = (
        UNSET
    )
    off_day_type: Annotated[OffDayType | UnsetType | None, says(f"Ours. {fields.OFF_DAY_TYPE}", None, 1)] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of slots."""
        yield from fields.faults_of_slots(given)

    def to_model(self) -> model.Day:
        day = parse_day(self.date)
        if self.is_working:
            return model.Day(day, minutes_of(self.slots or ()))
        return model.Day(day, (), self.off_day_type or None)


class ScheduleDays(msgspec.Struct):
    """The days to set. The body is the list itself."""

    AS_LIST: ClassVar[str] = "days"

    days: Annotated[list[DayForm], Meta(min_length=1, max_length=MAX_DAYS, description="The days to set.")]

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of working days without slots."""
        for position, day in enumerate(given("days") or ()):
            if day.is_working and not day.slots:
                yield Fault(f"days[{position}].slots", MISSING)


def is_working(day: model.Day) -> int:
    return 1 if day.minutes else 0


class Day(msgspec.Struct, frozen=True):
    """A day of a team member."""

    date: Annotated[str, DATE, of(made(written_day, "day"))]
    is_working: Annotated[int, says(IS_WORKING, 1, 0, of=made(is_working))]
    slots: Annotated[
        list[Slot], Meta(description="When the member works; empty on a day off."), of(made(slots_of, "minutes"))
    ]

    from_model = mapped(model.Day)


def read_period(first: str, last: str) -> Period:
    """Return the period from one day to another. Raise `Invalid` for one that isn't a period, or is too long."""
    found: dict[str, date] = {}
    faults = []
    for name, text in (("start_date", first), ("end_date", last)):
        try:
            found[name] = parse_day(text)
        except ValueError as error:
            faults.append(Fault(name, str(error)))
    if faults:
        raise Invalid(faults)
    return checked(Period(found["start_date"], found["end_date"]))


def read_day(text: str) -> date:
    """Return the day of an address. Raise `Invalid`."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise Invalid([Fault("date", str(error))]) from None


def checked(period: Period) -> Period:
    """Return the period. Raise `Invalid` if it ends before it begins, or is too long."""
    if period.first > period.last:
        raise refusals.REVERSED.error("end_date")
    if len(period) > MAX_DAYS:
        raise refusals.TOO_LONG.error("end_date", MAX_DAYS)
    return period
