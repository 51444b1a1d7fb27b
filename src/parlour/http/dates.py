"""Dates on the wire. In: any ISO 8601 form. Out: seconds, with the location's own offset and no colon in it."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from parlour.errors import Fault, Invalid

# A `+` that a client forgot to encode arrives in a query as a blank: a blank behind a time is one.
_BLANK_OFFSET = re.compile(r"([T ]\d{2}:?\d{2}\S*) (?=\d{2}:?\d{2}$)")


def parse_instant(text: str, parameter: str, timezone: ZoneInfo) -> datetime:
    """An instant; without an offset it is meant in `timezone`. Raises `Invalid` naming the parameter."""
    try:
        instant = datetime.fromisoformat(_BLANK_OFFSET.sub(r"\1+", text.strip()))
        return (instant if instant.tzinfo else instant.replace(tzinfo=timezone)).astimezone(UTC)
    except (ValueError, OverflowError):
        fault = "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."
        raise Invalid([Fault(parameter, fault)]) from None


def format_instant(instant: datetime, timezone: ZoneInfo) -> str:
    """Such as `2026-01-01T12:00:00-0500`."""
    text = instant.astimezone(timezone).isoformat(timespec="seconds")
    return f"{text[:-3]}{text[-2:]}"
