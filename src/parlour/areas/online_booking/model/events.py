"""Booking seats of an event."""

import msgspec

from parlour.areas.appointments.model.changes import AppointmentPatch, Origin
from parlour.areas.clients.model.clients import GivenClient


class SeatBooking(msgspec.Struct, frozen=True):
    """What a client asks for."""

    client: GivenClient
    patch: AppointmentPatch
    """With the number of seats."""
    origin: Origin


class OpenEvent(msgspec.Struct, frozen=True):
    """A locked event, as far as it matters to clients who book it."""

    is_offered: bool
    """Whether clients can book its service online on this day, and its member still provides it."""
    is_open: bool
    """Whether it can still be booked: it begins late enough."""
