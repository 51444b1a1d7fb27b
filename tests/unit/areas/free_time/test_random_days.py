"""Slots of random days, compared with a model that looks at each minute that goes by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from parlour.areas.booking_settings.model import DayGrid, Grid, GridBase
from parlour.areas.free_time.model.clock import clock_of
from parlour.areas.free_time.model.grids import Steps
from parlour.areas.free_time.model.slots import MemberDay, Need, Question, ResourceDay, find_slots, free_starts
from parlour.areas.schedules.model.working_time import Minutes, intervals

DAYS = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25", "2026-03-28", "2026-10-26", "2026-06-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Pacific/Apia": ("2011-12-28", "2011-12-29", "2011-12-30", "2011-12-31"),
    "Atlantic/Azores": ("2026-10-25", "2026-03-29"),
    "America/Havana": ("2026-11-01", "2026-03-08"),
    "Asia/Beirut": ("2025-10-25", "2025-10-26", "2025-03-30"),
    "America/St_Johns": ("2010-11-06", "2010-11-07"),
}
PLACES = [(ZoneInfo(zone), date.fromisoformat(day)) for zone, days in DAYS.items() for day in days]
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


class Readings:
    """The clock of a place around a day: when it first shows each minute, if it does."""

    def __init__(self, zone: ZoneInfo, day: date) -> None:
        midnight = datetime.combine(day, time())
        first = midnight.replace(tzinfo=UTC) - 3 * A_DAY
        moments = [first + number * A_MINUTE for number in range(8 * 1440)]
        self._first: dict[int, datetime] = {}
        for moment in moments:
            shown = (moment.astimezone(zone).replace(tzinfo=None) - midnight) // A_MINUTE
            self._first.setdefault(shown, moment)
        self.begins = self._moment_of(0)
        self._at = {minute: (self._moment_of(minute) - self.begins) // A_MINUTE for minute in range(-1440, 5000)}

    def _moment_of(self, minute: int) -> datetime:
        return next(self._first[later] for later in range(minute, 9000) if later in self._first)

    def at(self, number: int, minute: int) -> int:
        """Return when the clock first shows a minute of a day, or a later one."""
        return self._at[number * 1440 + minute]

    def has(self, minute: int) -> bool:
        return minute in self._first


readings_of = cache(Readings)

minutes = st.lists(st.integers(0, 48), unique=True, max_size=8).map(
    lambda found: [30 * each for each in sorted(found)[: len(found) // 2 * 2]]
)
busy_minutes = st.lists(st.tuples(st.integers(0, 275), st.integers(1, 24)), max_size=4).map(
    lambda found: [edge for start, length in sorted(found) for edge in (5 * start, min(5 * (start + length), 1380))]
)
member_days = st.builds(MemberDay, minutes, busy_minutes)
members = st.builds(
    lambda today, others: {**others, 0: today}, member_days, st.dictionaries(st.integers(-1, 2), member_days)
)
resources = st.dictionaries(
    st.integers(-1, 2),
    busy_minutes.flatmap(
        lambda busy: st.builds(
            ResourceDay,
            st.lists(st.integers(1, 2), min_size=len(busy) // 2, max_size=len(busy) // 2),
            st.just(busy),
        )
    ),
)
steps = st.builds(
    Steps,
    st.lists(st.sampled_from([300, 1800, 2700, 5400]), min_size=1, max_size=2),
    shown_steps=st.lists(st.sampled_from([600, 1500]), max_size=1),
    window=st.tuples(st.integers(0, 40_000), st.integers(30_000, 86_400)) | st.just((0, 86_400)),
)
needs = st.builds(Need, st.sampled_from([5, 30, 60, 95, 300]), st.sampled_from([0, 5, 60]), steps)
grids = st.builds(
    Grid,
    st.sampled_from(GridBase),
    st.integers(0, 600).map(lambda minute: 60 * minute),
    st.integers(600, 1440).map(lambda minute: 60 * minute),
    st.sampled_from([900, 1800, 3000]),
    is_flexible=st.booleans(),
)
starts = st.lists(st.integers(0, 287).map(lambda count: 300 * count), max_size=6, unique=True).map(sorted).map(tuple)
day_grids = st.builds(DayGrid, starts, grids)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), members, resources, needs, day_grids, st.integers(-600, 900))
def test_slots_are_those_of_a_minute_by_minute_search(
    place: tuple[ZoneInfo, date],
    member: dict[int, MemberDay],
    resource: dict[int, ResourceDay],
    need: Need,
    grid: DayGrid,
    earliest: int,
) -> None:
    zone, day = place
    clock = clock_of(day, zone)
    readings = readings_of(zone, day)
    lengths = {number: readings.at(number + 1, 0) - readings.at(number, 0) for number in range(-1, 3)}
    member = {number: MemberDay(its.minutes, within(lengths[number], its.busy)) for number, its in member.items()}
    resource = {number: its for number, its in resource.items() if within(lengths[number], its.busy) == its.busy}
    asked = Question(clock, grid, earliest)
    free = free_starts(clock, need.total, [1, 2], resource)
    found = [clock.moment(minute).astimezone(UTC) for minute in find_slots(asked, need, member, [free])]
    assert found == searched(readings, member, resource, need, grid, earliest)


def searched(
    clock: Readings,
    member: dict[int, MemberDay],
    resource: dict[int, ResourceDay],
    need: Need,
    grid: DayGrid,
    earliest: int,
) -> list[datetime]:
    works = {
        each
        for number, its in member.items()
        for start, end in intervals(its.minutes)
        for each in range(clock.at(number, start), clock.at(number, end))
    }
    busy = {each for number, its in member.items() for each in taken(clock, number, its.busy)}
    held: dict[int, set[int]] = {1: set(), 2: set()}
    for number, day in resource.items():
        for instance_id, interval in zip(day.instance_ids, intervals(day.busy), strict=True):
            held[instance_id].update(taken(clock, number, interval))
    today = member.get(0, MemberDay([], []))
    ends = [clock.at(number, 0) + end for number, its in member.items() for _, end in intervals(its.busy)]
    found = []
    for shown in range(1440):
        if not clock.has(shown) or not need.steps.window[0] <= shown * 60 < need.steps.window[1]:
            continue
        start = clock.at(0, shown)
        all_the_time = range(start, start + need.total)
        if (
            start >= earliest
            and works.issuperset(range(start, start + need.length))
            and ((grid.grid.is_flexible and start in ends) or is_on_grid(shown, grid, need.steps, today.minutes))
            and busy.isdisjoint(all_the_time)
            and any(of_instance.isdisjoint(all_the_time) for of_instance in held.values())
        ):
            found.append(clock.begins + start * A_MINUTE)
    return sorted(found)


def within(length: int, busy: Minutes) -> list[int]:
    """Keep the busy intervals that a day of this length can have."""
    return [edge for start, end in intervals(busy) if end <= length for edge in (start, end)]


def taken(clock: Readings, number: int, busy: Minutes) -> list[int]:
    midnight = clock.at(number, 0)
    return [midnight + minute for start, end in intervals(busy) for minute in range(start, end)]


def is_on_grid(minute: int, grid: DayGrid, steps: Steps, shift: Sequence[int]) -> bool:
    if grid.grid.base is GridBase.PREDEFINED:
        return minute * 60 in grid.starts
    if grid.grid.base is GridBase.TIMESLOTS:
        since = minute * 60 - grid.grid.first_s
        return minute * 60 <= grid.grid.last_s and is_step(since, grid.grid.step_s, steps)
    works = {each for start, end in intervals(shift) for each in range(start, end)}
    if minute not in works:
        return False
    begin = minute
    while begin - 1 in works:
        begin -= 1
    return is_step((minute - begin) * 60, max(steps.search_steps), steps)


def is_step(distance: int, step: int, steps: Steps) -> bool:
    return distance >= 0 and not any(distance % each for each in (step, *steps.shown_steps))
