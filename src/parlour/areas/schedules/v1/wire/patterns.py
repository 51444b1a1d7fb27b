"""Patterns in a body: working time that recurs. Ours, not in the contract."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.schedules.model import patterns as model
from parlour.areas.schedules.model.patterns import EVERY_DAY, MONDAY_TO_SUNDAY, MOST_CYCLE_DAYS, MOST_WEEKS
from parlour.areas.schedules.v1.wire import fields
from parlour.areas.schedules.v1.wire.fields import DayText, OffDayType, SlotForm
from parlour.errors import Fault
from parlour.http.dates import parse_day
from parlour.http.wire import says

WEEKDAY_EXPECTED = "Expected mon, tue, wed, thu, fri, sat or sun."
_WEEKDAYS = {"items": {"type": "string", "enum": [*MONDAY_TO_SUNDAY]}}

Weeks = Annotated[int, Meta(ge=1, le=MOST_WEEKS)]
CycleDays = Annotated[int, Meta(ge=1, le=MOST_CYCLE_DAYS - 1)]


Weekdays = Annotated[list[str], Meta(min_length=1, max_length=7)]


class RuleForm(msgspec.Struct):
    """On which days a member works, and when. Weekdays, or so many days on and so many off; by default every day."""

    slots: Annotated[
        list[SlotForm], Meta(min_length=1, max_length=fields.MOST_SLOTS, description="When the member works.")
    ]
    days: Annotated[
        Weekdays | UnsetType, Meta(extra_json_schema=_WEEKDAYS, description="Weekdays.", examples=[["mon", "tue"]])
    ] = UNSET
    every: Annotated[Weeks | UnsetType, says("In every so manieth week, such as 2 for every second one.", 2)] = UNSET
    week: Annotated[
        Weeks | UnsetType,
        says(
            "In which of these weeks, from 1 for that in which the pattern begins. Else from the first such day on.", 1
        ),
    ] = UNSET
    days_on: Annotated[CycleDays | UnsetType, says("Instead of weekdays: so many days on …", 2)] = UNSET
    days_off: Annotated[CycleDays | UnsetType, says("… and then so many days off.", 2)] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of slots and weekdays, and of a rule that mixes weekdays and a cycle."""
        yield from fields.faults_of_slots(given)
        for position, day in enumerate(given("days") or ()):
            if day.lower() not in MONDAY_TO_SUNDAY:
                yield Fault(f"days[{position}]", WEEKDAY_EXPECTED)
        if (given("week") or 1) > (given("every") or 1):
            yield Fault("week", "Must be at most `every`.")
        if bool(given("days_on")) != bool(given("days_off")):
            yield Fault("days_off" if given("days_on") else "days_on", "Days on and days off belong together.")
        elif (given("days_on") or 0) + (given("days_off") or 0) > MOST_CYCLE_DAYS:
            yield Fault("days_off", f"Days on and days off must be at most {MOST_CYCLE_DAYS} together.")
        if given("days_on") and (given("days") or given("every") or given("week")):
            yield Fault("days_on", "Can't be combined with weekdays.")

    def to_model(self) -> model.Rule:
        return model.Rule(
            intervals=[slot.interval for slot in self.slots],
            weekdays=[MONDAY_TO_SUNDAY.index(day.lower()) for day in self.days or ()] or EVERY_DAY,
            every=self.every or 1,
            week=self.week or None,
            days_on=self.days_on or None,
            days_off=self.days_off or 0,
        )


Rules = Annotated[list[RuleForm], Meta(min_length=1, max_length=50)]


class PatternForm(msgspec.Struct):
    """Working time that recurs. It sets every day of its period: where no rule applies, the day is off."""

    from_: Annotated[DayText | UnsetType, says("The first day; today if it is left out.", "2026-02-02")] = (
        msgspec.field(name="from", default=UNSET)
    )
    until: Annotated[DayText | UnsetType, says("The last day; 366 days in all if it is left out.", "2026-05-31")] = (
        UNSET
    )
    rules: Annotated[Rules | UnsetType, Meta(description="They may not set the same time.")] = UNSET
    skip_holidays: Annotated[
        bool | UnsetType, says("Public holidays of the location's country are days off, of type 3.", True)
    ] = UNSET
    off_day_type: Annotated[
        OffDayType | UnsetType | None,
        says(f"Instead of rules: the whole period is off. {fields.OFF_DAY_TYPE}", None),
    ] = UNSET

    def to_model(self) -> model.Pattern:
        return model.Pattern(
            rules=[rule.to_model() for rule in self.rules or ()],
            first=parse_day(self.from_) if self.from_ else None,
            last=parse_day(self.until) if self.until else None,
            skips_holidays=bool(self.skip_holidays),
            off_day_kind=self.off_day_type or None,
        )
