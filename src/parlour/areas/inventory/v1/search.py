"""Searching the transactions of a location (tag Inventory)."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.queries.search import list_transactions
from parlour.areas.inventory.v1.wire.search import FoundTransaction as WireTransaction
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
from parlour.db.pool import Connection
from parlour.http.cursors import Cursor
from parlour.http.pages import Pages
from parlour.http.paging import Page
from parlour.http.v1_envelope import PageAnswer, page_answer
from parlour.stretch import MomentPlace


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
    pages: NamedDependency[Pages],
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=1000, description="Transactions on a page.")] = 25,
    cursor: Cursor = None,
    start_date: StartDate = None,
    end_date: EndDate = None,
    document_id: DocumentId = None,
    changed_after: ChangedAfter = None,
    changed_before: ChangedBefore = None,
    good_id: GoodId = None,
    storage_id: StorageId = None,
    type_id: TypeId = None,
) -> PageAnswer[list[WireTransaction]]:
    """Search transactions

    In the order of their dates or, with `changed_after` or `changed_before`, of their changes. Deleted ones are left
    out, and those that the user may not see.
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
    found = await list_transactions(conn, tenant, shown, pages.stretch(MomentPlace, page, count, cursor))
    transactions = pages.cut(found, lambda transaction: transaction.place(shown))
    rows = [WireTransaction.from_model(transaction, tenant) for transaction in transactions]
    return page_answer(rows, pages.next_cursor)


HANDLERS = [search_for_product_transactions]
