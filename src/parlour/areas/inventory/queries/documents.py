"""Statements that write documents and transactions, and those that lock them and their products.

Locks are always taken in one order: products by their ids, then the document, then its transactions. The database
itself updates the ledger, the levels, the costs and later stock-takes (docs/decisions/0011, 0019).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec
from msgspec.structs import astuple

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import (
    Document,
    DocumentFields,
    Level,
    LockedDocument,
    Shortage,
    StockedProduct,
    StockRules,
    StoredTransaction,
    TransactionFields,
)
from parlour.areas.inventory.queries.views import DOCUMENT_COLUMNS, DOCUMENT_JOINS
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import LONG_ANSWER_TIMEOUT_S, Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

# Decimals are sent as JSON strings, which PostgreSQL reads as exact numerics.
_ENCODER = msgspec.json.Encoder(decimal_format="string")

FIND_STOCK_RULES: LiteralString = """
    SELECT allows_negative_stock, stock_closed_until AS closed_until,
           ARRAY (
               SELECT s.id FROM storages s
               WHERE s.chain_id = $1 AND s.location_id = $2 AND s.id = ANY ($3::bigint[])
           ) AS storage_ids
    FROM locations WHERE chain_id = $1 AND id = $2
"""


async def find_stock_rules(conn: Connection, tenant: Tenant, storage_ids: Sequence[int]) -> StockRules:
    row = await conn.fetchrow(FIND_STOCK_RULES, tenant.chain_id, tenant.location_id, storage_ids)
    assert row is not None  # noqa: S101 - the tenant's location exists
    return to_struct(StockRules, row)


# Without a join: if a row changes while this waits for its lock, it would be joined by its old values. A deleted
# product can still be taken off a document, but no longer be added to one.
LOCK_PRODUCTS: LiteralString = """
    SELECT id, title, unit_ratio, sale_unit_id, write_off_unit_id, price, cost_price, is_cost_price_fixed
    FROM products
    WHERE chain_id = $1 AND id = ANY ($3::bigint[]) AND (location_id = $2 OR location_id IS NULL)
      AND (deleted_at IS NULL OR id = ANY ($4::bigint[]))
    ORDER BY id FOR NO KEY UPDATE
"""


async def lock_products(
    conn: Connection, tenant: Tenant, product_ids: Sequence[int], also_deleted: Sequence[int] = ()
) -> dict[int, StockedProduct]:
    """Lock the products that the location sees, and return them by id; deleted ones only if they are in `also_deleted`.

    Until the transaction ends, no other can move their stock.
    """
    rows = await conn.fetch(LOCK_PRODUCTS, tenant.chain_id, tenant.location_id, product_ids, also_deleted)
    return {product.id: product for product in to_structs(StockedProduct, rows)}


LIST_AVERAGES: LiteralString = """
    SELECT product_id, average FROM stock_costs WHERE chain_id = $1 AND product_id = ANY ($2::bigint[])
"""


async def list_averages(conn: Connection, tenant: Tenant, product_ids: Sequence[int]) -> dict[int, Decimal | None]:
    """Return the average cost of a write-off unit, by product; None, or no key, where there was no receipt yet."""
    rows = await conn.fetch(LIST_AVERAGES, tenant.chain_id, product_ids)
    return {row[0]: row[1] for row in rows}


CREATE_DOCUMENT: LiteralString = f"""
    WITH created AS (
        INSERT INTO stock_documents (
            chain_id, location_id, user_id, kind, storage_id, to_storage_id, occurred_at, comment, team_member_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        RETURNING *
    )
    SELECT {DOCUMENT_COLUMNS} FROM created d {DOCUMENT_JOINS}
"""


async def create_document(conn: Connection, tenant: Tenant, fields: DocumentFields) -> Document:
    """Create a document without transactions. Its storages must be those of the location."""
    row = await conn.fetchrow(CREATE_DOCUMENT, tenant.chain_id, tenant.location_id, tenant.user_id, *astuple(fields))
    assert row is not None  # noqa: S101 - its storage exists
    return to_struct(Document, row)


LOCK_DOCUMENT: LiteralString = f"""
    SELECT id, kind, storage_id, to_storage_id, occurred_at, comment, team_member_id, revision
    FROM stock_documents
    WHERE {IS_VISIBLE} AND id = $6 AND deleted_at IS NULL
    FOR NO KEY UPDATE
"""


async def lock_document(conn: Connection, tenant: Tenant, document_id: int) -> LockedDocument | None:
    """Lock and return a document; None if it is deleted, not the location's, or not visible to the user."""
    row = await conn.fetchrow(LOCK_DOCUMENT, *StockScope.of(tenant).args, document_id)
    return to_struct_or_none(LockedDocument, row)


UPDATE_DOCUMENT: LiteralString = f"""
    WITH changed AS (
        UPDATE stock_documents
        SET kind = $3, storage_id = $4, to_storage_id = $5, occurred_at = $6, comment = $7, team_member_id = $8,
            revision = revision + 1, changed_at = now()
        WHERE chain_id = $1 AND id = $2
        RETURNING *
    )
    SELECT {DOCUMENT_COLUMNS} FROM changed d {DOCUMENT_JOINS}
"""


async def update_document(conn: Connection, tenant: Tenant, document_id: int, fields: DocumentFields) -> Document:
    """Write the fields of a locked document, and return it."""
    row = await conn.fetchrow(UPDATE_DOCUMENT, tenant.chain_id, document_id, *astuple(fields))
    assert row is not None  # noqa: S101 - it is locked
    return to_struct(Document, row)


SOFT_DELETE_DOCUMENT: LiteralString = """
    UPDATE stock_documents SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_document(conn: Connection, tenant: Tenant, document_id: int) -> None:
    await conn.execute(SOFT_DELETE_DOCUMENT, tenant.chain_id, document_id)


# The columns of a `TransactionFields` as they are sent to the database.
_TRANSACTION_COLUMNS: LiteralString = """
    id bigint, position integer, counterpart integer, product_id bigint, storage_id bigint, unit text, amount numeric,
    sale_amount numeric, unit_ratio numeric, sale_unit_id bigint, write_off_unit_id bigint, price numeric,
    discount numeric, cost numeric, unit_cost numeric, counted numeric, expected numeric, supplier_id bigint,
    client_id bigint, team_member_id bigint, appointment_id bigint, account_id bigint, is_paid boolean, comment text
"""
# Ids are drawn first, so that each half of a transfer is inserted with the id of the other.
CREATE_TRANSACTIONS: LiteralString = f"""
    WITH new AS MATERIALIZED (
        SELECT *, nextval(pg_get_serial_sequence('stock_transactions', 'id')) AS new_id
        FROM json_to_recordset($3::json) AS n ({_TRANSACTION_COLUMNS})
    )
    INSERT INTO stock_transactions (
        chain_id, location_id, document_id, kind, occurred_at, user_id, id, counterpart_id, product_id, storage_id,
        unit, amount, sale_amount, unit_ratio, sale_unit_id, write_off_unit_id, price, discount, cost, unit_cost,
        counted, expected, supplier_id, client_id, team_member_id, appointment_id, account_id, is_paid, comment)
    OVERRIDING SYSTEM VALUE
    SELECT d.chain_id, d.location_id, d.id, d.kind, d.occurred_at, $4, n.new_id, other.new_id, n.product_id,
           n.storage_id, n.unit, n.amount, n.sale_amount, n.unit_ratio, n.sale_unit_id, n.write_off_unit_id, n.price,
           n.discount, n.cost, n.unit_cost, n.counted, n.expected, n.supplier_id, n.client_id, n.team_member_id,
           n.appointment_id, n.account_id, n.is_paid, n.comment
    FROM new AS n
    JOIN stock_documents d ON d.chain_id = $1 AND d.id = $2
    LEFT JOIN new AS other ON other.position = n.counterpart
    ORDER BY n.position
    RETURNING id
"""


async def create_transactions(
    conn: Connection, tenant: Tenant, document_id: int, transactions: Sequence[TransactionFields]
) -> list[int]:
    """Add transactions to a document; return their ids in the same order. Their products must be locked."""
    sent = _ENCODER.encode(transactions).decode()
    rows = await conn.fetch(
        CREATE_TRANSACTIONS, tenant.chain_id, document_id, sent, tenant.user_id, timeout=LONG_ANSWER_TIMEOUT_S
    )
    return [row[0] for row in rows]


UPDATE_TRANSACTIONS: LiteralString = f"""
    UPDATE stock_transactions t
    SET (product_id, storage_id, unit, amount, sale_amount, unit_ratio, sale_unit_id, write_off_unit_id, price,
         discount, cost, unit_cost, counted, expected, supplier_id, client_id, team_member_id, appointment_id,
         account_id, is_paid, comment)
      = (n.product_id, n.storage_id, n.unit, n.amount, n.sale_amount, n.unit_ratio, n.sale_unit_id, n.write_off_unit_id,
         n.price, n.discount, n.cost, n.unit_cost, n.counted, n.expected, n.supplier_id, n.client_id, n.team_member_id,
         n.appointment_id, n.account_id, n.is_paid, n.comment),
        revision = revision + 1, changed_at = now()
    FROM json_to_recordset($2::json) AS n ({_TRANSACTION_COLUMNS})
    WHERE t.chain_id = $1 AND t.id = n.id
"""


async def update_transactions(conn: Connection, tenant: Tenant, transactions: Sequence[TransactionFields]) -> None:
    """Overwrite transactions by their ids; they and their products must be locked."""
    await conn.execute(
        UPDATE_TRANSACTIONS, tenant.chain_id, _ENCODER.encode(transactions).decode(), timeout=LONG_ANSWER_TIMEOUT_S
    )


MOVE_TRANSACTIONS: LiteralString = """
    UPDATE stock_transactions
    SET occurred_at = $3, storage_id = CASE WHEN kind = 'transfer' AND amount > 0 THEN $5::bigint ELSE $4 END,
        revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND document_id = $2 AND deleted_at IS NULL
"""


async def move_transactions(conn: Connection, tenant: Tenant, document_id: int, fields: DocumentFields) -> None:
    """Copy a document's new date and storages to its transactions."""
    await conn.execute(
        MOVE_TRANSACTIONS,
        tenant.chain_id,
        document_id,
        fields.occurred_at,
        fields.storage_id,
        fields.to_storage_id,
        timeout=LONG_ANSWER_TIMEOUT_S,
    )


SOFT_DELETE_TRANSACTIONS: LiteralString = """
    UPDATE stock_transactions SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = ANY ($2::bigint[]) AND deleted_at IS NULL
"""


async def soft_delete_transactions(conn: Connection, tenant: Tenant, ids: Sequence[int]) -> None:
    """Mark transactions as deleted, which reverses their movements; their products must be locked."""
    await conn.execute(SOFT_DELETE_TRANSACTIONS, tenant.chain_id, ids, timeout=LONG_ANSWER_TIMEOUT_S)


_STORED: LiteralString = """
    id, document_id, product_id, storage_id, unit, amount, sale_amount, unit_ratio, price, discount, cost, unit_cost,
    counted, expected, counterpart_id, revision, supplier_id, client_id, team_member_id, appointment_id, account_id,
    is_paid, comment
"""
FIND_TRANSACTION: LiteralString = f"""
    SELECT {_STORED} FROM stock_transactions WHERE {IS_VISIBLE} AND id = $6 AND deleted_at IS NULL
"""


async def find_transaction(conn: Connection, tenant: Tenant, transaction_id: int) -> StoredTransaction | None:
    """Return a live transaction; None if there is none, or if the user may not see it."""
    row = await conn.fetchrow(FIND_TRANSACTION, *StockScope.of(tenant).args, transaction_id)
    return to_struct_or_none(StoredTransaction, row)


LIST_PRODUCT_IDS_OF_DOCUMENT: LiteralString = """
    SELECT DISTINCT product_id FROM stock_transactions
    WHERE chain_id = $1 AND document_id = $2 AND deleted_at IS NULL ORDER BY product_id
"""


async def list_product_ids_of_document(conn: Connection, tenant: Tenant, document_id: int) -> list[int]:
    rows = await conn.fetch(LIST_PRODUCT_IDS_OF_DOCUMENT, tenant.chain_id, document_id)
    return [row[0] for row in rows]


LIST_STORED_TRANSACTIONS: LiteralString = f"""
    SELECT {_STORED} FROM stock_transactions
    WHERE chain_id = $1 AND document_id = $2 AND deleted_at IS NULL ORDER BY id
"""


async def list_stored_transactions(conn: Connection, tenant: Tenant, document_id: int) -> list[StoredTransaction]:
    """List all live transactions of a document. While it is locked, they don't change."""
    return to_structs(StoredTransaction, await conn.fetch(LIST_STORED_TRANSACTIONS, tenant.chain_id, document_id))


LIST_LEVELS: LiteralString = """
    SELECT l.product_id, l.storage_id, l.amount
    FROM stock_levels l
    WHERE l.chain_id = $1 AND l.product_id = ANY ($3::bigint[])
      AND l.storage_id IN (SELECT s.id FROM storages s WHERE s.chain_id = $1 AND s.location_id = $2)
"""


async def list_levels(conn: Connection, tenant: Tenant, product_ids: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """Return the stock in the location, by product and storage."""
    rows = await conn.fetch(LIST_LEVELS, tenant.chain_id, tenant.location_id, product_ids)
    return {(level.product_id, level.storage_id): level.amount for level in to_structs(Level, rows)}


LIST_SHORTAGES: LiteralString = """
    SELECT p.id AS product_id, s.id AS storage_id, p.title AS product_title, s.title AS storage_title,
           u.short_title AS unit_short_title
    FROM unnest($2::bigint[], $3::bigint[]) AS short (product_id, storage_id)
    JOIN products p ON p.chain_id = $1 AND p.id = short.product_id
    JOIN storages s ON s.chain_id = $1 AND s.id = short.storage_id
    JOIN units u ON u.id = p.write_off_unit_id
"""


async def list_shortages(
    conn: Connection, tenant: Tenant, keys: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Shortage]:
    """Return the names of products and storages, by their ids."""
    product_ids, storage_ids = zip(*keys, strict=True)
    rows = await conn.fetch(LIST_SHORTAGES, tenant.chain_id, product_ids, storage_ids)
    return {(named.product_id, named.storage_id): named for named in to_structs(Shortage, rows)}
