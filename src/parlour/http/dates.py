"""Dates on the wire. In: any ISO 8601 form. Out: seconds, with the location's own offset and no colon in it."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

INSTANT_EXPECTED = "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."

# A `+` that a client forgot to encode arrives in a query as a blank: a blank behind a time is one.
_BLANK_OFFSET = re.compile(r"([T ]\d{2}:?\d{2}\S*) (?=\d{2}(:?\d{2})?$)")


class Instant:
    """A date and time as a client wrote it, perhaps without an offset."""

    def __init__(self, written: datetime) -> None:
        self._written = written

    def at(self, timezone: ZoneInfo) -> datetime:
        """The instant in UTC; without an offset it was meant in `timezone`."""
        try:
            return (self._written if self._written.tzinfo else self._written.replace(tzinfo=timezone)).astimezone(UTC)
        except OverflowError:  # the first and the last day of the calendar have no room for an offset
            return self._written.replace(tzinfo=UTC)


def parse_instant(text: str) -> Instant:
    """Raises `ValueError` with what was expected."""
    try:
        return Instant(datetime.fromisoformat(_BLANK_OFFSET.sub(r"\1+", text.strip())))
    except ValueError:
        raise ValueError(INSTANT_EXPECTED) from None


def is_instant(kind: Any) -> bool:
    return kind is Instant


def decode_instant(_: type[Instant], value: Any) -> Instant:
    """How Litestar reads a parameter of this type."""
    return value if isinstance(value, Instant) else parse_instant(value)


def format_instant(instant: datetime, timezone: ZoneInfo) -> str:
    """Such as `2026-01-01T12:00:00-0500`."""
    text = instant.astimezone(timezone).isoformat(timespec="seconds")
    return f"{text[:-3]}{text[-2:]}"
