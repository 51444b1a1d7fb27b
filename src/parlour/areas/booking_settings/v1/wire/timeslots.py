"""The grids of starts that clients are offered, by weekday and by date."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.booking_settings import model
from parlour.areas.booking_settings.model import DAY_S, MOST_DATES, MOST_STARTS, GridBase
from parlour.errors import MISSING, Fault
from parlour.http.fields import Day, multiple_of, needs
from parlour.http.wire import mapped, of, says

IS_ENABLED = says("Whether the starts that clients are offered follow these settings, instead of working time.", True)
WEEKDAY = says("The weekday, from 1 for Monday to 7 for Sunday.", 1)
DATE = says("The date.", "2026-12-24")
STARTS = says("Starts in seconds since midnight, for a `predefined` grid.", [36000, 39600])
STARTS_OF_DATE = says("Starts in seconds since midnight; with an empty list the date offers nothing.", [36000])
FIRST = says("The first start, in seconds since midnight.", 32400)
LAST = says("The last start, in seconds since midnight; 86400 for no limit.", 72000)
STEP = says("The seconds from a start to the next.", 1800)
LEAD = says("How many seconds ahead of its start a time can be booked at the latest.", 3600)
BASE = says(
    "Where starts come from: `schedule` counts them from the beginning of working time, `timeslots` from the first"
    " start, `predefined` lists them.",
    "timeslots",
)
IS_FLEXIBLE = says("Whether a start is added at the end of each appointment.", False)

LAST_START = DAY_S - 60
Given = Callable[[str], Any]
Starts = Annotated[
    list[int],
    Meta(
        max_length=MOST_STARTS,
        extra_json_schema={"items": {"type": "integer", "minimum": 0, "maximum": LAST_START, "multipleOf": 60}},
    ),
]
Bound = Annotated[int, Meta(ge=0, le=DAY_S), multiple_of(60)]
Step = Annotated[int, Meta(ge=60, le=DAY_S), multiple_of(60)]
Lead = Annotated[int, Meta(ge=0, le=366 * DAY_S), multiple_of(60)]
Base = Literal["predefined", "schedule", "timeslots"]


class GridForm(msgspec.Struct):
    """How starts are counted; what is left out has its default."""

    grid_first_timeslot: Annotated[Bound | UnsetType, FIRST] = UNSET
    grid_last_timeslot: Annotated[Bound | UnsetType, LAST] = UNSET
    grid_display_step: Annotated[Step | UnsetType, STEP] = UNSET
    grid_nearest_timeslot_delay: Annotated[Lead | UnsetType, LEAD] = UNSET
    grid_base_type: Annotated[Base | UnsetType, BASE] = UNSET
    is_grid_flexible: Annotated[bool | UnsetType | None, IS_FLEXIBLE] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a last start before the first."""
        first, last = given("grid_first_timeslot"), given("grid_last_timeslot")
        if first is not UNSET and last is not UNSET and last < first:
            yield Fault("grid_last_timeslot", "Must not be before the first start.")

    def to_model(self) -> model.Grid:
        default = model.Grid()
        return model.Grid(
            GridBase(self.grid_base_type or default.base),
            self.grid_first_timeslot or default.first_s,
            default.last_s if self.grid_last_timeslot is UNSET else self.grid_last_timeslot,
            self.grid_display_step or default.step_s,
            self.grid_nearest_timeslot_delay or default.lead_s,
            self.is_grid_flexible or default.is_flexible,
        )


def _faults_of_starts(given: Given) -> Iterator[Fault]:
    for position, start in enumerate(given("timeslots") or ()):
        if not 0 <= start <= LAST_START or start % 60:
            yield Fault(f"timeslots[{position}]", f"Must be a multiple of 60 from 0 to {LAST_START}.")


def _in_order(starts: Sequence[int] | UnsetType) -> tuple[int, ...]:
    return tuple(sorted(set(starts or ())))


def _grid_of(setting: GridForm | UnsetType) -> model.Grid:
    return model.Grid() if setting is UNSET else setting.to_model()


class WeekdayForm(msgspec.Struct):
    """The starts of a weekday."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("weekday")

    weekday: Annotated[Annotated[int, Meta(ge=1, le=7)] | UnsetType, WEEKDAY] = UNSET
    timeslots: Annotated[Starts | UnsetType, STARTS] = UNSET
    setting: GridForm | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the fault of a missing weekday, and those of starts."""
        if given("weekday") is UNSET:
            yield Fault("weekday", MISSING)
        yield from _faults_of_starts(given)

    def to_model(self) -> model.WeekdayGrid:
        return model.WeekdayGrid(self.weekday or 0, _in_order(self.timeslots), _grid_of(self.setting))


class DateForm(msgspec.Struct):
    """The starts of a date, in place of its weekday's."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("date", "timeslots")

    date: Annotated[Day | UnsetType, DATE] = UNSET
    timeslots: Annotated[Starts | UnsetType, STARTS_OF_DATE] = UNSET
    setting: GridForm | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the faults of a missing date or list, and those of starts."""
        yield from (Fault(name, MISSING) for name in ("date", "timeslots") if given(name) is UNSET)
        yield from _faults_of_starts(given)

    def to_model(self) -> model.DateGrid:
        return model.DateGrid(date.fromisoformat(self.date or ""), _in_order(self.timeslots), _grid_of(self.setting))


class TimeslotsForm(msgspec.Struct):
    """The settings of starts. A list that is left out keeps what it has; one that is sent replaces it."""

    is_enabled: Annotated[bool | UnsetType, IS_ENABLED] = UNSET
    weekdays_settings: Annotated[
        Annotated[list[WeekdayForm], Meta(max_length=7)] | UnsetType,
        says("The weekdays; those that are left out have the default."),
    ] = UNSET
    dates_settings: Annotated[
        Annotated[list[DateForm], Meta(max_length=MOST_DATES)] | UnsetType, says("Single dates.")
    ] = UNSET

    @staticmethod
    def faults_between(given: Given) -> Iterator[Fault]:
        """Yield the faults of weekdays and dates that come twice."""
        yield from _repeated(
            "weekdays_settings", "weekday", [each.weekday for each in given("weekdays_settings") or ()]
        )
        yield from _repeated("dates_settings", "date", [each.date for each in given("dates_settings") or ()])

    def to_patch(self) -> model.BookingPatch:
        weekdays, dates = self.weekdays_settings, self.dates_settings
        return model.BookingPatch(
            has_grids=self.is_enabled,
            weekdays=UNSET if weekdays is UNSET else sorted((each.to_model() for each in weekdays), key=_weekday_of),
            dates=UNSET if dates is UNSET else sorted((each.to_model() for each in dates), key=_day_of),
        )


def _weekday_of(found: model.WeekdayGrid) -> int:
    return found.weekday


def _day_of(found: model.DateGrid) -> date:
    return found.day


def _repeated(place: str, name: str, values: Sequence[object]) -> Iterator[Fault]:
    seen = set()
    for position, value in enumerate(values):
        if value in seen:
            yield Fault(f"{place}[{position}].{name}", "It is in the list already.")
        seen.add(value)


class GridSetting(msgspec.Struct, frozen=True):
    """How starts are counted."""

    grid_first_timeslot: Annotated[int, FIRST, of("first_s")]
    grid_last_timeslot: Annotated[int, LAST, of("last_s")]
    grid_display_step: Annotated[int, STEP, of("step_s")]
    grid_nearest_timeslot_delay: Annotated[int, LEAD, of("lead_s")]
    grid_base_type: Annotated[str, BASE, of("base")]
    is_grid_flexible: Annotated[bool, IS_FLEXIBLE, of("is_flexible")]

    from_model = mapped(model.Grid)


class WeekdaySettings(msgspec.Struct, frozen=True):
    """The starts of a weekday."""

    weekday: Annotated[int, WEEKDAY]
    timeslots: Annotated[list[int], STARTS]
    setting: GridSetting


class DateSettings(msgspec.Struct, frozen=True):
    """The starts of a date, in place of its weekday's."""

    date: Annotated[str, DATE]
    timeslots: Annotated[list[int], STARTS_OF_DATE]
    setting: GridSetting


class TimeslotSettings(msgspec.Struct, frozen=True):
    """The settings of starts."""

    is_enabled: Annotated[bool, IS_ENABLED]
    weekdays_settings: list[WeekdaySettings]
    dates_settings: list[DateSettings]

    @classmethod
    def from_model(cls, found: model.BookingSettings) -> "TimeslotSettings":
        return cls(found.has_grids, [*_weekdays(found.whole_week)], [*_dates(found.dates)])


def _weekdays(found: Iterable[model.WeekdayGrid]) -> Iterator[WeekdaySettings]:
    for each in found:
        yield WeekdaySettings(each.weekday, [*each.starts], GridSetting.from_model(each.grid))


def _dates(found: Iterable[model.DateGrid]) -> Iterator[DateSettings]:
    for each in found:
        yield DateSettings(each.day.isoformat(), [*each.starts], GridSetting.from_model(each.grid))
