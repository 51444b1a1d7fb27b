"""Dates in and out"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parlour.http.dates import format_instant, format_local, parse_instant

NEW_YORK = ZoneInfo("America/New_York")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type] # year, month, day and so on


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31T18:30:00-05:00", utc(2026, 1, 31, 23, 30)),
        ("2026-01-31T18:30:00-0500", utc(2026, 1, 31, 23, 30)),
        ("2026-01-31T18:30:00+01", utc(2026, 1, 31, 17, 30)),
        ("2026-01-31T18:30:00Z", utc(2026, 1, 31, 18, 30)),
        ("2026-01-31T18:30:00.123Z", utc(2026, 1, 31, 18, 30, 0, 123_000)),
        ("2026-01-31T18:30:00.123456+00:00", utc(2026, 1, 31, 18, 30, 0, 123_456)),
        ("2026-01-31 18:30:00Z", utc(2026, 1, 31, 18, 30)),
        ("2026-01-31T18:30Z", utc(2026, 1, 31, 18, 30)),
        ("20260131T183000Z", utc(2026, 1, 31, 18, 30)),
        ("  2026-01-31T18:30:00Z ", utc(2026, 1, 31, 18, 30)),
    ],
)
def test_any_form_of_iso_8601_is_understood(text: str, instant: datetime) -> None:
    parsed = parse_instant(text).at(NEW_YORK)
    assert parsed == instant
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31T18:30:00", utc(2026, 1, 31, 23, 30)),
        ("2026-01-31 18:30", utc(2026, 1, 31, 23, 30)),
        ("2026-07-31 18:30:00.5", utc(2026, 7, 31, 22, 30, 0, 500_000)),
        ("2026-01-31", utc(2026, 1, 31, 5)),
        ("20260131", utc(2026, 1, 31, 5)),
    ],
)
def test_without_an_offset_it_is_meant_in_the_time_of_the_location(text: str, instant: datetime) -> None:
    assert parse_instant(text).at(NEW_YORK) == instant


@pytest.mark.parametrize(
    "text", ["2026-01-31T18:30:00 01:00", "2026-01-31 18:30:00 0100", "2026-01-31T18:30 01:00", "2026-01-31T18:30 01"]
)
def test_a_plus_that_arrived_as_a_blank_is_a_plus(text: str) -> None:
    """Q-018."""
    assert parse_instant(text).at(NEW_YORK) == utc(2026, 1, 31, 17, 30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "2026-01-31T25:00:00",
        "31.01.2026",
        "1769884200",
        "2026-01-31T18:30:00+25:00",
        "2026-01-31x18:30:00",
        "10000-01-01",
        "2026-01-31T18:30:00Z; DROP TABLE products",
    ],
)
def test_an_invalid_date_is_reported_with_the_expected_form(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_instant(text)
    assert str(caught.value) == "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."


@pytest.mark.parametrize(
    ("instant", "timezone", "text"),
    [
        (utc(2026, 1, 1, 17), "America/New_York", "2026-01-01T12:00:00-0500"),
        (utc(2026, 7, 1, 16), "America/New_York", "2026-07-01T12:00:00-0400"),
        (utc(2026, 1, 1, 17, 0, 0, 999_999), "UTC", "2026-01-01T17:00:00+0000"),
        (utc(2026, 1, 1, 17), "Asia/Kolkata", "2026-01-01T22:30:00+0530"),
        (utc(2026, 1, 1, 17), "Asia/Tokyo", "2026-01-02T02:00:00+0900"),
    ],
)
def test_instants_go_out_in_seconds_with_the_offset_of_the_location(
    instant: datetime, timezone: str, text: str
) -> None:
    assert format_instant(instant, ZoneInfo(timezone)) == text


@pytest.mark.parametrize("timezone", ["America/New_York", "Asia/Kathmandu", "UTC", "Pacific/Chatham", "Europe/Dublin"])
@pytest.mark.parametrize(
    "day",
    [
        utc(2026, 3, 8),  # the clocks of New York change
        utc(2026, 3, 29),  # those of Dublin
        utc(2026, 9, 26),  # those of Chatham
        utc(2025, 12, 31),
        utc(1880, 1, 1),  # offsets with seconds
        utc(1, 1, 2),
        utc(9999, 12, 30),
    ],
)
def test_instants_go_out_as_python_formats_them(timezone: str, day: datetime) -> None:
    for minutes in range(0, 24 * 60, 7):
        instant = day + timedelta(minutes=minutes, seconds=59, microseconds=999_999)
        text = instant.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")
        assert format_instant(instant, ZoneInfo(timezone)) == f"{text[:-3]}{text[-2:]}"


def test_an_instant_that_is_not_in_utc_goes_out_in_the_time_of_the_location() -> None:
    assert format_instant(datetime(2026, 1, 1, 12, tzinfo=NEW_YORK), ZoneInfo("Europe/Berlin")) == (
        "2026-01-01T18:00:00+0100"
    )


@pytest.mark.parametrize("timezone", ["America/New_York", "Asia/Kathmandu", "UTC", "Pacific/Chatham"])
def test_output_can_be_read_as_input(timezone: str) -> None:
    instant = utc(2026, 10, 25, 1, 30, 15)
    assert parse_instant(format_instant(instant, ZoneInfo(timezone))).at(NEW_YORK) == instant


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_an_offset_that_leads_out_of_the_calendar_is_left_off(text: str) -> None:
    assert parse_instant(text).at(NEW_YORK) == datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_last_day_of_the_calendar_goes_out_as_any_other() -> None:
    assert format_instant(utc(9999, 12, 31, 12), ZoneInfo("UTC")) == "9999-12-31T12:00:00+0000"


@pytest.mark.parametrize(
    ("change", "timezone"),
    [
        (utc(2026, 3, 28, 22), "Asia/Beirut"),
        (utc(2021, 3, 21, 20, 30), "Asia/Tehran"),
        (utc(2026, 3, 8, 7), "America/New_York"),
        (utc(2026, 3, 29, 1), "Europe/Dublin"),
    ],
)
def test_the_offset_changes_with_the_clocks_at_whatever_hour_of_utc(change: datetime, timezone: str) -> None:
    """Beirut's clocks change in the last hours of a day of UTC."""
    for instant in (change - timedelta(seconds=1), change):
        assert format_instant(instant, ZoneInfo(timezone)) == f"{instant.astimezone(ZoneInfo(timezone)):%Y-%m-%dT%X%z}"


def test_the_time_of_a_document_is_in_the_time_of_the_location() -> None:
    assert format_local(utc(2026, 1, 1, 3, 4, 5, 999_999), NEW_YORK) == "2025-12-31 22:04:05"


@pytest.mark.parametrize("text", ["2026-01-31T18:30:00+14:00", "2026-01-31", "2026-01-31 00:00-12"])
def test_year_and_day_are_those_that_were_written(text: str) -> None:
    found = parse_instant(text)
    assert (found.year, found.day) == (2026, date(2026, 1, 31))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-01-31", utc(2026, 2, 1, 5)),
        ("20260131", utc(2026, 2, 1, 5)),
        ("2026-W05-6", utc(2026, 2, 1, 5)),
        ("2026-03-08", utc(2026, 3, 9, 4)),  # a day of 23 hours
        ("2026-01-31T00:00", utc(2026, 1, 31, 5, 0, 0, 1)),
        ("2026-01-31T18:30:00+01:00", utc(2026, 1, 31, 17, 30, 0, 1)),
        ("20260131T18", utc(2026, 1, 31, 23, 0, 0, 1)),
        ("2026W05T18", utc(2026, 1, 26, 23, 0, 0, 1)),  # as short as a day
        ("9999-12-31", utc(9999, 12, 31, 5)),
        ("9999-12-31T23:59:59.999999Z", utc(9999, 12, 31, 23, 59, 59, 999_999)),
    ],
)
def test_a_period_includes_the_whole_of_its_last_day_or_its_last_moment(text: str, end: datetime) -> None:
    assert parse_instant(text).end_at(NEW_YORK) == end


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("2026-03-08T01:59:59", True),
        ("2026-03-08T02:00", False),
        ("2026-03-08T02:59:59", False),
        ("2026-03-08T03:00", True),
        ("2026-03-08T02:30-05:00", True),
        ("2026-11-01T01:30", True),  # twice
    ],
)
def test_a_time_that_the_clocks_leave_out_does_not_exist(text: str, exists: bool) -> None:
    assert parse_instant(text).exists_in(NEW_YORK) is exists
