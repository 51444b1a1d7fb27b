"""An appointment as a file for calendar programs (RFC 5545)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

SEPARATOR = b"\r\n"


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says of an appointment."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    place: str
    url: str
    titles: Sequence[str]
    """Of the services."""


def write_entry(entry: CalendarEntry) -> bytes:
    """Return the file: times in UTC, texts escaped, long lines folded."""
    from icalendar.parser import Contentline  # noqa: PLC0415 - takes 0.2 s, which only servers with such pages need

    return SEPARATOR.join(Contentline(line).to_ical() for line in _lines(entry)) + SEPARATOR


def _lines(entry: CalendarEntry) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Parlour//Booking page//EN"
    yield "CALSCALE:GREGORIAN"
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"DTSTART:{_moment(entry.starts_at)}"
    yield f"DTEND:{_moment(entry.ends_at)}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(', '.join(entry.titles))}"
    yield f"LOCATION:{_text(entry.place)}"
    yield f"URL:{entry.url}"
    yield "STATUS:CONFIRMED"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    from icalendar import vText  # noqa: PLC0415 - see above

    return vText(" ".join(text.split())).to_ical().decode()
