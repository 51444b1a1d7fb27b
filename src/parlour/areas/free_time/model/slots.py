"""Slots: the starts on a day at which a member can be booked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from parlour.areas.booking_settings.model import DayGrid
from parlour.areas.free_time.model.clock import Clock, DayNumber
from parlour.areas.free_time.model.grids import Steps, offered_starts
from parlour.areas.free_time.model.intervals import intersect, members_of, subtract, unite
from parlour.areas.schedules.model.working_time import Interval, Minutes, intervals

BEFORE_ALL = -(10**9)


class Need(msgspec.Struct, frozen=True):
    """What services need with one member. Minutes."""

    length: int
    technical_break: int
    """After the services; it may last longer than the working time, but needs the member and the resources."""
    steps: Steps = Steps()

    @property
    def total(self) -> int:
        return self.length + self.technical_break


class MemberDay(msgspec.Struct, frozen=True):
    """When a member works and is busy on a day, as it is stored."""

    minutes: Minutes
    busy: Minutes


class ResourceDay(msgspec.Struct, frozen=True):
    """When the instances of a resource are busy on a day, as it is stored."""

    instance_ids: Sequence[int]
    busy: Minutes


class Question(msgspec.Struct, frozen=True):
    """What is asked of a day: it has a clock and a grid, and a minute before which nothing can be booked any more."""

    clock: Clock
    grid: DayGrid
    earliest: int


def question(clock: Clock, grid: DayGrid, now: datetime) -> Question:
    """Return what is asked of a day at a moment: the time until the start is what really goes by."""
    return Question(clock, grid, clock.minute_of(now.astimezone(UTC) + timedelta(seconds=grid.grid.lead_s)))


def find_slots(
    asked: Question, need: Need, days: Mapping[DayNumber, MemberDay], resources: Iterable[Sequence[Interval]] = ()
) -> Iterator[int]:
    """Yield the starts at which a member can be booked on a day, in their order.

    `days` are those of the member around it. `resources` are, of each that is needed, the starts at which it is free.
    """
    clock, today = asked.clock, days.get(0)
    minutes = today.minutes if today else ()
    if not minutes:
        return iter(())
    numbers = sorted(days)
    working = clock.working((number, days[number].minutes) for number in numbers)
    busy = clock.busy((number, days[number].busy) for number in numbers)
    fitting = [(max(start, asked.earliest), end - need.length + 1) for start, end in working]
    free = subtract(fitting, [(start - need.total + 1, end) for start, end in busy])
    for of_resource in resources:
        free = intersect(free, of_resource)
    return members_of(free, offered_starts(asked.grid, need.steps, minutes, busy, clock)) if free else iter(())


def free_starts(
    clock: Clock, total: int, instance_ids: Iterable[int], days: Mapping[DayNumber, ResourceDay]
) -> list[Interval]:
    """Return the starts at which one instance of a resource is free for all of the time, as intervals."""
    busy: dict[int, list[Interval]] = {}
    for number in sorted(days):
        midnight = clock.midnights[number]
        for instance_id, (start, end) in zip(days[number].instance_ids, intervals(days[number].busy), strict=True):
            busy.setdefault(instance_id, []).append((midnight + start - total + 1, midnight + end))
    whole = [(BEFORE_ALL, clock.ends)]
    return unite(interval for each in instance_ids for interval in subtract(whole, busy.get(each, ())))
