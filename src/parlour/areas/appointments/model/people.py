"""The people of an appointment, as far as it shows them."""

from datetime import date
from decimal import Decimal

import msgspec

from parlour.areas.clients.model.clients import Gender


class MemberOfAppointment(msgspec.Struct, frozen=True):
    """A team member who has appointments, perhaps dismissed or deleted since."""

    id: int
    chain_id: int
    name: str
    api_id: str
    specialization: str
    position_id: int | None
    position_title: str
    services_binding: str
    image_names: list[str]
    """The files of the photo in its sizes, the largest first; empty without a photo."""
    votes: int
    """How many reviews there are."""
    rating: Decimal
    """The mean of their ratings; 0 without any."""


class ClientOfAppointment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The client of an appointment, in the order in which statements build it."""

    id: int
    name: str
    surname: str
    middle_name: str
    phone: str
    email: str
    card: str
    comment: str
    gender: Gender
    discount: Decimal
    birth_date: date | None
    visit_count: int
    """How often the client came."""

    @property
    def display_name(self) -> str:
        return " ".join(filter(None, (self.name, self.surname, self.middle_name)))
