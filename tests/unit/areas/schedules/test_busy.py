"""Busy time and what fits between, compared with a model that looks at each minute."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.schedules.model import busy as model
from parlour.areas.schedules.model.working_time import Minutes, Span, spans

DAYS = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Pacific/Apia": (date(2011, 12, 30), date(2011, 12, 29)),
    "Atlantic/Azores": (date(2026, 10, 25), date(2026, 3, 29)),
    "America/Havana": (date(2026, 11, 1), date(2026, 3, 8)),
}
"""Days with a turn of the clock. The Azores and Havana have midnight twice in autumn; Apia left a whole day out."""
PLACES = [(ZoneInfo(zone), day) for zone, days in DAYS.items() for day in days]
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


def scanned(zone: ZoneInfo, day: date) -> list[tuple[datetime, datetime]]:
    """Every minute from the day before to the day after, and what the clock shows then."""
    first = datetime.combine(day, time(), UTC) - 2 * A_DAY
    return [
        (moment, moment.astimezone(zone).replace(tzinfo=None))
        for moment in (first + number * A_MINUTE for number in range(5 * 1440))
    ]


CLOCKS = {(zone, day): scanned(zone, day) for zone, day in PLACES}


def midnight_of(day: date) -> datetime:
    return datetime.combine(day, time())


def first_showing(clock: Sequence[tuple[datetime, datetime]], wanted: datetime) -> datetime:
    return next(moment for moment, shown in clock if shown >= wanted)


def minutes_of(*found: Span) -> set[datetime]:
    return {begins + number * A_MINUTE for begins, ends in found for number in range((ends - begins) // A_MINUTE)}


places = st.sampled_from(PLACES)
steps = st.lists(st.integers(0, 144), unique=True, max_size=8).map(
    lambda found: [10 * step for step in sorted(found)[: len(found) // 2 * 2]]
)
lengths = st.integers(1, 288).map(lambda count: 5 * count)


@given(places, steps, steps)
def test_working_time_is_what_the_clock_shows(place: tuple[ZoneInfo, date], first: Minutes, second: Minutes) -> None:
    zone, day = place
    clock = CLOCKS[place]

    found = spans([(day, first), (day + A_DAY, second)], zone)

    expected: set[datetime] = set()
    for its_day, minutes in ((day, first), (day + A_DAY, second)):
        midnight = midnight_of(its_day)
        for start, end in zip(minutes[::2], minutes[1::2], strict=True):
            begins, ends = (first_showing(clock, midnight + minute * A_MINUTE) for minute in (start, end))
            expected |= minutes_of((begins, ends))
    assert minutes_of(*found) == expected
    assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(found))


@given(places, st.integers(-300, 300), lengths, st.lists(st.tuples(st.integers(-300, 300), lengths), max_size=5))
def test_what_is_busy_comes_back_from_its_minutes(
    place: tuple[ZoneInfo, date], start: int, length: int, others: list[tuple[int, int]]
) -> None:
    zone, day = place
    midday = first_showing(CLOCKS[place], midnight_of(day) + 12 * 60 * A_MINUTE)

    def span(from_: int, minutes: int) -> Span:
        begins = midday + from_ * 5 * A_MINUTE
        return begins, begins + minutes * A_MINUTE

    wanted, taken = span(start, length), [span(*other) for other in others]
    days = model.local_days(*wanted, zone)
    stored = [
        (its_day, [minute for each in taken if (pair := model.busy_minutes(its_day, each, zone)) for minute in pair])
        for its_day in days
    ]

    found = model.busy_spans(stored, zone)

    on_its_days = {moment for moment in minutes_of(*taken) if moment.astimezone(zone).date() in days}
    assert minutes_of(*found) == on_its_days
    assert model.is_free(wanted, found) == minutes_of(wanted).isdisjoint(minutes_of(*taken))
    assert {moment.astimezone(zone).date() for moment in minutes_of(wanted)} <= set(days)
    if taken:
        without = model.busy_spans(stored, zone, own=taken[0])
        assert minutes_of(*without) | minutes_of(taken[0]) >= on_its_days
        assert minutes_of(*without) == {
            moment for moment in minutes_of(*taken[1:]) if moment.astimezone(zone).date() in days
        }


@given(places, steps, st.integers(0, 280), lengths)
def test_what_fits_lies_in_one_piece_of_working_time(
    place: tuple[ZoneInfo, date], minutes: Minutes, start: int, length: int
) -> None:
    zone, day = place
    begins = first_showing(CLOCKS[place], midnight_of(day)) + start * 5 * A_MINUTE
    wanted = (begins, begins + length * A_MINUTE)
    working = spans([(day, minutes)], zone)

    assert model.is_within(wanted, working) == (minutes_of(wanted) <= minutes_of(*working))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("busy", "kept", "chosen"),
    [
        ({}, (), 1),
        ({}, (2,), 2),
        ({1: [(at(9), at(10))]}, (), 1),
        ({1: [(at(9), at(10, 5))]}, (), 2),
        ({1: [(at(10, 55), at(12))], 2: [(at(9), at(10))]}, (), 2),
        ({1: [(at(10), at(10, 30))], 2: [(at(10, 30), at(11))]}, (), 3),
        ({2: [(at(10, 30), at(11))]}, (2,), 1),
        ({number: [(at(9), at(12))] for number in (1, 2, 3)}, (), None),
    ],
)
def test_the_lowest_instance_that_is_free_all_the_time_is_chosen(
    busy: dict[int, list[Span]], kept: tuple[int, ...], chosen: int | None
) -> None:
    assert model.choose_instance((at(10), at(11)), [3, 1, 2], busy, kept) == chosen


def test_the_time_of_what_is_moved_is_free_for_it_alone() -> None:
    own = (at(10), at(11))
    days = [(date(2026, 3, 2), [7, 8, 7], [600, 660, 600, 660, 660, 720])]

    found = model.spans_by_instance(days, ZoneInfo("UTC"), own, kept=[7])

    assert found == {7: [(at(11), at(12))], 8: [own]}
