"""Which starts a location offers on a day, before it matters what is free."""

from collections.abc import Iterable, Sequence
from math import lcm

import msgspec

from parlour.areas.booking_settings.model import DAY_S, DEFAULT_STEP_S, DayGrid, Grid, GridBase
from parlour.areas.free_time.model.clock import Clock
from parlour.areas.schedules.model.working_time import END_OF_DAY, Interval, Minutes, joined

_A_MINUTE = 60


class Steps(msgspec.Struct, frozen=True):
    """The distances between starts that services and a member ask for, and the part of the day that they allow."""

    search_steps: Sequence[int] = ()
    """Of the services. Where it is the default, they have no distance of their own; neither has the member."""
    member_step: int = DEFAULT_STEP_S
    shown_steps: Sequence[int] = ()
    """Of the services: only starts at multiples of all of these are shown."""
    window: Interval = (0, DAY_S)
    """Seconds since midnight between which starts must be."""

    def on(self, grid: Grid) -> int:
        """Return the distance between the starts of a schedule's grid: of the services, of the member, of the grid."""
        of_services = [step for step in self.search_steps if step != DEFAULT_STEP_S]
        if of_services:
            return max(of_services)
        return self.member_step if self.member_step != DEFAULT_STEP_S else grid.step_s


def offered_starts(
    offered: DayGrid, steps: Steps, minutes: Minutes, busy: Iterable[Interval], clock: Clock
) -> list[int]:
    """Return the starts on a day with its working time, in their order.

    On the clock they are counted, so each is at the same time of day whether the clocks change or not; starts that the
    clock skips are left out, and of those that it repeats the first is offered.
    """
    if offered.is_closed:
        return []
    shown = _on_grid(offered, steps, minutes)
    if offered.grid.is_flexible:
        ends = {minute for _, end in busy if (minute := clock.shown(end)) is not None}
        shown = sorted(ends.union(shown))
    first, end = (-(-second // _A_MINUTE) for second in steps.window)
    if first > 0 or end < END_OF_DAY:
        shown = [minute for minute in shown if first <= minute < end]
    return clock.on_day(shown)


def _on_grid(offered: DayGrid, steps: Steps, minutes: Minutes) -> list[int]:
    grid, multiple = offered.grid, lcm(*steps.shown_steps, _A_MINUTE)
    if grid.base is GridBase.PREDEFINED:
        return [second // _A_MINUTE for second in offered.starts]
    if grid.base is GridBase.TIMESLOTS:
        last = min(grid.last_s + 1, DAY_S)
        return [second // _A_MINUTE for second in range(grid.first_s, last, lcm(grid.step_s, multiple))]
    step = lcm(steps.on(grid), multiple) // _A_MINUTE
    return [minute for start, end in joined(minutes) for minute in range(start, end, step)]
