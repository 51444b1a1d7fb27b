"""Statements that write and lock documents.

Locks are always taken in one order: products by their ids, then the document, then its transactions.
"""

from typing import LiteralString

from msgspec.structs import astuple

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Document, DocumentFields, LockedDocument
from parlour.areas.inventory.queries.views import DOCUMENT_COLUMNS, DOCUMENT_JOINS
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none

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
