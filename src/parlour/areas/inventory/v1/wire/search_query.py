"""The parameters of a search of transactions and of their export, and the filter that they make."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.inventory.refusals import ENDS_BEFORE_START
from parlour.areas.inventory.rights import within
from parlour.areas.stock.rights.scope import StockScope
from parlour.areas.stock.v1.wire import KINDS
from parlour.errors import Fault, Invalid
from parlour.http.cursors import Cursor
from parlour.http.dates import Instant
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, moment_parameter, parameter


class TransactionFilters(Query, frozen=True):
    """Which transactions are found."""

    start_date: Annotated[
        Instant | None, moment_parameter("Moved at this moment or later.", "2026-01-01T00:00:00-05:00")
    ] = None
    end_date: Annotated[
        Instant | None,
        moment_parameter("Moved at this moment or earlier; a day counts to its end.", "2026-01-31T23:59:59-05:00"),
    ] = None
    document_id: Annotated[Id | None, parameter("Of this document.", 9001)] = None
    changed_after: Annotated[
        Instant | None, moment_parameter("Entered or changed at this moment or later.", "2026-01-31T18:30:00-05:00")
    ] = None
    changed_before: Annotated[
        Instant | None, moment_parameter("Entered or changed before this moment.", "2026-02-01T00:00:00-05:00")
    ] = None
    good_id: Annotated[Id | None, parameter("Of this product (ours).", 501)] = None
    storage_id: Annotated[Id | None, parameter("In this storage (ours).", 2)] = None
    type_id: Annotated[
        Annotated[int, Meta(ge=1, le=7)] | None,
        parameter(
            "Of this kind (ours): 1 sale, 2 usage of consumables, 3 receipt, 4 or 7 write-off, 5 transfer,"
            " 6 stock-take.",
            1,
        ),
    ] = None

    def to_filter(self, tenant: Tenant) -> TransactionFilter:
        """Return the filter, narrowed to what the user may see. Raise `Invalid` when a period ends before it begins."""
        zone = tenant.timezone
        wanted = TransactionFilter(
            since=self.start_date.at(zone) if self.start_date else None,
            until=self.end_date.end_at(zone) if self.end_date else None,
            changed_since=self.changed_after.at(zone) if self.changed_after else None,
            changed_until=self.changed_before.at(zone) if self.changed_before else None,
            document_id=self.document_id,
            product_id=self.good_id,
            storage_ids=None if self.storage_id is None else (self.storage_id,),
            kinds=None if self.type_id is None else (KINDS[self.type_id],),
        )
        faults = [
            *_early("end_date", "start_date", wanted.since, wanted.until),
            *_early("changed_before", "changed_after", wanted.changed_since, wanted.changed_until),
        ]
        if faults:
            raise Invalid(faults)
        return within(StockScope.of(tenant), wanted)


class TransactionSearch(TransactionFilters, frozen=True):
    """Which transactions are listed, and which page of them."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=1000), parameter("Transactions on a page.")] = 25
    cursor: Cursor = None


def _early(field: str, start: str, since: datetime | None, until: datetime | None) -> list[Fault]:
    return [ENDS_BEFORE_START.fault(field, start)] if since is not None and until is not None and until < since else []
