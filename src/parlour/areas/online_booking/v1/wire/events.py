"""Seats of an event, on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from parlour.areas.events.model.events import MOST_SEATS
from parlour.areas.online_booking.model.events import SeatBooking
from parlour.areas.online_booking.v1.wire.bookings import ContactForm
from parlour.areas.online_booking.v1.wire.records import HASH
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

OpenEventInPath = Annotated[int, PathPart("Event", "The event.", 7004)]
Seats = Annotated[int, Meta(ge=1, le=MOST_SEATS)]
FAULT_NAMES = {"seat_count": "clients_count"}
"""The fields of the model, as bodies call them."""


class EventBookingForm(ContactForm, kw_only=True):
    """For whom seats are booked, and how many."""

    clients_count: Annotated[Seats | UnsetType, says("How many seats; 1 by default.", 1)] = UNSET

    def to_booking(self, phone: str, language: str) -> SeatBooking:
        """Return the booking of a body without faults. `phone` is the number in its normal form."""
        patch = replace(self.to_patch(), seat_count=self.clients_count)
        return SeatBooking(self.to_client(phone), patch, self.origin_in(language))


class BookedSeats(msgspec.Struct, frozen=True):
    """A booking of an event."""

    id: Annotated[int, says("The appointment.", 4003)]
    hash: Annotated[str, says("A secret that allows to read and cancel it.", HASH)]
