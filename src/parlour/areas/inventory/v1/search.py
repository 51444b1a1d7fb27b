"""Searching the transactions of a location (tag Inventory)."""

from parlour.access.permissions import Permission
from parlour.areas.inventory.queries.search import list_transactions
from parlour.areas.inventory.refusals import ENDS_EARLY
from parlour.areas.inventory.v1.wire.search import FoundTransaction as WireTransaction
from parlour.areas.inventory.v1.wire.search_query import TransactionSearch
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import PageAnswer, page_answer
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V1, "Inventory")


@operations.get(
    "/api/v1/storages/transactions/{location_id}",
    "search_for_product_transactions",
    Permission.STOCK_VIEW,
    refuses=(ENDS_EARLY,),
)
async def search_for_product_transactions(
    ctx: Reading, query: TransactionSearch, pages: Pages
) -> PageAnswer[list[WireTransaction]]:
    """Search transactions

    Sorted by date or, with `changed_after` or `changed_before`, by the time of the last change. Without deleted
    transactions and without transactions that the user may not see.
    """
    filter_ = query.to_filter(ctx.tenant)
    found = await list_transactions(ctx.conn, ctx.tenant, filter_, pages.rows(MomentSortKey))
    transactions = pages.cut(found, lambda transaction: transaction.sort_key(filter_))
    rows = [WireTransaction.from_model(transaction, ctx.tenant) for transaction in transactions]
    return page_answer(rows, pages.next_cursor)
