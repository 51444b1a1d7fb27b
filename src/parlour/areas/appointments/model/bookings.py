"""The bookings of a group event: what the event decides of them, and what is locked for a change of them."""

from datetime import date, datetime

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import AppointmentPatch, GivenLine


class LockedBooking(msgspec.Struct, frozen=True):
    """A booking that no other transaction can change until this one ends."""

    id: int
    event_id: int
    client_id: int | None
    attendance: Attendance


class BookedTime(msgspec.Struct, frozen=True):
    """The member and the time that the bookings of an event have with it. Lengths are in seconds."""

    team_member_id: int
    day: date
    starts_at: datetime
    duration: int
    technical_break: int


class MovedTime(msgspec.Struct, frozen=True):
    """The time of an event before and after a change."""

    before: BookedTime
    after: BookedTime

    @property
    def is_seen(self) -> bool:
        """Whether clients learn of it: a technical break is none of their time."""
        return _shown(self.before) != _shown(self.after)


def _shown(time: BookedTime) -> tuple[int, datetime, int]:
    return time.team_member_id, time.starts_at, time.duration - time.technical_break


class LockedSeats(msgspec.Struct, frozen=True):
    """An event that no other transaction can book or change until this one ends, and what its bookings take over."""

    event_id: int
    service_id: int
    team_member_id: int
    starts_at: datetime
    duration: int
    technical_break: int
    free: int
    """How many seats are free."""
    most: int
    """How many seats the location allows one booking."""

    def fixed(self, given: AppointmentPatch) -> AppointmentPatch:
        """Return what a request says of a booking, with what the event decides."""
        return replace(
            given,
            team_member_id=self.team_member_id,
            starts_at=self.starts_at,
            duration=self.duration,
            technical_break=self.technical_break,
            lines=[GivenLine(self.service_id)],
            event_id=self.event_id,
        )


def settled(given: AppointmentPatch, event_id: int | None) -> AppointmentPatch:
    """Return a change without what can't change: a booking has the time of its event, others have no seats."""
    if event_id is None:
        return replace(given, seat_count=UNSET)
    return replace(given, team_member_id=UNSET, starts_at=UNSET, duration=UNSET, technical_break=UNSET)
