"""Duplicating events, and the rules that are kept for it, on the v1 wire."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.appointments import refusals as appointments
from parlour.areas.events import wire as fields
from parlour.areas.events.model.duplication import Duplication
from parlour.areas.events.model.events import Event as EventModel
from parlour.areas.events.model.repeats import MOST_REPEATS, Repeat, RepeatMode
from parlour.areas.events.model.strategies import Strategy as StrategyModel
from parlour.areas.events.model.strategies import StrategyFields
from parlour.areas.events.v1.wire.events import Event, Viewer
from parlour.areas.events.v1.wire.lists import REVERSED
from parlour.areas.events.v1.wire.people import EventMaster, EventStaff
from parlour.errors import MISSING, Fault, Invalid
from parlour.http.dates import parse_written_instant
from parlour.http.fields import Day, Id, Moment, Title, needs
from parlour.http.path_parts import PathPart
from parlour.http.v1_envelope import Count, Success
from parlour.http.wire import made, mapped, of, says

StrategyInPath = Annotated[int, PathPart("Strategy", "The strategy.", 81)]
FAULT_NAMES = {**fields.FAULT_NAMES, "strategy_id": "duplication_strategy_id", "last": "till"}
"""The fields of the model, as these bodies call them."""
MODES = {
    RepeatMode.DAILY: "Daily",
    RepeatMode.WORKDAYS: "Monday to Friday",
    RepeatMode.MONDAY_WEDNESDAY_FRIDAY: "Monday, Wednesday, Friday",
    RepeatMode.TUESDAY_THURSDAY: "Tuesday, Thursday",
    RepeatMode.WEEKLY: "Weekly",
    RepeatMode.MONTHLY: "Monthly",
    RepeatMode.YEARLY: "Yearly",
}
MODE = (
    "How often: 1 daily, 2 Monday to Friday, 3 Monday, Wednesday and Friday, 4 Tuesday and Thursday, 5 weekly,"
    " 6 monthly, 7 yearly."
)
DAYS = says("The days of a weekly rule, 0 being Sunday; without any, the weekday of the first date.", [1, 4])
INTERVAL = says("How many periods are passed over before the next one: days, weeks, months or years.", 2)
CONTENT = says("1 or 2; kept, and without effect: bookings are never copied.", 1)

ModeNumber = Annotated[int, Meta(ge=1, le=7)]
Days = Annotated[list[Annotated[int, Meta(ge=0, le=6)]], Meta(max_length=7)]
Interval = Annotated[int, Meta(ge=0, le=99)]
Content = Literal[1, 2]


class StrategyForm(msgspec.Struct):
    """A strategy. Fields that are left out have their defaults."""

    title: Annotated[Title, says("Its name.", "Mondays and Thursdays")]
    repeat_mode_id: Annotated[ModeNumber, says(MODE, 5)]
    days: Annotated[Days | UnsetType, DAYS] = UNSET
    interval: Annotated[Interval | UnsetType, INTERVAL] = UNSET
    content_type: Annotated[Content | UnsetType, CONTENT] = UNSET

    def to_fields(self) -> StrategyFields:
        mode = RepeatMode(self.repeat_mode_id)
        days = sorted({*(self.days or ())}) if mode is RepeatMode.WEEKLY else []
        return StrategyFields(self.title, mode, days, self.interval or 0, self.content_type or 1)


class StrategyMode(msgspec.Struct, frozen=True):
    """How often events are repeated."""

    id: Annotated[int, says(MODE, 5)]
    title: Annotated[str, says("The same in words.", "Weekly")]


def _mode(mode: RepeatMode) -> StrategyMode:
    return StrategyMode(mode, MODES[mode])


class Strategy(msgspec.Struct, frozen=True):
    """A rule by which events can be duplicated."""

    id: Annotated[int, says("The strategy.", 81, 82)]
    company_id: Annotated[int, says("The location.", 1, of="location_id")]
    title: Annotated[str, says("Its name.", "Mondays and Thursdays")]
    repeat_mode_id: Annotated[int, says(MODE, 5, of=made(int, "mode"))]
    repeat_mode: Annotated[StrategyMode, of(made(_mode, "mode"))]
    days: Annotated[list[int], says("The days of a weekly rule, 0 being Sunday.", [1, 4])]
    interval: Annotated[int, INTERVAL, of("skipped")]
    content_type: Annotated[int, CONTENT, of("content")]

    from_model = mapped(StrategyModel)


def _master(member_id: int, staff: Mapping[int, EventStaff]) -> EventMaster:
    return EventMaster.of(staff[member_id])


class EventCopy(Event, frozen=True, kw_only=True):
    """A copy of an event."""

    master: Annotated[EventMaster, of(made(_master, "team_member_id", "viewer.staff"))]

    from_model = mapped(EventModel, Viewer)


class EventCopies(msgspec.Struct, frozen=True):
    """The copies of an event that were made."""

    success: Success
    data: list[EventCopy]
    meta: Count


class DuplicationForm(msgspec.Struct, kw_only=True):
    """When an event is repeated: `dates`, or `duplication_strategy_id`, or `repeat_mode_id` with its rule."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"strategy_id": "duplication_strategy_id"}
    BETWEEN: ClassVar[dict[str, Any]] = needs(("dates", "duplication_strategy_id", "repeat_mode_id"), ("dates", "till"))

    dates: Annotated[
        Annotated[list[Moment], Meta(max_length=MOST_REPEATS)] | UnsetType,
        says("The starts of the copies; without an offset in the location's time.", ["2026-02-02T15:00:00-05:00"]),
    ] = UNSET
    duplication_strategy_id: Annotated[Id | UnsetType, says("A strategy, from `from` to `till`.", 81)] = UNSET
    repeat_mode_id: Annotated[ModeNumber | UnsetType, says(MODE, 5)] = UNSET
    days: Annotated[Days | UnsetType, DAYS] = UNSET
    interval: Annotated[Interval | UnsetType, INTERVAL] = UNSET
    since: Annotated[
        Day | UnsetType, says("The first day of a rule; by default the day of the event.", "2026-02-02")
    ] = msgspec.field(name="from", default=UNSET)
    till: Annotated[Day | UnsetType, says("The last day of a rule, included.", "2026-02-02")] = UNSET
    content_type: Annotated[Content | UnsetType, CONTENT] = UNSET
    force: Annotated[
        bool | UnsetType,
        says("True: team member, rooms and devices may be busy, or the member may be off work.", False),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of a body that says neither dates nor a rule, or a rule without an end."""
        if given("dates") is not UNSET:
            return
        if given("duplication_strategy_id") is UNSET and given("repeat_mode_id") is UNSET:
            yield Fault("dates", MISSING)
        elif given("till") is UNSET:
            yield Fault("till", MISSING)

    def to_duplication(self, zone: ZoneInfo) -> Duplication:
        """Return what a body says, with times on the clock of a time zone. Raise `Invalid` for a reversed period."""
        if self.since and self.till and self.till < self.since:
            raise Invalid([Fault("till", REVERSED)])
        moments = None if self.dates is UNSET else [parse_written_instant(each).at(zone) for each in self.dates]
        repeat = None
        if self.repeat_mode_id is not UNSET:
            repeat = Repeat(RepeatMode(self.repeat_mode_id), self.days or (), self.interval or 0)
        return Duplication(
            moments,
            self.duplication_strategy_id or None,
            repeat,
            date.fromisoformat(self.since) if self.since else None,
            date.fromisoformat(self.till) if self.till else date.max,
            bool(self.force),
        )


def faults_of_dates(given: Callable[[str], Any], zone: ZoneInfo) -> Iterable[Fault]:
    """Yield the faults of starts that the location's clock never shows, or that have seconds."""
    for number, written in enumerate(given("dates") or ()):
        place, start = f"dates[{number}]", parse_written_instant(written)
        if not start.exists_in(zone):
            yield appointments.NO_SUCH_TIME.fault(place)
        elif start.at(zone) != start.at(zone).replace(second=0, microsecond=0):
            yield appointments.NO_WHOLE_MINUTE.fault(place)
