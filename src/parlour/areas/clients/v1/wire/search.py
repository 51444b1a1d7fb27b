"""A search for clients on the v1 wire: what is asked for, and the answer with the fields that were."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.clients.model.search import FoundClient as Model
from parlour.areas.clients.model.search import FoundClients, Order, Search
from parlour.areas.clients.model.search_filters import Group
from parlour.areas.clients.rights import Sight
from parlour.http.dates import format_instant
from parlour.http.fields import syntax
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

OrderName = Literal[
    "id", "name", "phone", "email", "discount", "first_visit_date", "last_visit_date", "sold_amount", "visit_count",
    "visits_count",
]  # fmt: skip
ORDERS: Mapping[OrderName, Order] = {
    "id": Order.ID,
    "name": Order.NAME,
    "phone": Order.PHONE,
    "email": Order.EMAIL,
    "discount": Order.DISCOUNT,
    "first_visit_date": Order.FIRST_VISIT,
    "last_visit_date": Order.LAST_VISIT,
    "sold_amount": Order.SOLD_AMOUNT,
    "visit_count": Order.VISIT_COUNT,
    "visits_count": Order.VISIT_COUNT,
}
HIDDEN_ORDERS = frozenset({Order.PHONE, Order.EMAIL})
"""What a user can't sort by who doesn't see it: the order would show it."""
FILTERS = {
    "items": {
        "type": "object",
        "properties": {
            "type": {"type": "string", "description": "What is filtered by, such as quick_search or record."},
            "state": {"type": "object", "description": "What is looked for: a value, or from and to."},
        },
    }
}
"""The filters in the description; bad ones are refused together, as no faults of fields."""


def _one_of(*words: str) -> Callable[[str], str]:
    """Return a function that brings a word into upper case, and raises `ValueError` for others."""

    def parse(text: str) -> str:
        if text.upper() not in words:
            raise ValueError(f"Expected {' or '.join(words)}.")
        return text.upper()

    return parse


class ClientSearch(msgspec.Struct, kw_only=True):
    """Which clients are found, what of them is shown, and which page."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"page_number": "page"}

    page: Annotated[Annotated[int, Meta(ge=0, le=10_000_000)] | UnsetType, says("The page; the first is 1.", 1)] = UNSET
    page_size: Annotated[
        Annotated[int, Meta(ge=1, le=200)] | UnsetType, says("How many clients a page has; 25 if left out.", 50)
    ] = UNSET
    fields: Annotated[
        list[str] | str | UnsetType,
        says("The fields of the answer; only `id` if left out. Unknown names are ignored.", ["id", "name", "phone"]),
    ] = UNSET
    order_by: Annotated[OrderName | UnsetType, says("The field to sort by; `id` if left out.", "last_visit_date")] = (
        UNSET
    )
    order_by_direction: Annotated[
        Annotated[str, syntax(_one_of("ASC", "DESC"), "^([Aa][Ss][Cc]|[Dd][Ee][Ss][Cc])$")] | UnsetType,
        says("ASC, or DESC to begin with the highest. Clients without a value come last.", "DESC"),
    ] = UNSET
    operation: Annotated[
        Annotated[str, syntax(_one_of("AND", "OR"), "^([Aa][Nn][Dd]|[Oo][Rr])$")] | UnsetType,
        says("AND if all filters must hold, OR if one suffices; AND if left out.", "AND"),
    ] = UNSET
    filters: Annotated[
        list[Any] | dict[str, Any] | UnsetType,
        Meta(
            description="The filters; without any, all clients are found.",
            examples=[[{"type": "quick_search", "state": {"value": "maya"}}]],
            extra_json_schema=FILTERS,
        ),
    ] = UNSET


def search_of(given: Callable[[str], Any], groups: tuple[Group, ...], sight: Sight) -> Search:
    """Return the search that a body without faults asks for; its filters have become groups."""
    limit = given("page_size") or 25
    order = ORDERS[given("order_by") or "id"]
    return Search(
        groups=groups,
        any_suffices=given("operation") == "OR",
        order=Order.ID if order in HIDDEN_ORDERS and not sight.sees_contacts else order,
        descending=given("order_by_direction") == "DESC",
        limit=limit,
        offset=(max(given("page") or 1, 1) - 1) * limit,
    )


def fields_of(given: Callable[[str], Any]) -> list[str]:
    """Return the names of the fields to show, the id first."""
    asked = given("fields") or []
    names = asked.split(",") if isinstance(asked, str) else asked
    return ["id", *(name for name in dict.fromkeys(map(str.strip, names)) if name in SHOWN and name != "id")]


class FoundClient(msgspec.Struct, frozen=True):
    """A client with the fields that were asked for."""

    id: Annotated[int, says("The client.", 812)]
    name: Annotated[str | UnsetType, says("The first name, or the whole name.", "Maya")] = UNSET
    phone: Annotated[
        str | UnsetType, says("Digits with the country's code; masked without the right to see them.", "13155550175")
    ] = UNSET
    email: Annotated[str | UnsetType, says("The email address, masked like the phone.", "maya@example.com")] = UNSET
    discount: Annotated[Decimal | UnsetType, says("The client's discount, in percent.", 5)] = UNSET
    first_visit_date: Annotated[
        str | UnsetType | None, says("The day of the first visit; null for none.", "2025-03-02")
    ] = UNSET
    last_visit_date: Annotated[
        str | UnsetType | None, says("The day of the last visit; null for none.", "2026-01-31")
    ] = UNSET
    sold_amount: Annotated[Decimal | UnsetType, says("What was sold to the client.", 350)] = UNSET
    visits_count: Annotated[int | UnsetType, says("How many visits the client came to.", 7)] = UNSET
    visit_count: Annotated[int | UnsetType, says("The same as `visits_count`.", 7)] = UNSET
    deposit_balance: Annotated[UnsetType | None, says("The personal account; null: there are none yet.", None)] = UNSET
    importance: Annotated[int | UnsetType, says("0 none, 1 bronze, 2 silver, 3 gold.", 3)] = UNSET
    gender: Annotated[int | UnsetType, says("0 unknown, 1 male, 2 female.", 2)] = UNSET
    birth_date: Annotated[str | UnsetType | None, says("The day of birth; null if not known.", "1990-04-17")] = UNSET
    last_change_date: Annotated[
        str | UnsetType, says("When the card was last changed.", "2026-01-31T18:30:00-0500")
    ] = UNSET


Show = Callable[[Model, Sight, ZoneInfo], Any]
_GENDERS, _IMPORTANCES = [*Gender], [*Importance]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


SHOWN: dict[str, Show] = {
    "id": lambda client, _, __: client.id,
    "name": lambda client, sight, _: sight.name(client.name, client.phone),
    "phone": lambda client, sight, _: sight.phone(client.phone),
    "email": lambda client, sight, _: sight.email(client.email),
    "discount": lambda client, _, __: client.discount,
    "first_visit_date": lambda client, _, __: _day(client.first_visit_on),
    "last_visit_date": lambda client, _, __: _day(client.last_visit_on),
    "sold_amount": lambda client, _, __: client.sold_amount,
    "visits_count": lambda client, _, __: client.visit_count,
    "visit_count": lambda client, _, __: client.visit_count,
    "deposit_balance": lambda _, __, ___: None,
    "importance": lambda client, _, __: _IMPORTANCES.index(client.importance),
    "gender": lambda client, _, __: _GENDERS.index(client.gender),
    "birth_date": lambda client, _, __: _day(client.birth_date),
    "last_change_date": lambda client, _, timezone: format_instant(client.changed_at, timezone),
}


class FoundCount(msgspec.Struct, frozen=True):
    """How many clients were found."""

    total_count: Annotated[int, says("The number of all clients that fit, on all pages.", 1)]


class FoundPage(msgspec.Struct, frozen=True):
    """A page of found clients."""

    success: Success
    data: list[FoundClient]
    meta: FoundCount

    @classmethod
    def of(cls, found: FoundClients, names: list[str], sight: Sight, timezone: ZoneInfo) -> "FoundPage":
        rows = [FoundClient(**{name: SHOWN[name](each, sight, timezone) for name in names}) for each in found.clients]
        return cls(True, rows, FoundCount(found.count))
