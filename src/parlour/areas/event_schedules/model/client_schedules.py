"""A client who is booked into all events of some series."""

import msgspec

from parlour.areas.event_schedules.model.occurrences import Occurrence

MOST_BOOKINGS = 2000
"""How many bookings one request makes at most."""


class ClientSchedule(msgspec.Struct, frozen=True):
    """A client's series of a schedule."""

    id: int
    schedule_id: int
    client_id: int
    series_ids: list[int]
    seat_count: int
    revision: int


class MissingBooking(msgspec.Struct, frozen=True):
    """An event ahead for which a client of its series wasn't booked yet."""

    client_schedule_id: int
    client_id: int
    seat_count: int
    occurrence_id: int
    event_id: int


class BookedOccurrence(Occurrence, frozen=True):
    """An occurrence with the booking of a client; None where the event was full."""

    booked_id: int
    appointment_id: int | None
    is_cancelled: bool
