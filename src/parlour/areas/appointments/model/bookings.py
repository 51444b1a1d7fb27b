"""The bookings of a group event, as far as a change of the event concerns them."""

from datetime import date, datetime

import msgspec

from parlour.areas.appointments.model.appointments import Attendance


class LockedBooking(msgspec.Struct, frozen=True):
    """A booking that no other transaction can change until this one ends."""

    id: int
    client_id: int | None
    attendance: Attendance


class BookedTime(msgspec.Struct, frozen=True):
    """The member and the time that the bookings of an event have with it. Lengths are in seconds."""

    team_member_id: int
    day: date
    starts_at: datetime
    duration: int
    technical_break: int
