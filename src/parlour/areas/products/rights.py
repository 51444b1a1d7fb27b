"""The rights that the fields of a product need, in addition to the right to create or change products."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import NODEFAULT

from parlour.access.permissions import Permission
from parlour.areas.products.model.products import ProductFields

# The fields of taxes need no right of their own.
RIGHTS = {
    "title": Permission.PRODUCT_TITLE,
    "receipt_title": Permission.PRODUCT_TITLE,
    "article": Permission.PRODUCT_TITLE,
    "barcode": Permission.PRODUCT_TITLE,
    "category_id": Permission.PRODUCT_CATEGORY,
    "price": Permission.PRODUCT_PRICE,
    "cost_price": Permission.PRODUCT_COST_PRICE,
    "sale_unit_id": Permission.PRODUCT_UNITS,
    "write_off_unit_id": Permission.PRODUCT_UNITS,
    "unit_ratio": Permission.PRODUCT_UNITS,
    "critical_amount": Permission.PRODUCT_BALANCES,
    "desired_amount": Permission.PRODUCT_BALANCES,
    "net_mass": Permission.PRODUCT_MASSES,
    "gross_mass": Permission.PRODUCT_MASSES,
    "comment": Permission.PRODUCT_COMMENT,
}
COSTS = frozenset({"cost_price"})


def changed_fields(given: Mapping[str, object], current: Mapping[str, object], *, sees_costs: bool) -> set[str]:
    """Return the names of the given fields, without those that only repeat a current value.

    Clients send whole products back as they have read them. A cost price that the user may not see always counts: if
    the current one were accepted and others refused, it could be found by trying.
    """
    return {name for name, value in given.items() if (name in COSTS and not sees_costs) or value != current[name]}


def rights_to(fields: set[str]) -> list[Permission]:
    """List the rights that are needed to write these fields, in the order of the fields of a product."""
    return list(dict.fromkeys(right for name, right in RIGHTS.items() if name in fields))


@lru_cache(maxsize=1)
def defaults() -> dict[str, Any]:
    """Return the values of a new product in the fields that may be left out."""
    fields = msgspec.structs.fields(ProductFields)
    return {field.name: field.default for field in fields if field.default is not NODEFAULT}
