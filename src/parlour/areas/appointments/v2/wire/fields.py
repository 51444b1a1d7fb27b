"""What fields of an appointment mean on the v2 wire, and how they are written."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from parlour.areas.appointments.model.appointments import Attendance, Source
from parlour.areas.tags.model import font_color_on
from parlour.http.dates import TO_SECONDS, format_instant

Slug = Literal["absent", "waiting", "attended", "confirmed"]
SLUGS: dict[Attendance, Slug] = {
    Attendance.NO_SHOW: "absent",
    Attendance.WAITING: "waiting",
    Attendance.ARRIVED: "attended",
    Attendance.CONFIRMED: "confirmed",
}
SOURCES = [*Source]
"""The number of each is its position."""


def slug_of(attendance: Attendance) -> Slug:
    return SLUGS[attendance]


def source_number(source: Source) -> int:
    return SOURCES.index(source)


def local_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Format as `2026-01-01T12:00:00`, in the location's time."""
    return format_instant(moment, zone)[:TO_SECONDS]


def seconds_of(moment: datetime) -> int:
    """Return Unix time."""
    return int(moment.timestamp())


def font_color(color: str) -> str:
    """Return black or white without #, whichever is easier to read on a colour; empty without one."""
    return font_color_on(f"#{color}").removeprefix("#") if color else ""
