"""The filters of a search for clients. Each says which clients it admits; a search combines them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from parlour.areas.clients.model.clients import Gender, Importance


class Admits(msgspec.Struct, frozen=True):
    """Admits all clients, or none: what follows from a feature that no client has."""

    everyone: bool


class Typed(msgspec.Struct, frozen=True):
    """Admits those whose names, email, card and phone hold each of the folded words, or whose phone the digits."""

    words: tuple[str, ...]
    digits: str
    """The digits of a text that can be a part of a phone number; empty for any other text."""
    sees_contacts: bool = True
    """Whether email and parts of phone numbers count; otherwise only a whole number does, which the user must know."""


class HasId(msgspec.Struct, frozen=True):
    ids: Sequence[int]


class HasTag(msgspec.Struct, frozen=True):
    """Admits those with any of the tags."""

    tag_ids: Sequence[int]


class OfGender(msgspec.Struct, frozen=True):
    genders: Sequence[Gender]


class OfImportance(msgspec.Struct, frozen=True):
    importances: Sequence[Importance]


class TakesMailings(msgspec.Struct, frozen=True):
    takes: bool


class Range(msgspec.Struct, frozen=True):
    """A range with both its ends; None leaves an end open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


class Sold(msgspec.Struct, frozen=True):
    amount: Range


class Born(msgspec.Struct, frozen=True):
    """Admits those born in a period with both its days; None leaves an end open."""

    since: date | None
    until: date | None


class Birthday(msgspec.Struct, frozen=True):
    """Admits those whose birthday, as month * 100 + day, is in one of the two ranges; the second may be empty."""

    low: int
    high: int
    second_low: int
    second_high: int


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """Admits those who have appointments that fit in all respects, so many of them, for so much money.

    None is no condition. Without a condition on their number, one suffices. Inverted, it admits all others.
    """

    team_member_ids: Sequence[int] | None = None
    service_ids: Sequence[int] | None = None
    service_category_ids: Sequence[int] | None = None
    attendances: Sequence[str] | None = None
    since: date | None = None
    until: date | None = None
    count: Range | None = None
    price: Range | None = None
    """Of all these appointments together."""
    inverted: bool = False

    @property
    def is_of_all(self) -> bool:
        """Return whether all appointments of a client fit, so that only their number and price count."""
        return self == Booked(count=self.count, price=self.price, inverted=self.inverted)

    @property
    def admits_without(self) -> bool:
        """Return whether it admits clients without any such appointment."""
        nothing = Decimal(0)
        fits = self.count is not None and self.count.holds(nothing) and (self.price or Range()).holds(nothing)
        return fits != self.inverted


OfClient = Admits | Typed | HasId | HasTag | OfGender | OfImportance | TakesMailings | Sold | Born | Birthday
"""What the card of a client decides."""
Filter = OfClient | Booked
Group = tuple[Filter, ...]
"""Filters that must all hold."""
