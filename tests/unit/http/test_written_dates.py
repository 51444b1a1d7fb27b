"""Dates as people and programs write them, where they can mean only one."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from parlour.http.dates import DAY_EXPECTED, INSTANT_EXPECTED, parse_day, parse_written_day, parse_written_instant

BERLIN = ZoneInfo("Europe/Berlin")
OUT_OF_RANGE = "Must be between the years 1990 and 2100."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        (" 20260131 ", date(2026, 1, 31)),
        ("1990-01-01", date(1990, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert parse_day(text) == day
    assert parse_written_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.12.2026", date(2026, 12, 3)),
        ("03.12.2026", date(2026, 12, 3)),
        (' "03.12.2026" ', date(2026, 12, 3)),
        ("' 2026-12-03 '", date(2026, 12, 3)),
    ],
)
def test_a_day_may_be_written_as_people_do_and_inside_quotes(text: str, day: date) -> None:
    assert parse_written_day(text) == day
    with pytest.raises(ValueError, match=DAY_EXPECTED):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", DAY_EXPECTED),
        ("soon", DAY_EXPECTED),
        ("2026-02-30", DAY_EXPECTED),
        ("30.2.2026", DAY_EXPECTED),
        ("3.12.2026 10:00", DAY_EXPECTED),
        ("3/12/2026", DAY_EXPECTED),
        ("1989-12-31", OUT_OF_RANGE),
        ("2101-01-01", OUT_OF_RANGE),
        ("1.1.2101", OUT_OF_RANGE),
    ],
)
def test_other_days_are_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_written_day(text)
    assert str(caught.value) == fault


def test_a_refusal_says_what_is_expected() -> None:
    assert DAY_EXPECTED == "Expected a day, such as 2026-01-31."
    assert INSTANT_EXPECTED == "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2023-05-24T09:05:00+02:00", datetime(2023, 5, 24, 7, 5, tzinfo=UTC)),
        ("24.5.2023 9:05", datetime(2023, 5, 24, 9, 5, tzinfo=BERLIN)),
        ("24.05.2023, 19:05:30", datetime(2023, 5, 24, 19, 5, 30, tzinfo=BERLIN)),
        ("24.05.2023T9:05", datetime(2023, 5, 24, 9, 5, tzinfo=BERLIN)),
        ("2023-5-24", datetime(2023, 5, 24, tzinfo=BERLIN)),
        (" 2023/05/4 ", datetime(2023, 5, 4, tzinfo=BERLIN)),
        ("2023.5.24  9:05Z", datetime(2023, 5, 24, 9, 5, tzinfo=UTC)),
        ("2023-5-24 09:05 02:00", datetime(2023, 5, 24, 7, 5, tzinfo=UTC)),  # a plus that arrived as a blank
        ("1684911900", datetime(2023, 5, 24, 7, 5, tzinfo=UTC)),
        ("1684911900.5", datetime(2023, 5, 24, 7, 5, 0, 500_000, tzinfo=UTC)),
        ("684911900", datetime(1991, 9, 15, 5, 18, 20, tzinfo=UTC)),
        ("1684911900250", datetime(2023, 5, 24, 7, 5, 0, 250_000, tzinfo=UTC)),
        ("684911900250", datetime(1991, 9, 15, 5, 18, 20, 250_000, tzinfo=UTC)),
    ],
)
def test_other_forms_with_one_meaning_are_read(text: str, instant: datetime) -> None:
    assert parse_written_instant(text).at(BERLIN) == instant


@pytest.mark.parametrize("text", ["1684911900", "1684911900000", "24.5.2023 9:05"])
def test_a_period_that_ends_with_a_time_includes_only_this_moment(text: str) -> None:
    assert parse_written_instant(text).end_at(BERLIN) == datetime(2023, 5, 24, 7, 5, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "05/06/2023", "5-6-2023", "24.5.23", "24.5.2023 noon", "2023-13-24", "16849119002", "1684911900.", "16.5e8"],
)
def test_forms_with_several_meanings_or_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_written_instant(text)
    assert str(caught.value) == INSTANT_EXPECTED
