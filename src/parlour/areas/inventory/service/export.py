"""All transactions that a search finds, in chunks: one at a time in memory, and no connection held between two."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction, TransactionFilter
from parlour.areas.inventory.queries.search import list_transactions
from parlour.db.pool import Connection, Pool, connection
from parlour.page_requests import MomentSortKey, PageRequest

# A worker writes this many rows in some 5 ms, and other requests wait that long.
CHUNK = 500


async def read_all(
    pool: Pool,
    tenant: Tenant,
    filter_: TransactionFilter,
    confirm: Callable[[Connection], Awaitable[None]] | None = None,
) -> AsyncIterator[list[FoundTransaction]]:
    """Yield the chunks in order: at least one, perhaps empty. Before each, `confirm` raises if access has ended.

    Raise `Unavailable` when there is no connection to the database.
    """
    after: MomentSortKey | None = None
    while True:
        async with connection(pool) as conn:
            if confirm is not None:
                await confirm(conn)
            chunk = await list_transactions(conn, tenant, filter_, PageRequest(after, CHUNK))
        yield chunk
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].sort_key(filter_)


COUNT_IN_PERIOD: LiteralString = """
    SELECT count(*) AS count FROM stock_transactions
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL
      AND occurred_at >= coalesce($3::timestamptz, '-infinity') AND occurred_at < coalesce($4::timestamptz, 'infinity')
"""


async def count_in_period(conn: Connection, tenant: Tenant, since: datetime | None, until: datetime | None) -> int:
    """Count the transactions in a period, to show the progress of an export."""
    count: int = await conn.fetchval(COUNT_IN_PERIOD, tenant.chain_id, tenant.location_id, since, until)
    return count
