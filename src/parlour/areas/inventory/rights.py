"""The user's rights, applied to a search of transactions."""

from typing import TypeVar

from msgspec.structs import replace

from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.stock.rights.scope import StockScope

T = TypeVar("T")


def within(scope: StockScope, asked: TransactionFilter) -> TransactionFilter:
    """Return the filter, narrowed to what the user may see."""
    return replace(
        asked,
        storage_ids=_both(asked.storage_ids, scope.storage_ids),
        kinds=_both(asked.kinds, scope.kinds),
        since=max((each for each in (asked.since, scope.since) if each is not None), default=None),
    )


def _both(asked: tuple[T, ...] | None, seen: list[T] | None) -> tuple[T, ...] | None:
    if asked is None or seen is None:
        return asked if seen is None else tuple(seen)
    return tuple(each for each in asked if each in seen)
