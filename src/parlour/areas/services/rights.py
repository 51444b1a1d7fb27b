"""The rights that the fields of a service need, in addition to the right to create or change services."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import NODEFAULT

from parlour.access.permissions import Permission
from parlour.areas.services.model.links import SetLink
from parlour.areas.services.model.services import ServiceFields

# The other fields need no right of their own.
RIGHTS = {
    "title": Permission.SERVICE_TITLE,
    "booking_title": Permission.SERVICE_TITLE,
    "category_id": Permission.SERVICE_CATEGORY,
    "price_min": Permission.SERVICE_PRICE,
    "price_max": Permission.SERVICE_PRICE,
    "discount": Permission.SERVICE_PRICE,
    "is_online": Permission.SERVICE_BOOKING,
    "has_date_window": Permission.SERVICE_BOOKING,
    "date_from": Permission.SERVICE_BOOKING,
    "date_to": Permission.SERVICE_BOOKING,
    "search_start": Permission.SERVICE_BOOKING,
    "search_finish": Permission.SERVICE_BOOKING,
    "search_step": Permission.SERVICE_BOOKING,
    "step": Permission.SERVICE_BOOKING,
}
# A service can't be created without these.
CREATED_WITH = frozenset({"title", "category_id"})
NO_LINK = SetLink(0, 0, None, None)


def rights_to_create(fields: ServiceFields) -> list[Permission]:
    """List the rights that the optional fields of a new service need, as far as they differ from the defaults."""
    given = msgspec.structs.asdict(fields)
    changed = {name for name, value in defaults().items() if given[name] != value}
    if fields.price_max == fields.price_min == 0:
        changed -= {"price_min", "price_max"}
    return _rights_to(changed - CREATED_WITH)


def rights_to_change(fields: ServiceFields, current: ServiceFields) -> list[Permission]:
    """List the rights that are needed to write these fields, without those that only repeat a current value."""
    before = msgspec.structs.asdict(current)
    return _rights_to({name for name, value in msgspec.structs.asdict(fields).items() if value != before[name]})


def rights_to_link(links: Iterable[SetLink], current: Mapping[int, SetLink]) -> list[Permission]:
    """List the rights that are needed to replace the current links of a service.

    What is lost with a link that is dropped needs no right of its own.
    """
    new = {link.team_member_id: link for link in links}
    known = [(link, current.get(link.team_member_id, NO_LINK)) for link in new.values()]
    needs = {
        Permission.SERVICE_ASSIGN: new.keys() != current.keys()
        or any(link.duration != before.duration for link, before in known),
        Permission.SERVICE_PRICE: any(link.price != before.price for link, before in known),
        Permission.BILL_EDIT: any(link.bill_id != before.bill_id for link, before in known),
    }
    return [right for right, is_needed in needs.items() if is_needed]


def _rights_to(fields: set[str]) -> list[Permission]:
    """List rights in the order of the fields of a service."""
    return list(dict.fromkeys(right for name, right in RIGHTS.items() if name in fields))


@lru_cache(maxsize=1)
def defaults() -> dict[str, Any]:
    """Return the values of a new service in the fields that may be left out."""
    fields = msgspec.structs.fields(ServiceFields)
    return {field.name: field.default for field in fields if field.default is not NODEFAULT}
