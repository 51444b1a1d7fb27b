"""The settings of online booking, with the grids of starts that clients are offered."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec import UNSET, UnsetType

DAY_S = 24 * 3600
DEFAULT_STEP_S = 900
MOST_STARTS = 288
MOST_DATES = 1000


class GridBase(StrEnum):
    """Where the starts of a grid come from."""

    SCHEDULE = "schedule"
    """They are counted from the beginning of each interval of working time."""
    TIMESLOTS = "timeslots"
    """They are counted from the grid's own first start."""
    PREDEFINED = "predefined"
    """They are listed."""


class Grid(msgspec.Struct, frozen=True):
    """Which starts a day offers. Times are seconds since midnight on the location's clock."""

    base: GridBase = GridBase.SCHEDULE
    first_s: int = 0
    last_s: int = DAY_S
    """The last start; the length of a day for no limit."""
    step_s: int = DEFAULT_STEP_S
    lead_s: int = 0
    """How far ahead of its start a time can be booked at the latest."""
    is_flexible: bool = False
    """Whether a start is added at the end of what is booked already."""


class DayGrid(msgspec.Struct, frozen=True):
    """The grid of a day. `starts` are listed ones, in their order; they count for a predefined grid only."""

    starts: tuple[int, ...] = ()
    grid: Grid = Grid()
    is_closed: bool = False
    """Whether the day offers nothing."""


class WeekdayGrid(msgspec.Struct, frozen=True):
    """The grid of a weekday, from 1 for Monday to 7."""

    weekday: int
    starts: tuple[int, ...] = ()
    grid: Grid = Grid()


class DateGrid(msgspec.Struct, frozen=True):
    """The grid of a single date, in place of its weekday's. Without starts the date offers nothing."""

    day: date
    starts: tuple[int, ...]
    grid: Grid = Grid()


class BookingSettings(msgspec.Struct, frozen=True, dict=True):
    """How clients of a location book. The grids count only if `has_grids`."""

    confirms_phone: bool
    """Whether clients confirm their phone number by a code."""
    allows_any_member: bool
    lead_minutes: int
    max_seats: int
    """The most seats of a group event that a client can book."""
    has_grids: bool
    weekdays: tuple[WeekdayGrid, ...]
    """Those that were set, in their order; others have the default."""
    dates: tuple[DateGrid, ...]
    privacy_policy: str
    """What clients agree to, as HTML; empty for nothing."""

    def grid_on(self, day: date) -> DayGrid:
        """Return the grid of a day. Without grids it is the working time's, with the lead of the whole location."""
        if not self.has_grids:
            return DayGrid(grid=Grid(lead_s=self.lead_minutes * 60))
        if (found := self._by_date.get(day)) is not None:
            return DayGrid(found.starts, found.grid, is_closed=not found.starts)
        return self._by_weekday[day.isoweekday() - 1]

    @property
    def leads(self) -> dict[str, int]:
        """Return the leads of the grids, in seconds: of all weekdays by their numbers, and of single dates."""
        if not self.has_grids:
            return {str(weekday): self.lead_minutes * 60 for weekday in range(1, 8)}
        weekdays = {str(each.weekday): each.grid.lead_s for each in self.whole_week}
        return weekdays | {each.day.isoformat(): each.grid.lead_s for each in self.dates}

    @property
    def whole_week(self) -> list[WeekdayGrid]:
        """Return the grids of all seven weekdays."""
        known = {each.weekday: each for each in self.weekdays}
        return [known.get(weekday) or WeekdayGrid(weekday) for weekday in range(1, 8)]

    @cached_property
    def _by_weekday(self) -> list[DayGrid]:
        return [DayGrid(each.starts, each.grid) for each in self.whole_week]

    @cached_property
    def _by_date(self) -> dict[date, DateGrid]:
        return {each.day: each for each in self.dates}


class BookingPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to the settings; UNSET keeps the current value. Lists replace those that there are."""

    confirms_phone: bool | UnsetType = UNSET
    allows_any_member: bool | UnsetType = UNSET
    lead_minutes: int | UnsetType = UNSET
    max_seats: int | UnsetType = UNSET
    has_grids: bool | UnsetType = UNSET
    weekdays: Sequence[WeekdayGrid] | UnsetType = UNSET
    dates: Sequence[DateGrid] | UnsetType = UNSET
