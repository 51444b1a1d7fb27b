"""The transactions of a location as a file (tag Inventory). Ours, not in the contract."""

from collections.abc import AsyncIterator

from litestar import get
from litestar.di import NamedDependency

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction
from parlour.areas.inventory.service.export import read_all
from parlour.areas.inventory.v1.wire.csv import EXAMPLE, HEADING, lines_of
from parlour.areas.inventory.v1.wire.search_query import (
    ENDS_EARLY,
    Asked,
    ChangedAfter,
    ChangedBefore,
    DocumentId,
    EndDate,
    GoodId,
    StartDate,
    StorageId,
    TypeId,
    filter_of,
)
from parlour.db.pool import Pool
from parlour.errors import Forbidden
from parlour.http.authority import Authority
from parlour.http.csv_answer import CSVAnswer
from parlour.http.openapi import Refusal

NO_RIGHT_TO_SEE = Refusal(
    "no_right_to_see",
    "The user may export transactions, but not see them.",
    Forbidden(f"You lack the right {Permission.STOCK_VIEW.value} in this location."),
)


@get(
    "/api/v1/storages/transactions/{location_id:int}/export",
    operation_id="export_product_transactions",
    tags=["Inventory"],
    permission=Permission.STOCK_EXPORT,
    refuses=(NO_RIGHT_TO_SEE, ENDS_EARLY),
    csv_example=EXAMPLE,
)
async def export_product_transactions(
    pool: NamedDependency[Pool],
    place: NamedDependency[Tenant],
    authority: NamedDependency[Authority],
    start_date: StartDate = None,
    end_date: EndDate = None,
    document_id: DocumentId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
    good_id: GoodId = None,
    storage_id: StorageId = None,
    type_id: TypeId = None,
) -> CSVAnswer:
    """Export transactions

    All that the search finds under the same filters, in the same order, as CSV in UTF-8: the first line has the names,
    dates are in the time of the location. A text that a spreadsheet would take for a formula stands behind an
    apostrophe. It also needs the right `storages_transactions_access`.
    """
    place.require(Permission.STOCK_VIEW)
    asked = Asked(
        start_date=start_date,
        end_date=end_date,
        document_id=document_id,
        changed_after=changed_after,
        changed_before=changed_before,
        good_id=good_id,
        storage_id=storage_id,
        type_id=type_id,
    )
    chunks = read_all(pool, place, filter_of(asked, place), authority.refresh)
    # The first chunk is read here, so that a failure before the first line is still answered as an error.
    first = await anext(chunks)
    return CSVAnswer(_lines(first, chunks, place), "transactions.csv")


async def _lines(
    first: list[FoundTransaction], rest: AsyncIterator[list[FoundTransaction]], tenant: Tenant
) -> AsyncIterator[bytes]:
    yield (HEADING + lines_of(first, tenant)).encode()
    async for chunk in rest:
        yield lines_of(chunk, tenant).encode()


HANDLERS = [export_product_transactions]
