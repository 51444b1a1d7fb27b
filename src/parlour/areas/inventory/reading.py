"""Statements that show documents and transactions."""

from datetime import datetime
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model import Document, Transaction
from parlour.areas.stock.rights import StockSight
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

FIND_DOCUMENT: LiteralString = """
    SELECT d.id, d.kind, d.storage_id, s.title AS storage_title, d.to_storage_id, d.occurred_at, d.comment,
           d.team_member_id, d.user_id, u.name AS user_name, u.phone AS user_phone, u.email AS user_email,
           u.is_approved AS user_is_approved, u.avatar_url AS user_avatar_url, d.revision
    FROM stock_documents d
    JOIN storages s ON s.chain_id = $1 AND s.id = d.storage_id
    LEFT JOIN users u ON u.id = d.user_id
    WHERE d.chain_id = $1 AND d.location_id = $2 AND d.id = $3 AND d.deleted_at IS NULL
      AND ($4::bigint[] IS NULL OR d.storage_id = ANY ($4))
      AND ($5::text[] IS NULL OR d.kind = ANY ($5)) AND ($6::timestamptz IS NULL OR d.occurred_at >= $6)
"""


async def find_document(
    conn: Connection, tenant: Tenant, document_id: int, since: datetime | None = None
) -> Document | None:
    """A document as far as the user's rights let it be seen; with `since`, none of before."""
    sight = StockSight.of(tenant)
    row = await conn.fetchrow(
        FIND_DOCUMENT, tenant.chain_id, tenant.location_id, document_id, sight.storage_ids, sight.kinds, since
    )
    return to_struct_or_none(Document, row)


# Across chains: where a document lies is what is to be found out, in the chains of the user alone.
FIND_PLACE_OF_DOCUMENT: LiteralString = """
    SELECT d.location_id
    FROM (SELECT chain_id FROM chain_roles WHERE user_id = $2
          UNION SELECT chain_id FROM location_roles WHERE user_id = $2 AND is_accepted) AS its
    CROSS JOIN LATERAL (
        SELECT location_id FROM stock_documents WHERE chain_id = its.chain_id AND id = $1 AND deleted_at IS NULL
    ) AS d
"""


async def find_place_of_document(conn: Connection, document_id: int, user_id: int) -> int | None:
    """The location of a document of one of the user's chains: what the user may do there is still to be found out."""
    location_id: int | None = await conn.fetchval(FIND_PLACE_OF_DOCUMENT, document_id, user_id)
    return location_id


_SHOWN: LiteralString = """
    SELECT t.id, t.document_id, t.kind, t.product_id, p.title AS product_title, t.storage_id, s.title AS storage_title,
           t.occurred_at, t.unit, t.amount, t.sale_amount,
           t.sale_unit_id, su.title AS sale_unit_title, su.short_title AS sale_unit_short_title,
           t.write_off_unit_id, wu.title AS write_off_unit_title, wu.short_title AS write_off_unit_short_title,
           t.price, t.discount, t.cost, t.counted, t.expected, t.supplier_id, t.client_id, t.team_member_id,
           t.appointment_id, t.service_id, t.comment, t.user_id, t.changed_at, t.revision
    FROM stock_transactions t
    JOIN products p ON p.chain_id = $1 AND p.id = t.product_id
    JOIN storages s ON s.chain_id = $1 AND s.id = t.storage_id
    JOIN units su ON su.id = t.sale_unit_id
    JOIN units wu ON wu.id = t.write_off_unit_id
    WHERE t.chain_id = $1 AND t.location_id = $2 AND t.deleted_at IS NULL
      AND ($4::bigint[] IS NULL OR t.storage_id = ANY ($4))
      AND ($5::text[] IS NULL OR t.kind = ANY ($5))
"""
FIND_TRANSACTION: LiteralString = f"""
    {_SHOWN} AND t.id = $3 AND ($6::timestamptz IS NULL OR t.occurred_at >= $6)
"""


async def find_transaction(
    conn: Connection, tenant: Tenant, transaction_id: int, since: datetime | None = None
) -> Transaction | None:
    """A live transaction as far as the user's rights let it be seen; with `since`, none of before."""
    sight = StockSight.of(tenant)
    row = await conn.fetchrow(
        FIND_TRANSACTION, tenant.chain_id, tenant.location_id, transaction_id, sight.storage_ids, sight.kinds, since
    )
    return to_struct_or_none(Transaction, row)


LIST_TRANSACTIONS_OF_DOCUMENT: LiteralString = f"{_SHOWN} AND t.document_id = $3 ORDER BY t.id"


async def list_transactions_of_document(conn: Connection, tenant: Tenant, document_id: int) -> list[Transaction]:
    """The live transactions of a document as far as the user's rights let them be seen."""
    sight = StockSight.of(tenant)
    rows = await conn.fetch(
        LIST_TRANSACTIONS_OF_DOCUMENT,
        tenant.chain_id,
        tenant.location_id,
        document_id,
        sight.storage_ids,
        sight.kinds,
    )
    return to_structs(Transaction, rows)
