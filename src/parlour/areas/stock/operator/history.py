"""The ledger rows of one transaction."""

from datetime import datetime
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class Posting(msgspec.Struct, frozen=True):
    """A row of the ledger; `reverses_id` is the row that it reverses.

    `amount` is in the write-off units of that time, of which `unit_ratio` made one sale unit.
    """

    id: int
    recorded_at: datetime
    user: str | None
    reverses_id: int | None
    kind: str
    occurred_at: datetime
    product_id: int
    product: str
    storage_id: int
    storage: str
    amount: Decimal
    sale_amount: Decimal
    unit_ratio: Decimal
    cost: Decimal
    unit_cost: Decimal


HAS_TRANSACTION: LiteralString = """
    SELECT EXISTS (SELECT FROM chains c JOIN stock_transactions t ON t.chain_id = c.id AND t.id = $1)
"""


async def has_transaction(conn: Connection, transaction_id: int) -> bool:
    """Return whether the transaction exists, deleted or not. One that moved nothing has no rows in the ledger."""
    exists: bool = await conn.fetchval(HAS_TRANSACTION, transaction_id)
    return exists


LIST_POSTINGS: LiteralString = """
    SELECT m.id, m.recorded_at, coalesce(u.email, u.phone) AS user, m.reverses_id, m.kind, m.occurred_at,
           m.product_id, p.title AS product, m.storage_id, s.title AS storage,
           trim_scale(m.amount) AS amount, trim_scale(m.sale_amount) AS sale_amount,
           trim_scale(m.unit_ratio) AS unit_ratio, m.cost, trim_scale(m.unit_cost) AS unit_cost
    FROM chains c
    JOIN stock_movements m ON m.chain_id = c.id AND m.transaction_id = $1
    JOIN products p ON p.chain_id = m.chain_id AND p.id = m.product_id
    JOIN storages s ON s.chain_id = m.chain_id AND s.id = m.storage_id
    LEFT JOIN users u ON u.id = m.user_id
    ORDER BY m.id
"""


async def list_postings(conn: Connection, transaction_id: int) -> list[Posting]:
    """List the ledger rows of a transaction, in the order in which they were written."""
    return to_structs(Posting, await conn.fetch(LIST_POSTINGS, transaction_id))
