"""The stock movements that a user may see: one SQL condition and its arguments, for all statements that show them.

A user's rights can limit storages, kinds of movements and past days.
"""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import limits_of

# For a row of stock_documents or stock_transactions, which both have these columns. The parameters are the fields of a
# `StockScope`, in their order; a statement's own parameters begin at $6. A document is visible if its `storage_id` is;
# the storage to which a transfer goes is hidden separately, in the answer (`visible_storage_id`).
IS_VISIBLE: LiteralString = """
    chain_id = $1 AND location_id = $2
    AND ($3::bigint[] IS NULL OR storage_id = ANY ($3))
    AND ($4::text[] IS NULL OR kind = ANY ($4))
    AND ($5::timestamptz IS NULL OR occurred_at >= $5)
"""


class StockScope(msgspec.Struct, frozen=True):
    """The movements that a user may see; None for no limit."""

    chain_id: int
    location_id: int
    storage_ids: list[int] | None
    kinds: list[str] | None
    since: datetime | None

    @classmethod
    def of(cls, tenant: Tenant, now: datetime | None = None) -> "StockScope":
        limits = limits_of(tenant)
        since = oldest_moment(tenant, limits.visible_days, now)
        return cls(tenant.chain_id, tenant.location_id, limits.storage_ids, limits.kinds, since)

    @property
    def args(self) -> tuple[object, ...]:
        """Return the first arguments of a statement with `IS_VISIBLE`."""
        return self.chain_id, self.location_id, self.storage_ids, self.kinds, self.since

    @property
    def is_limited(self) -> bool:
        return (self.storage_ids, self.kinds, self.since) != (None, None, None)

    def includes_storage(self, storage_id: int) -> bool:
        return self.storage_ids is None or storage_id in self.storage_ids

    def includes_kind(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds

    def visible_storage_id(self, storage_id: int | None) -> int:
        """Return the storage's id for an answer: 0 for none, and for one that the user may not see."""
        return storage_id if storage_id is not None and self.includes_storage(storage_id) else 0


def oldest_moment(tenant: Tenant, days: int | None, now: datetime | None = None) -> datetime | None:
    """Return when the last `days` days before today began in the location's time zone; None for no limit.

    A day begins at the first moment with its date, also when clocks change at midnight.
    """
    if days is None:
        return None
    today = (now or datetime.now(UTC)).astimezone(tenant.timezone).date()
    first = datetime.combine(today - timedelta(days=days), datetime.min.time(), tenant.timezone)
    return first.astimezone(UTC)
