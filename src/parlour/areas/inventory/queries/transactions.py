"""Statements that write transactions, and those that read them to change them.

The products must be locked. The database itself updates the ledger, the levels, the costs and later stock-takes
(docs/decisions/0011, 0019).
"""

from collections.abc import Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import DocumentFields, StoredTransaction, TransactionFields
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import LONG_ANSWER_TIMEOUT_S, Connection
from parlour.db.rows import to_struct_or_none, to_structs

# Decimals are sent as JSON strings, which PostgreSQL reads as exact numerics.
_ENCODER = msgspec.json.Encoder(decimal_format="string")

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
