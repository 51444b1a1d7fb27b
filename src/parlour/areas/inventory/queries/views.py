"""Statements that show documents and transactions."""

from collections.abc import Collection
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Document, Transaction
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# The columns of a `Document`, and the joins for them: of a document `d`, with the chain as $1.
DOCUMENT_COLUMNS: LiteralString = """
    d.id, d.kind, d.storage_id, s.title AS storage_title, d.to_storage_id, d.occurred_at, d.comment,
    d.team_member_id, d.user_id, u.name AS user_name, u.phone AS user_phone, u.email AS user_email,
    u.is_approved AS user_is_approved, u.avatar_url AS user_avatar_url, d.revision
"""
DOCUMENT_JOINS: LiteralString = """
    JOIN storages s ON s.chain_id = $1 AND s.id = d.storage_id
    LEFT JOIN users u ON u.id = d.user_id
"""
FIND_DOCUMENT: LiteralString = f"""
    SELECT {DOCUMENT_COLUMNS}
    FROM (SELECT * FROM stock_documents WHERE {IS_VISIBLE} AND id = $6 AND deleted_at IS NULL) d
    {DOCUMENT_JOINS}
"""


async def find_document(conn: Connection, tenant: Tenant, document_id: int) -> Document | None:
    """Return a live document; None if there is none, or if the user may not see it."""
    row = await conn.fetchrow(FIND_DOCUMENT, *StockScope.of(tenant).args, document_id)
    return to_struct_or_none(Document, row)


# Across chains: the chain of the document isn't known yet. Only the chains of the user are searched.
FIND_LOCATION_OF_DOCUMENT: LiteralString = """
    SELECT d.location_id
    FROM (SELECT chain_id FROM chain_roles WHERE user_id = $2
          UNION SELECT chain_id FROM location_roles WHERE user_id = $2 AND is_accepted) AS own
    CROSS JOIN LATERAL (
        SELECT location_id FROM stock_documents WHERE chain_id = own.chain_id AND id = $1 AND deleted_at IS NULL
    ) AS d
"""


async def find_location_of_document(conn: Connection, document_id: int, user_id: int) -> int | None:
    """Return the location of a document in the user's chains, or None. The user's rights there aren't checked."""
    location_id: int | None = await conn.fetchval(FIND_LOCATION_OF_DOCUMENT, document_id, user_id)
    return location_id


_WITH_NAMES: LiteralString = """
    SELECT t.id, t.document_id, t.kind, t.product_id, p.title AS product_title, t.storage_id, s.title AS storage_title,
           t.occurred_at, t.unit, t.amount, t.sale_amount,
           t.sale_unit_id, su.title AS sale_unit_title, su.short_title AS sale_unit_short_title,
           t.write_off_unit_id, wu.title AS write_off_unit_title, wu.short_title AS write_off_unit_short_title,
           t.price, t.discount, t.cost, t.counted, t.expected, t.supplier_id, t.client_id, t.team_member_id,
           t.appointment_id, t.service_id, t.comment, t.user_id, t.changed_at, t.revision
    FROM visible t
    JOIN products p ON p.chain_id = $1 AND p.id = t.product_id
    JOIN storages s ON s.chain_id = $1 AND s.id = t.storage_id
    JOIN units su ON su.id = t.sale_unit_id
    JOIN units wu ON wu.id = t.write_off_unit_id
"""
FIND_TRANSACTION: LiteralString = f"""
    WITH visible AS (SELECT * FROM stock_transactions WHERE {IS_VISIBLE} AND id = $6 AND deleted_at IS NULL)
    {_WITH_NAMES}
"""


async def find_transaction(conn: Connection, tenant: Tenant, transaction_id: int) -> Transaction | None:
    """Return a live transaction; None if there is none, or if the user may not see it."""
    row = await conn.fetchrow(FIND_TRANSACTION, *StockScope.of(tenant).args, transaction_id)
    return to_struct_or_none(Transaction, row)


LIST_TRANSACTIONS_OF_DOCUMENT: LiteralString = f"""
    WITH visible AS (SELECT * FROM stock_transactions WHERE {IS_VISIBLE} AND document_id = $6 AND deleted_at IS NULL)
    {_WITH_NAMES} ORDER BY t.id
"""


async def list_transactions_of_document(conn: Connection, tenant: Tenant, document_id: int) -> list[Transaction]:
    """List the live transactions of a document that the user may see."""
    rows = await conn.fetch(LIST_TRANSACTIONS_OF_DOCUMENT, *StockScope.of(tenant).args, document_id)
    return to_structs(Transaction, rows)


# The index of appointments has no others.
LIST_TRANSACTIONS_OF_APPOINTMENTS: LiteralString = f"""
    WITH visible AS (
        SELECT * FROM stock_transactions
        WHERE {IS_VISIBLE} AND appointment_id = ANY ($6::bigint[]) AND appointment_id <> 0 AND kind = $7
          AND deleted_at IS NULL)
    {_WITH_NAMES} ORDER BY t.id
"""


async def list_transactions_of_appointments(
    conn: Connection, tenant: Tenant, kind: Kind, appointment_ids: Collection[int]
) -> list[Transaction]:
    """List the live transactions of a kind in appointments that the user may see."""
    rows = await conn.fetch(LIST_TRANSACTIONS_OF_APPOINTMENTS, *StockScope.of(tenant).args, [*appointment_ids], kind)
    return to_structs(Transaction, rows)
