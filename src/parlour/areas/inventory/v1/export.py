"""The transactions of a location as a file (tag Inventory). Ours, not in the contract."""

from collections.abc import AsyncIterator

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction
from parlour.areas.inventory.refusals import ENDS_EARLY, NO_RIGHT_TO_SEE
from parlour.areas.inventory.service.export import read_all
from parlour.areas.inventory.v1.wire.csv import EXAMPLE, HEADING, lines_of
from parlour.areas.inventory.v1.wire.search_query import TransactionFilters
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached
from parlour.http.csv_answer import CSVAnswer
from parlour.http.operations import Operations

operations = Operations(B2B_V1, "Inventory")


@operations.get(
    "/api/v1/storages/transactions/{location_id}/export",
    "export_product_transactions",
    Permission.STOCK_EXPORT,
    refuses=(NO_RIGHT_TO_SEE, ENDS_EARLY),
    csv_example=EXAMPLE,
)
async def export_product_transactions(ctx: Detached, query: TransactionFilters) -> CSVAnswer:
    """Export transactions

    All results of the search with the same filters, in the same order, as CSV in UTF-8. The first line has the names;
    dates are in the time zone of the location. A text that a spreadsheet would read as a formula starts with an
    apostrophe. Also needs the right `storages_transactions_access`.
    """
    ctx.tenant.require(Permission.STOCK_VIEW)
    chunks = read_all(ctx.pool, ctx.tenant, query.to_filter(ctx.tenant), ctx.refresh_access)
    # The first chunk is read here, so that a failure before the first line is still answered as an error.
    first = await anext(chunks)
    return CSVAnswer(_lines(first, chunks, ctx.tenant), "transactions.csv")


async def _lines(
    first: list[FoundTransaction], rest: AsyncIterator[list[FoundTransaction]], tenant: Tenant
) -> AsyncIterator[bytes]:
    yield (HEADING + lines_of(first, tenant)).encode()
    async for chunk in rest:
        yield lines_of(chunk, tenant).encode()
