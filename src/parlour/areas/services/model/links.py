"""Links: which team member provides a service, how long that takes, at what price and with which materials."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.patches import patched
from parlour.areas.services import refusals
from parlour.errors import Fault

SHORTEST, LONGEST, STEP = 300, 86_100, 300
"""The lengths of a link in seconds: limits, and what they are multiples of."""


class Price(msgspec.Struct, frozen=True, gc=False):
    """A member's own price; a fixed one has two equal limits."""

    min: Decimal
    max: Decimal


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link as it is stored, in the order in which statements build it. Times are in seconds."""

    team_member_id: int
    name: str
    duration: int
    price_min: Decimal | None
    """The member's own price; None for the price of the service."""
    price_max: Decimal | None
    bill_id: int | None
    api_id: str
    is_online: bool
    is_offline: bool

    @property
    def price(self) -> Price | None:
        if self.price_min is None:
            return None
        return Price(self.price_min, self.price_min if self.price_max is None else self.price_max)


_LINKS = msgspec.json.Decoder(list[Link])


def read_links(links: str | None) -> list[Link]:
    """Return links from the JSON that statements build of them; None is none."""
    return [] if links is None else _LINKS.decode(links)


class LinkChange(msgspec.Struct, frozen=True, kw_only=True):
    """A link to set; UNSET keeps the current value, or takes the default of a new link."""

    team_member_id: int
    duration: int | UnsetType = UNSET
    price: Price | UnsetType | None = UNSET
    bill_id: int | UnsetType | None = UNSET


class SetLink(msgspec.Struct, frozen=True):
    """A link with all the values that can be set."""

    team_member_id: int
    duration: int
    price: Price | None
    bill_id: int | None


def settled(links: Iterable[Link]) -> list[SetLink]:
    """Return what is set of stored links."""
    return [SetLink(link.team_member_id, link.duration, link.price, link.bill_id) for link in links]


def resolved(changes: Iterable[LinkChange], current: Mapping[int, SetLink], service_duration: int) -> list[SetLink]:
    """Return all values of the links to set; a new link takes as long as the service by default."""
    new = SetLink(0, min(service_duration, LONGEST), None, None)
    return [patched(current.get(change.team_member_id, new), change) for change in changes]


def repeated(ids: Sequence[int], place: str) -> list[Fault]:
    """Return a fault for each id that comes again in a list; `place` is where an item is, with `{}` for its number."""
    return [refusals.NAMED_TWICE.fault(place.format(number)) for number, each in enumerate(ids) if each in ids[:number]]
