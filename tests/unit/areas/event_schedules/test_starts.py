"""When a series has events, against a plain list of days; across the days on which clocks change, in three zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.event_schedules.model.schedules import (
    MOST_OCCURRENCES,
    Planned,
    Series,
    Weekday,
    planned_starts,
    start_on,
)

ZONES = [ZoneInfo(name) for name in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")]
NOW = datetime(2026, 2, 2, tzinfo=UTC)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def series(weekday: Weekday = Weekday.SUN, minute: int = 600) -> Series:
    return Series(weekday, 9, minute, 3600, 0, 12, [], [], 95, 91, 1, NOW, NOW, None)


def shown_at(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """The first moment at which the clock shows a minute of a day, found by looking at every quarter of an hour."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=14)
    wanted = datetime.combine(day, time()) + timedelta(minutes=minute)
    moments = (midnight + timedelta(minutes=15 * step) for step in range(4 * 52))
    return next((each for each in moments if each.astimezone(zone).replace(tzinfo=None) == wanted), None)


@given(st.sampled_from(ZONES), st.sampled_from(Weekday), st.integers(0, 95), DAYS, st.integers(0, 120))
def test_a_series_is_what_a_plain_list_of_days_is(
    zone: ZoneInfo, weekday: Weekday, quarter: int, first: date, length: int
) -> None:
    minute = quarter * 15
    days = [first + timedelta(days=number) for number in range(length + 1)]
    plain = [
        Planned(95, day, start)
        for day in days
        if day.isoweekday() == weekday and (start := shown_at(day, minute, zone)) is not None
    ]
    assert planned_starts(series(weekday, minute), first, days[-1], zone) == plain


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        (0, "2026-03-08", "02:30", None),
        (0, "2026-03-08", "03:00", "07:00"),
        (0, "2026-11-01", "01:30", "05:30"),
        (1, "2026-03-29", "02:30", None),
        (1, "2026-10-25", "02:30", "00:30"),
        (2, "2026-10-04", "02:15", None),
        (2, "2026-10-04", "02:30", "15:30"),
        (2, "2026-04-05", "01:45", "14:45"),
    ],
)
def test_days_on_which_clocks_change(zone: int, day: str, clock: str, utc: str | None) -> None:
    hour, minute = map(int, clock.split(":"))
    found = start_on(date.fromisoformat(day), hour * 60 + minute, ZONES[zone])
    assert (None if found is None else f"{found:%H:%M}") == utc


def test_nothing_is_planned_backwards_and_too_much_only_by_one() -> None:
    assert planned_starts(series(), date(2026, 2, 8), date(2026, 2, 7), ZONES[0]) == []
    assert len(planned_starts(series(), date(2026, 2, 8), date(2099, 2, 7), ZONES[0])) == MOST_OCCURRENCES + 1
