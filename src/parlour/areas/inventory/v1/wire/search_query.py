"""The parameters of a search of transactions, and the filter that they make."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.inventory.rights import within
from parlour.areas.stock.model.codes import KINDS
from parlour.areas.stock.rights.scope import StockScope
from parlour.errors import Fault, Invalid
from parlour.http.dates import Instant
from parlour.http.openapi import Refusal
from parlour.http.paging import id_parameter, moment_parameter

BEFORE_START = "Must not lie before start_date."
BEFORE_AFTER = "Must not lie before changed_after."
ENDS_EARLY = Refusal(
    "ends_early",
    "A period ends before it begins.",
    Invalid([Fault("end_date", BEFORE_START), Fault("changed_before", BEFORE_AFTER)]),
)


StartDate = Annotated[Instant | None, moment_parameter("Moved at this moment or later.", "2026-01-01T00:00:00-05:00")]
EndDate = Annotated[
    Instant | None,
    moment_parameter("Moved at this moment or earlier; a day counts to its end.", "2026-01-31T23:59:59-05:00"),
]
ChangedAfter = Annotated[
    Instant | None, moment_parameter("Entered or changed at this moment or later.", "2026-01-31T18:30:00-05:00")
]
ChangedBefore = Annotated[
    Instant | None, moment_parameter("Entered or changed before this moment.", "2026-02-01T00:00:00-05:00")
]
DocumentId = Annotated[int | None, id_parameter("Of this document.", 9001)]
GoodId = Annotated[int | None, id_parameter("Of this product (ours).", 501)]
StorageId = Annotated[int | None, id_parameter("In this storage (ours).", 2)]
TypeId = Annotated[
    int | None,
    QueryParameter(
        ge=1,
        le=7,
        description=(
            "Of this kind (ours): 1 sale, 2 usage of consumables, 3 receipt, 4 or 7 write-off, 5 transfer, "
            "6 stock-take."
        ),
        examples=[Example(value=1)],
    ),
]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters as they came."""

    start_date: Instant | None
    end_date: Instant | None
    document_id: int | None
    changed_after: Instant | None
    changed_before: Instant | None
    good_id: int | None
    storage_id: int | None
    type_id: int | None


def filter_of(asked: Asked, tenant: Tenant) -> TransactionFilter:
    """Return the filter, narrowed to what the user may see. Raise `Invalid` when a period ends before it begins."""
    zone = tenant.timezone
    wanted = TransactionFilter(
        since=asked.start_date.at(zone) if asked.start_date else None,
        until=asked.end_date.end_at(zone) if asked.end_date else None,
        changed_since=asked.changed_after.at(zone) if asked.changed_after else None,
        changed_until=asked.changed_before.at(zone) if asked.changed_before else None,
        document_id=asked.document_id,
        product_id=asked.good_id,
        storage_ids=None if asked.storage_id is None else (asked.storage_id,),
        kinds=None if asked.type_id is None else (KINDS[asked.type_id],),
    )
    faults = [
        *_early("end_date", BEFORE_START, wanted.since, wanted.until),
        *_early("changed_before", BEFORE_AFTER, wanted.changed_since, wanted.changed_until),
    ]
    if faults:
        raise Invalid(faults)
    return within(StockScope.of(tenant), wanted)


def _early(field: str, message: str, since: datetime | None, until: datetime | None) -> list[Fault]:
    return [Fault(field, message)] if since is not None and until is not None and until < since else []
