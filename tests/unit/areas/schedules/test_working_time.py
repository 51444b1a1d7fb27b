"""Working time: minutes, intervals, and the instants that they are."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.schedules.model import working_time as model
from parlour.areas.schedules.model.working_time import END_OF_DAY, Interval

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The clock skips 02:00 to 03:00, and has it twice."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia")
TURNS = (SPRING, AUTUMN, date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 4, 24), date(2011, 12, 29))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], []),
        ([600, 780, 840, 1140], [(600, 780), (840, 1140)]),
        ([600, 780, 780, 1140], [(600, 1140)]),
        ([0, 540, 540, 541, 541, 1440], [(0, 1440)]),
        ([600, 1439], [(600, 1440)]),
        ([600, 1439, 1439, 1440], [(600, 1440)]),
    ],
)
def test_intervals_that_touch_are_joined(minutes: list[int], expected: list[Interval]) -> None:
    """Show that 23:59 counts as the end of the day (Q-204)."""
    assert model.joined(minutes) == expected


def test_a_night_shift_is_one_span() -> None:
    """Show that it is stored as two days (Q-204)."""
    days = [(date(2026, 2, 2), [1350, 1439]), (date(2026, 2, 3), [0, 90, 600, 660])]
    assert model.spans(days, ZoneInfo("Europe/Riga")) == [
        (at("2026-02-02T20:30"), at("2026-02-02T23:30")),
        (at("2026-02-03T08:00"), at("2026-02-03T09:00")),
    ]


@pytest.mark.parametrize(
    ("day", "minutes", "first", "last", "worked"),
    [
        (SPRING, [0, 360], "2026-03-28T23:00", "2026-03-29T04:00", 300),
        (SPRING, [0, 150], "2026-03-28T23:00", "2026-03-29T01:00", 120),
        (SPRING, [150, 240], "2026-03-29T01:00", "2026-03-29T02:00", 60),
        (AUTUMN, [0, 360], "2026-10-24T22:00", "2026-10-25T05:00", 420),
        (AUTUMN, [0, 150], "2026-10-24T22:00", "2026-10-25T00:30", 150),
        (AUTUMN, [150, 240], "2026-10-25T00:30", "2026-10-25T03:00", 150),
    ],
)
def test_the_clock_skips_and_repeats_an_hour(day: date, minutes: list[int], first: str, last: str, worked: int) -> None:
    assert model.spans([(day, minutes)], BERLIN) == [(at(first), at(last))]
    assert model.worked_minutes(day, minutes, BERLIN) == worked


def test_work_in_the_skipped_hour_is_none() -> None:
    assert model.spans([(SPRING, [120, 180])], BERLIN) == []
    assert model.starts(SPRING, [120, 180], 5, BERLIN) == []


def test_starts_are_times_that_exist() -> None:
    assert model.starts(SPRING, [90, 200], 30, BERLIN) == [90, 180]
    assert model.starts(AUTUMN, [90, 200], 30, BERLIN) == [90, 120, 150, 180]
    assert model.starts(date(2026, 2, 2), [90, 120, 120, 150, 200, 201], 30, BERLIN) == [90, 120, 200]


@pytest.mark.parametrize("text", ["", "9", "09:5", "24:01", "25:00", "-1:00", "9:00:01", " 9:00", "９:00", "9:00\n"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a time"):
        model.parse_clock(text)


@given(st.integers(0, END_OF_DAY))
def test_a_time_is_read_as_it_is_written(minute: int) -> None:
    assert model.parse_clock(model.format_clock(minute)) == minute
    assert model.parse_end(model.format_clock(minute)) == (minute or END_OF_DAY)


intervals = st.tuples(st.integers(0, END_OF_DAY), st.integers(0, END_OF_DAY))


@given(st.lists(intervals, max_size=6))
def test_faults_of_intervals_are_those_of_the_minutes_they_cover(given_: list[Interval]) -> None:
    wrong = model.reversed_intervals(given_)
    assert wrong == [number for number, (start, end) in enumerate(given_) if not range(start, end)]
    clean = [each for number, each in enumerate(given_) if number not in wrong]
    covered: set[int] = set()
    for number, (start, end) in enumerate(clean):
        minutes = set(range(start, end))
        assert (number in model.overlapping(clean)) == bool(minutes & covered)
        covered |= minutes


@st.composite
def working_times(draw: st.DrawFn) -> list[int]:
    """Draw stored minutes of a day, with intervals that touch."""
    marks = draw(st.lists(st.integers(0, END_OF_DAY), unique=True, max_size=8).map(sorted))
    slots = list(itertools.pairwise(marks))
    kept = [slot for slot in slots if draw(st.booleans())]
    return model.flat(draw(st.permutations(kept)))


@given(working_times())
def test_joined_intervals_are_sorted_disjoint_and_cover_what_was_set(minutes: list[int]) -> None:
    found = model.joined(minutes)
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))
    expected = {minute for start, end in model.intervals(minutes) for minute in range(start, end)}
    if 1438 in expected and 1439 not in expected:
        expected.add(1439)
    assert {minute for start, end in found for minute in range(start, end)} == expected


@given(st.lists(working_times(), min_size=1, max_size=3), st.sampled_from(TURNS), st.sampled_from(ZONES))
def test_spans_are_sorted_disjoint_and_cover_the_minutes_that_exist(
    days: list[list[int]], first: date, name: str
) -> None:
    zone = ZoneInfo(name)
    dated = [(first + timedelta(days=number), minutes) for number, minutes in enumerate(days)]
    found = model.spans(dated, zone)
    assert all(begins < ends for begins, ends in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))
    for day, minutes in dated:
        working = {minute for start, end in model.joined(minutes) for minute in range(start, end)}
        for minute in range(0, END_OF_DAY, 7):
            local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
            moment = local.replace(tzinfo=zone).astimezone(UTC)
            if moment.astimezone(zone).replace(tzinfo=None) == local:
                assert any(begins <= moment < ends for begins, ends in found) == (minute in working)
