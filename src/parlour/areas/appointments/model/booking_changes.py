"""Changes to a booking of a group event, as a request asks for them."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import UnsetType
from msgspec.structs import replace

from parlour.areas.appointments.model.changes import AppointmentPatch, GivenLine, LineFields
from parlour.areas.appointments.model.lines import kept_lines
from parlour.areas.appointments.model.prices import GivenPrice
from parlour.areas.appointments.model.visits import GivenSale


class BookingChange(msgspec.Struct, frozen=True):
    """What a booking is changed to: the price of the event's service, and products that are sold with it."""

    patch: AppointmentPatch
    price: GivenPrice
    sales: Sequence[GivenSale]


class Move(msgspec.Struct, frozen=True):
    """To which event a booking moves, and what else changes with that."""

    event_id: int
    seat_count: int | UnsetType
    comment: str | UnsetType


def priced(stored: Sequence[LineFields], service_id: int, price: GivenPrice) -> Iterator[GivenLine]:
    """Yield the lines of a booking with another price of the event's service, which is added where it isn't there."""
    lines = kept_lines(stored)
    place = next((number for number, line in enumerate(stored) if line.service_id == service_id), len(lines))
    amount = lines[place].price.amount if place < len(lines) else 1
    yield from lines[:place]
    yield GivenLine(service_id, replace(price, amount=amount))
    yield from lines[place + 1 :]
