"""Statements about stock-takes: the amounts that they expect, and which of them an earlier change affects."""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import CheckedAmount, DocumentFields, Level
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# The stock now, without what moved after the moment. Transactions of the same moment are in the order of their ids.
LIST_EXPECTED: LiteralString = """
    SELECT wanted.id AS product_id, $2::bigint AS storage_id,
           coalesce((SELECT l.amount FROM stock_levels l
                     WHERE l.chain_id = $1 AND l.product_id = wanted.id AND l.storage_id = $2), 0)
           - coalesce((SELECT sum(t.amount) FROM stock_transactions t
                       WHERE t.chain_id = $1 AND t.product_id = wanted.id AND t.storage_id = $2
                         AND t.deleted_at IS NULL AND (t.occurred_at, t.id) > ($4, $5)), 0) AS amount
    FROM unnest($3::bigint[]) AS wanted (id)
"""
NOT_STORED_YET = 2**63 - 1
"""The id for a transaction that isn't entered yet: it comes after all others of its moment."""


async def list_expected(
    conn: Connection,
    tenant: Tenant,
    document: DocumentFields,
    product_ids: Sequence[int],
    transaction_id: int = NOT_STORED_YET,
) -> dict[int, Decimal]:
    """Return the expected stock, by product, in the document's storage at its moment, just before `transaction_id`.

    Once a count is entered, the database updates its expected amount (docs/decisions/0019).
    """
    rows = await conn.fetch(
        LIST_EXPECTED, tenant.chain_id, document.storage_id, product_ids, document.occurred_at, transaction_id
    )
    return {level.product_id: level.amount for level in to_structs(Level, rows)}


# The stock now, the stock-takes at the moment itself, and the next one after it: a change at that moment affects one of
# these stock-takes.
LIST_CHECKED_AMOUNTS: LiteralString = """
    SELECT l.product_id, l.storage_id, NULL::bigint AS count_id, NULL::timestamptz AS occurred_at, l.amount
    FROM stock_levels l
    WHERE l.chain_id = $1 AND l.product_id = ANY ($3::bigint[])
      AND l.storage_id IN (SELECT s.id FROM storages s WHERE s.chain_id = $1 AND s.location_id = $2)
    UNION
    SELECT c.product_id, c.storage_id, c.id, c.occurred_at, c.expected
    FROM unnest($3::bigint[]) AS moved (product_id)
    CROSS JOIN unnest($4::bigint[], $5::timestamptz[]) AS place (storage_id, occurred_at)
    CROSS JOIN LATERAL (
        (SELECT id, product_id, storage_id, occurred_at, expected FROM stock_transactions
         WHERE chain_id = $1 AND product_id = moved.product_id AND storage_id = place.storage_id
           AND kind = 'stock_take' AND deleted_at IS NULL AND occurred_at = place.occurred_at)
        UNION ALL
        (SELECT id, product_id, storage_id, occurred_at, expected FROM stock_transactions
         WHERE chain_id = $1 AND product_id = moved.product_id AND storage_id = place.storage_id
           AND kind = 'stock_take' AND deleted_at IS NULL AND occurred_at > place.occurred_at
         ORDER BY occurred_at, id LIMIT 1)
    ) AS c
"""


async def list_checked_amounts(
    conn: Connection, tenant: Tenant, product_ids: Sequence[int], documents: Sequence[DocumentFields]
) -> list[CheckedAmount]:
    """List the stock in the location, and the stock-take lines that movements on these documents affect."""
    places = [(storage_id, document.occurred_at) for document in documents for storage_id in document.storage_ids]
    storage_ids, moments = zip(*places, strict=True)
    rows = await conn.fetch(
        LIST_CHECKED_AMOUNTS, tenant.chain_id, tenant.location_id, product_ids, storage_ids, moments
    )
    return to_structs(CheckedAmount, rows)


LIST_COUNTS: LiteralString = """
    SELECT product_id, storage_id, id AS count_id, occurred_at, expected AS amount FROM stock_transactions
    WHERE chain_id = $1 AND id = ANY ($2::bigint[]) AND deleted_at IS NULL
"""


async def list_counts(conn: Connection, tenant: Tenant, ids: Sequence[int | None]) -> list[CheckedAmount]:
    """List these lines of stock-takes as they are now; deleted ones are left out."""
    return to_structs(CheckedAmount, await conn.fetch(LIST_COUNTS, tenant.chain_id, ids))
