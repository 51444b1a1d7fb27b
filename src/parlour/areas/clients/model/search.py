"""A search for clients: its filters, the order and the page."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.clients.model.search_filters import Group


class Order(StrEnum):
    """What found clients are sorted by. Those without a value come last, equal ones by id."""

    ID = "id"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    DISCOUNT = "discount"
    FIRST_VISIT = "first_visit"
    LAST_VISIT = "last_visit"
    SOLD_AMOUNT = "sold_amount"
    VISIT_COUNT = "visit_count"


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Which clients are found, and which of them a page shows."""

    groups: tuple[Group, ...] = ()
    any_suffices: bool = False
    """Whether a client has to fit one of the groups, instead of all."""
    order: Order = Order.ID
    descending: bool = False
    limit: int = 25
    offset: int = 0


class FoundClient(msgspec.Struct, frozen=True):
    """What a search shows of a client."""

    id: int
    name: str
    phone: str
    email: str
    discount: Decimal
    first_visit_on: date | None
    last_visit_on: date | None
    sold_amount: Decimal
    visit_count: int
    importance: Importance
    gender: Gender
    birth_date: date | None
    changed_at: datetime


class CountedClient(FoundClient, frozen=True):
    """A found client, with the number of all."""

    count: int


class FoundClients(msgspec.Struct, frozen=True):
    """A page of found clients, and how many there are in all."""

    clients: Sequence[FoundClient]
    count: int
