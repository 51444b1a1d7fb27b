"""The filter of a search of transactions, its rows, and their sort keys. No database, no wire."""

from datetime import datetime
from decimal import Decimal

import msgspec

from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.page_requests import MomentSortKey


class TransactionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of a location's live transactions; None for no condition.

    Beginnings are included, ends are not. With a condition on changes, rows are in the order of their changes,
    otherwise in the order in which stock moved.
    """

    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    document_id: int | None = None
    product_id: int | None = None
    storage_ids: tuple[int, ...] | None = None
    kinds: tuple[str, ...] | None = None

    @property
    def is_by_change(self) -> bool:
        return self.changed_since is not None or self.changed_until is not None

    @property
    def begins_at(self) -> datetime | None:
        """Return the first moment in its order; None for no limit."""
        return self.changed_since if self.is_by_change else self.since

    @property
    def ends_at(self) -> datetime | None:
        return self.changed_until if self.is_by_change else self.until

    @property
    def is_narrowed(self) -> bool:
        """Return whether there is a condition on the period, the storage or the kind."""
        return (self.since, self.until, self.storage_ids, self.kinds) != (None, None, None, None)


class FoundTransaction(msgspec.Struct, frozen=True, gc=False):
    """A transaction as a search shows it. `amount` is signed, in the unit in which it was entered."""

    id: int
    document_id: int
    kind: Kind
    occurred_at: datetime
    changed_at: datetime
    product_id: int
    product_title: str
    article: str
    barcode: str
    storage_id: int
    storage_title: str
    unit: UnitKind
    unit_id: int
    unit_title: str
    amount: Decimal
    price: Decimal
    discount: Decimal
    cost: Decimal
    team_member_id: int
    supplier_id: int
    client_id: int
    appointment_id: int
    service_id: int
    user_id: int | None
    comment: str

    def sort_key(self, filter_: TransactionFilter) -> MomentSortKey:
        """Return its sort key, for the order of the filter."""
        return MomentSortKey(self.changed_at if filter_.is_by_change else self.occurred_at, self.id)
