"""What a location offers on its booking page, as the page shows it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec


class Service(msgspec.Struct, frozen=True):
    """A service that can be booked. `duration_s` and prices are those of the chosen member, if one is chosen."""

    id: int
    title: str
    comment: str
    category_title: str
    price_min: Decimal
    price_max: Decimal
    duration_s: int


class Member(msgspec.Struct, frozen=True):
    """A team member who provides the chosen services."""

    id: int
    name: str
    role: str
    """What they are called in the team: their specialization, else their position."""
    photo_url: str
    rating: Decimal
    votes_count: int
    is_bookable: bool
    """Whether they have a free time, as far as that is known."""
    next_day: date | None
    """The next day with a free time; None if there is none, and where it wasn't searched."""


class Group(msgspec.Struct, frozen=True):
    """The services under one heading."""

    title: str
    services: Sequence[Service]


class Total(msgspec.Struct, frozen=True):
    """What chosen services cost and take together."""

    price_min: Decimal
    price_max: Decimal
    duration_s: int


def grouped(services: Iterable[Service]) -> list[Group]:
    """Return services by category, both in their order."""
    found: dict[str, list[Service]] = {}
    for service in services:
        found.setdefault(service.category_title, []).append(service)
    return [Group(title, its) for title, its in found.items()]


def total_of(services: Iterable[Service]) -> Total:
    its = [*services]
    return Total(
        sum((each.price_min for each in its), Decimal(0)),
        sum((each.price_max for each in its), Decimal(0)),
        sum(each.duration_s for each in its),
    )
