"""Appointments as a file for calendar programs (RFC 5545)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

SEPARATOR = b"\r\n"
Method = Literal["REQUEST", "CANCEL"]


class Invitation(msgspec.Struct, frozen=True):
    """What an email with the file tells the calendar to do, from whom and for whom (RFC 5546)."""

    method: Method
    organizer: str
    attendee: str


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says of an appointment. Of several with one uid, the one with the highest sequence counts."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    place: str
    url: str
    titles: Sequence[str]
    """Of the services."""
    invitation: Invitation | None = None
    """None for a file that is downloaded."""


def uid_of(link_hash: str) -> str:
    """Return by what calendars know the appointment with this secret, which they don't learn."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"parlour {link_hash}"))


def write_calendar(entries: Sequence[CalendarEntry]) -> bytes:
    """Return the file: times in UTC, texts escaped, long lines folded. All entries have the same method, or none."""
    from icalendar.parser import Contentline  # noqa: PLC0415 - takes 0.2 s, which only servers with such pages need

    return SEPARATOR.join(Contentline(line).to_ical() for line in _lines(entries)) + SEPARATOR


def _lines(entries: Sequence[CalendarEntry]) -> Iterator[str]:
    invitation = entries[0].invitation
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Parlour//Booking page//EN"
    yield "CALSCALE:GREGORIAN"
    if invitation:
        yield f"METHOD:{invitation.method}"
    for entry in entries:
        yield from _lines_of(entry)
    yield "END:VCALENDAR"


def _lines_of(entry: CalendarEntry) -> Iterator[str]:
    invitation = entry.invitation
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"DTSTART:{_moment(entry.starts_at)}"
    yield f"DTEND:{_moment(entry.ends_at)}"
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(', '.join(entry.titles))}"
    yield f"LOCATION:{_text(entry.place)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if invitation:
        yield f"ORGANIZER:mailto:{invitation.organizer}"
        yield f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{invitation.attendee}"
    is_cancelled = invitation is not None and invitation.method == "CANCEL"
    yield f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    from icalendar import vText  # noqa: PLC0415 - see above

    return vText(" ".join(text.split())).to_ical().decode()
