"""On which days rules repeat an event."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from parlour.areas.events.model.duplication import starts_of
from parlour.areas.events.model.repeats import MOST_REPEATS, Repeat, RepeatMode, days_of

NEW_YORK = ZoneInfo("America/New_York")


def days(repeat: Repeat, first: str, last: str) -> list[str]:
    return [f"{day:%m-%d}" for day in days_of(repeat, date.fromisoformat(first), date.fromisoformat(last))]


def test_every_third_week_on_two_days() -> None:
    """Show the example of the contract: an interval of 2 passes over two weeks (Q-421)."""
    rule = Repeat(RepeatMode.WEEKLY, [1, 4], 2)
    assert days(rule, "2026-01-05", "2026-02-20") == ["01-05", "01-08", "01-26", "01-29", "02-16", "02-19"]


@pytest.mark.parametrize(
    ("rule", "first", "last", "expected"),
    [
        (Repeat(RepeatMode.DAILY), "2026-01-30", "2026-02-01", ["01-30", "01-31", "02-01"]),
        (Repeat(RepeatMode.DAILY, skipped=1), "2026-01-30", "2026-02-04", ["01-30", "02-01", "02-03"]),
        (Repeat(RepeatMode.WORKDAYS, skipped=9), "2026-01-30", "2026-02-03", ["01-30", "02-02", "02-03"]),
        (Repeat(RepeatMode.MONDAY_WEDNESDAY_FRIDAY), "2026-01-29", "2026-02-04", ["01-30", "02-02", "02-04"]),
        (Repeat(RepeatMode.TUESDAY_THURSDAY), "2026-01-29", "2026-02-04", ["01-29", "02-03"]),
        (Repeat(RepeatMode.WEEKLY), "2026-01-29", "2026-02-12", ["01-29", "02-05", "02-12"]),
        (Repeat(RepeatMode.WEEKLY, [0]), "2026-01-29", "2026-02-08", ["02-01", "02-08"]),
        (Repeat(RepeatMode.WEEKLY, [0, 1], 1), "2026-01-30", "2026-02-15", ["02-01", "02-09", "02-15"]),
        (Repeat(RepeatMode.MONTHLY), "2026-01-31", "2026-05-31", ["01-31", "03-31", "05-31"]),
        (Repeat(RepeatMode.MONTHLY, skipped=2), "2026-01-15", "2026-08-01", ["01-15", "04-15", "07-15"]),
        (Repeat(RepeatMode.YEARLY), "2028-02-29", "2033-01-01", ["02-29", "02-29"]),
        (Repeat(RepeatMode.DAILY), "2026-01-30", "2026-01-29", []),
    ],
)
def test_rules(rule: Repeat, first: str, last: str, expected: list[str]) -> None:
    assert days(rule, first, last) == expected


def test_of_too_many_only_one_too_many() -> None:
    assert len(days_of(Repeat(RepeatMode.DAILY), date(2026, 1, 1), date(2099, 1, 1))) == MOST_REPEATS + 1


def test_the_clock_decides_and_not_the_time_that_goes_by() -> None:
    """Show that a day on which the clock passes over the time is passed over (Q-421)."""
    model = datetime(2026, 3, 6, 2, 30, tzinfo=NEW_YORK)
    starts = starts_of(Repeat(RepeatMode.DAILY), date(2026, 3, 7), date(2026, 3, 9), model, NEW_YORK)
    assert [start.astimezone(NEW_YORK).isoformat() for start in starts] == [
        "2026-03-07T02:30:00-05:00",
        "2026-03-09T02:30:00-04:00",
    ]
