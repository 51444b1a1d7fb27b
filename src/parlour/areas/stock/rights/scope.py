"""What a user may see of a location's stock: one condition and its arguments, for every statement that shows movements.

Limits of sight are those of the user's rights: storages, kinds of movements, past days.
"""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import limits_of

# For a row of stock_documents or stock_transactions, which have these columns in common. Its parameters are the fields
# of a `StockScope`, in their order; a statement's own parameters begin at $6. A document is seen where the storage that
# it is about is seen; where a transfer goes to is left out of answers by itself (`shown_storage`).
IN_SIGHT: LiteralString = """
    chain_id = $1 AND location_id = $2
    AND ($3::bigint[] IS NULL OR storage_id = ANY ($3))
    AND ($4::text[] IS NULL OR kind = ANY ($4))
    AND ($5::timestamptz IS NULL OR occurred_at >= $5)
"""


class StockScope(msgspec.Struct, frozen=True):
    """The movements that a user may see; None where nothing is limited."""

    chain_id: int
    location_id: int
    storage_ids: list[int] | None
    kinds: list[str] | None
    since: datetime | None

    @classmethod
    def of(cls, tenant: Tenant, now: datetime | None = None) -> "StockScope":
        limits = limits_of(tenant)
        since = oldest_moment(tenant, limits.seen_days, now)
        return cls(tenant.chain_id, tenant.location_id, limits.storage_ids, limits.kinds, since)

    @property
    def args(self) -> tuple[object, ...]:
        """The first arguments of a statement with `IN_SIGHT`."""
        return self.chain_id, self.location_id, self.storage_ids, self.kinds, self.since

    @property
    def is_limited(self) -> bool:
        return (self.storage_ids, self.kinds, self.since) != (None, None, None)

    def shows_storage(self, storage_id: int) -> bool:
        return self.storage_ids is None or storage_id in self.storage_ids

    def shows_kind(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds

    def shown_storage(self, storage_id: int | None) -> int:
        """The storage as an answer names it: 0 for none, and for one out of sight."""
        return storage_id if storage_id is not None and self.shows_storage(storage_id) else 0


def oldest_moment(tenant: Tenant, days: int | None, now: datetime | None = None) -> datetime | None:
    """Where the last so many days of the location begin, today being one more; None for no limit.

    A day begins at the first moment that bears its date, also where clocks change at midnight.
    """
    if days is None:
        return None
    today = (now or datetime.now(UTC)).astimezone(tenant.timezone).date()
    first = datetime.combine(today - timedelta(days=days), datetime.min.time(), tenant.timezone)
    return first.astimezone(UTC)
