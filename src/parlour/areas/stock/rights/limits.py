"""The limits that a user's rights set on seeing and changing a location's stock."""

from functools import lru_cache

import msgspec

from parlour.access.permissions import Permission
from parlour.access.rights import RightValues
from parlour.access.tenant import LocationAccess, Tenant
from parlour.areas.stock.model.stock import Kind

ALL_DAYS = -1
# Rights are stored with the numbers that clients send, which are the numbers of API v1. They are listed here, because
# stored rights must keep their meaning, whatever the wire does.
STORED_KINDS = {
    1: Kind.SALE,
    2: Kind.USAGE,
    3: Kind.RECEIPT,
    4: Kind.WRITE_OFF,
    5: Kind.TRANSFER,
    6: Kind.STOCK_TAKE,
    7: Kind.WRITE_OFF,
}


class StockLimits(msgspec.Struct, frozen=True):
    """The limits of a user's rights; None for no limit."""

    storage_ids: list[int] | None
    kinds: list[str] | None
    visible_days: int | None
    create_days: int | None
    edit_days: int | None


def limits_of(tenant: Tenant) -> StockLimits:
    return _limits(tenant.access)


# Cached, because it is needed for every product that is shown.
@lru_cache(maxsize=4096)
def _limits(access: LocationAccess) -> StockLimits:
    values = access.values
    return StockLimits(
        storage_ids=_ids(values.get("storages_ids")),
        kinds=_kinds(values),
        visible_days=_days(values.get("storages_last_days_count")),
        create_days=_days(values.get("storages_create_last_days_count")),
        edit_days=_days(values.get("storages_edit_last_days_count")),
    )


def _kinds(values: RightValues) -> list[str] | None:
    """Return the kinds that the user may see, None for all. Stock-takes need a right of their own."""
    codes = _ids(values.get("storages_transactions_types"))
    kinds = [*Kind] if codes is None else [STORED_KINDS[code] for code in codes if code in STORED_KINDS]
    if values.get(Permission.STOCK_TAKES_VIEW) is not True:
        kinds = [kind for kind in kinds if kind is not Kind.STOCK_TAKE]
    return None if len(kinds) == len(Kind) else [*map(str, kinds)]


def sees_costs(tenant: Tenant) -> bool:
    """Return whether the user may see what things cost the business."""
    return Permission.COST_PRICE_VIEW in tenant.permissions


def _ids(value: object) -> list[int] | None:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) and value else None


def _days(value: object) -> int | None:
    return value if isinstance(value, int) and value != ALL_DAYS else None
