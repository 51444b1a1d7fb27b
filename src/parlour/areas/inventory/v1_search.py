"""Searching the transactions of a location (tag Inventory)."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.search import list_transactions
from parlour.areas.inventory.search_model import Place, Stretch
from parlour.areas.inventory.v1_search_query import (
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
from parlour.areas.inventory.v1_search_wire import FoundTransaction as WireTransaction
from parlour.db.pool import Connection
from parlour.http.paging import Page, offset_of
from parlour.http.v1_envelope import Answer, answer
from parlour.http.walks import Walks


@get(
    "/api/v1/storages/transactions/{location_id:int}",
    operation_id="search_for_product_transactions",
    tags=["Inventory"],
    permission=Permission.STOCK_VIEW,
    refuses=(ENDS_EARLY,),
)
async def search_for_product_transactions(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    walks: NamedDependency[Walks[Place]],
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=1000, description="Transactions on a page.")] = 25,
    start_date: StartDate = None,
    end_date: EndDate = None,
    document_id: DocumentId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
    good_id: GoodId = None,
    storage_id: StorageId = None,
    type_id: TypeId = None,
) -> Answer[list[WireTransaction]]:
    """Search transactions

    In the order of their dates or, with `changed_after` or `changed_before`, of their changes. Deleted ones are left
    out, and those that the user may not see. Pages that are read one after the other over one connection show each
    transaction once, even while others are entered.
    """
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
    shown = filter_of(asked, tenant)
    key = (tenant.user_id, tenant.location_id, shown, count)
    reached = walks.nearest(key, page)
    stretch = Stretch(reached.end, count, offset_of(page - reached.page, count))
    found = await list_transactions(conn, tenant, shown, stretch)
    if found or not stretch.offset:  # an empty page right behind a known one ends where that does
        walks.remember(key, page, found[-1].place(shown) if found else reached.end)
    return answer([WireTransaction.from_model(transaction, tenant) for transaction in found])


HANDLERS = [search_for_product_transactions]
