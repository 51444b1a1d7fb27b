"""The schedules of several team members."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.schedules.model import days as day_model
from parlour.areas.schedules.model import schedules as model
from parlour.areas.schedules.model.engagements import BusyTime
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
from parlour.areas.schedules.v1.wire.patterns import PatternForm
from parlour.errors import MISSING, Fault
from parlour.http.dates import Day, parse_day
from parlour.http.fields import Id, needs
from parlour.http.query import Query, parameter
from parlour.http.wire import says

FAULT_NAMES = {"to_set": "schedules_to_set", "to_clear": "schedules_to_delete", "days": "dates", "last": "until"}
"""The fields of the model, as this body calls them."""
MOST_PARTS = 1000
SomeIds = Annotated[list[Id], Meta(max_length=300)]

_HOURS = [{"from": "10:00", "to": "14:00"}, {"from": "15:00", "to": "19:00"}]
_EVERY_SECOND_SATURDAY = {"days": ["sat"], "every": 2, "slots": [{"from": "10:00", "to": "14:00"}]}
ON_DATES = {"team_member_id": 9, "dates": ["2026-02-02", "2026-02-03"], "slots": _HOURS}
BY_PATTERN = {
    "team_member_id": 9,
    "pattern": {
        "from": "2026-02-09",
        "until": "2026-05-31",
        "rules": [{"days": ["mon", "tue", "wed"], "slots": _HOURS}, _EVERY_SECOND_SATURDAY],
        "skip_holidays": True,
    },
}
OFF_DAYS = {"team_member_id": 9, "dates": ["2026-02-04"], "off_day_type": 1}
OF_A_MEMBER = {"required": [], **needs("team_member_id")}
MEMBER = says("The team member; `staff_id` works as well.", 9)
Days = Annotated[list[DayText], Meta(max_length=MAX_DAYS)]
DATES = Meta(
    description="The days.",
    examples=[["2026-02-02", "2026-02-03"], ["2026-02-04"]],
    extra_json_schema={"items": {"type": "string", "format": "date"}},
)
ONE_DATE = says("A single day, in addition to `dates`.", "2026-02-05", "2026-02-06")


class StaffSchedule(Query, frozen=True):
    """Which days of which members are listed."""

    start_date: Annotated[Day | None, parameter("The first day; today by default.", "2026-02-02")] = None
    end_date: Annotated[
        Day | None,
        parameter("The last day; by default 30 days after the first. At most 366 days in all.", "2026-02-08"),
    ] = None
    staff_ids: Annotated[SomeIds | None, parameter("Only these team members, at most 300.", [9])] = None
    include: Annotated[
        list[Literal["busy_intervals", "off_day_type"]] | None,
        parameter("`busy_intervals`; `off_day_type`, with which days off that have a reason are listed, too.",
                  ["busy_intervals"]),
    ] = None  # fmt: skip


class PartToSet(msgspec.Struct):
    """Working time for days of a team member: `slots` on `dates`, or a `pattern`."""

    BETWEEN: ClassVar[dict[str, Any]] = OF_A_MEMBER

    team_member_id: Annotated[Id, MEMBER]
    dates: Annotated[Days | UnsetType, DATES] = UNSET
    date: Annotated[DayText | UnsetType, ONE_DATE] = UNSET
    slots: Annotated[SlotForms | UnsetType, Meta(description="When the member works; empty for a day off.")] = UNSET
    pattern: Annotated[PatternForm | UnsetType, Meta(description="Ours. Instead of dates and slots.")] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of slots, and of a part that has neither slots and dates nor a pattern, or both."""
        yield from fields.faults_of_slots(given)
        names = ("dates", "date", "slots")
        if given("pattern") is not UNSET:
            yield from (Fault(name, "Can't be combined with a pattern.") for name in names if given(name) is not UNSET)

    def to_model(self) -> model.Part:
        if self.pattern is not UNSET:
            return model.Part(self.team_member_id, pattern=self.pattern.to_model())
        minutes = minutes_of(self.slots or ())
        return model.Part(self.team_member_id, [day_model.Day(day, minutes) for day in _days(self)])


class PartToDelete(msgspec.Struct):
    """Days of a team member that become days off."""

    BETWEEN: ClassVar[dict[str, Any]] = OF_A_MEMBER

    team_member_id: Annotated[Id, MEMBER]
    dates: Annotated[Days | UnsetType, DATES] = UNSET
    date: Annotated[DayText | UnsetType, ONE_DATE] = UNSET
    off_day_type: Annotated[OffDayType | UnsetType | None, says(f"Ours. {fields.OFF_DAY_TYPE}", 1)] = UNSET

    def to_model(self) -> model.Part:
        kind = self.off_day_type or None
        return model.Part(self.team_member_id, [day_model.Day(day, (), kind) for day in _days(self)])


def _days(part: PartToSet | PartToDelete) -> Iterable[date]:
    texts = [*(part.dates or ()), *([part.date] if part.date else [])]
    return map(parse_day, texts)


PartsToSet = Annotated[list[PartToSet], Meta(max_length=MOST_PARTS)]
PartsToDelete = Annotated[list[PartToDelete], Meta(max_length=MOST_PARTS)]


class ScheduleChange(msgspec.Struct):
    """A change of several schedules. No day of a member may be named twice."""

    schedules_to_set: Annotated[
        PartsToSet | UnsetType,
        Meta(description="What is added or changed.", examples=[[ON_DATES, BY_PATTERN]]),
    ] = UNSET
    schedules_to_delete: Annotated[
        PartsToDelete | UnsetType,
        Meta(description="What becomes days off.", examples=[[OFF_DAYS]]),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of parts that say too little."""
        for position, part in enumerate(given("schedules_to_set") or ()):
            yield from _faults_of_missing(part, f"schedules_to_set[{position}]")
        for position, part in enumerate(given("schedules_to_delete") or ()):
            yield from _faults_of_missing(part, f"schedules_to_delete[{position}]")

    def to_model(self) -> model.Change:
        return model.Change(
            [part.to_model() for part in self.schedules_to_set or ()],
            [part.to_model() for part in self.schedules_to_delete or ()],
        )


def _faults_of_missing(part: PartToSet | PartToDelete, place: str) -> Iterable[Fault]:
    """Yield the faults of a part without days or, if it sets something, without working time."""
    if isinstance(part, PartToSet) and part.pattern is not UNSET:
        if bool(part.pattern.rules) == bool(part.pattern.off_day_type):
            yield Fault(f"{place}.pattern.rules", "A pattern has rules, or an off_day_type.")
        return
    if part.dates is UNSET and part.date is UNSET:
        yield Fault(f"{place}.dates", MISSING)
    if isinstance(part, PartToSet) and part.slots is UNSET:
        yield Fault(f"{place}.slots", MISSING)


class BusyInterval(msgspec.Struct, frozen=True):
    """A time at which a team member is busy."""

    entity_type: Annotated[Literal["record", "activity"], says("An appointment (`record`) or an event.", "record")]
    entity_id: Annotated[int, says("The appointment or the event.", 4001)]
    from_: Annotated[str, says("When it begins.", "10:00:00")] = msgspec.field(name="from")
    to: Annotated[str, says("When it ends.", "11:30:00")]


class StaffDay(msgspec.Struct, frozen=True):
    """A day in the schedule of a team member."""

    staff_id: Annotated[int, says("The team member.", 9)]
    team_member_id: Annotated[int, says("The same.", 9)]
    date: Annotated[str, DATE]
    slots: Annotated[list[Slot], Meta(description="When the member works; empty on a day off.")]
    busy_intervals: Annotated[
        list[BusyInterval] | UnsetType, Meta(description="When the member is busy; only if it was asked for.")
    ] = UNSET
    off_day_type: Annotated[
        int | UnsetType | None, says(f"Only if it was asked for; null on a working day. {fields.OFF_DAY_TYPE}", None)
    ] = UNSET


def staff_days(
    days: Iterable[model.MemberDay],
    include: Iterable[str] | None = None,
    busy: Mapping[tuple[int, date], Sequence[BusyTime]] | None = None,
) -> list[StaffDay]:
    """Return days as they are sent, with the additional fields that are included."""
    with_kind = "off_day_type" in (include or ())
    return [
        StaffDay(
            day.team_member_id,
            day.team_member_id,
            written_day(day.day),
            slots_of(day.minutes),
            UNSET if busy is None else _intervals(busy.get((day.team_member_id, day.day), ())),
            day.off_day_kind if with_kind else UNSET,
        )
        for day in days
    ]


def _intervals(busy: Iterable[BusyTime]) -> list[BusyInterval]:
    return [BusyInterval("activity" if each.is_event else "record", each.id, each.begins, each.ends) for each in busy]
