"""Dates in and out"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parlour.http.dates import format_instant, parse_instant

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
