"""Writing documents: creating them with or without transactions, changing and deleting them.

Every function runs inside a database transaction that may be retried (`db.retrying`). Locks are always taken in one
order: products, document, transactions.
"""

from collections.abc import Callable, Sequence

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory import refusals
from parlour.areas.inventory.model.documents import Document, DocumentFields, Line, LockedDocument, StoredTransaction
from parlour.areas.inventory.queries import documents
from parlour.areas.inventory.queries import transactions as transaction_queries
from parlour.areas.inventory.service.checks import Action, NegativeStockCheck, check_document, require_both_storages
from parlour.areas.inventory.service.locked_stock import LockedStock, lock_stock, transactions_of_lines
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import NotFound


async def create_document_with_transactions(
    conn: Connection, tenant: Tenant, fields: DocumentFields, lines: Sequence[Line]
) -> Document:
    """Create a document with all its transactions, and return it. A fault of a line is named `lines[3].price`.

    Raise `Forbidden`, `Conflict` for a closed period, `Invalid` with the faults of all lines.
    """
    rules = await check_document(conn, tenant, Action.CREATE, fields)
    stock = await lock_stock(conn, tenant, [line.product_id for line in lines])
    transactions = await transactions_of_lines(conn, tenant, stock, fields, lines)
    stock_check = await NegativeStockCheck.snapshot(conn, tenant, rules, [*stock.products], fields)
    document = await documents.create_document(conn, tenant, fields)
    await transaction_queries.create_transactions(conn, tenant, document.id, transactions)
    await stock_check.verify(
        conn, tenant, {line.product_id: f"lines[{number}].amount" for number, line in enumerate(lines)}
    )
    return document


async def create_document(conn: Connection, tenant: Tenant, fields: DocumentFields) -> Document:
    """Create a document without transactions, and return it. Raise `Forbidden`, `Conflict` or `Invalid`."""
    await check_document(conn, tenant, Action.CREATE, fields)
    return await documents.create_document(conn, tenant, fields)


class LockedContent(msgspec.Struct, frozen=True):
    """A locked document, with its transactions and their locked products."""

    document: LockedDocument
    stock: LockedStock
    transactions: list[StoredTransaction]


async def update_document(
    conn: Connection,
    tenant: Tenant,
    document_id: int,
    change: Callable[[DocumentFields], DocumentFields],
    expected: Revisions,
) -> Document:
    """Change a document and return it; `change` makes the new fields from the current ones.

    Its transactions get its date and storage.

    Raise `NotFound`, `Forbidden`, `Stale`, `Invalid`, and `Conflict` for a closed period, or for another kind if there
    are transactions.
    """
    locked = await _lock(conn, tenant, document_id)
    check_revision(locked.document.revision, expected)
    before = locked.document.fields
    fields = change(before)
    rules = await check_document(conn, tenant, Action.EDIT, fields, before)
    if locked.transactions and fields.kind is not before.kind:
        raise refusals.OTHER_KIND.error()
    stock_check = await NegativeStockCheck.snapshot(conn, tenant, rules, [*locked.stock.products], before, fields)
    document = await documents.update_document(conn, tenant, document_id, fields)
    if (fields.storage_ids, fields.occurred_at) != (before.storage_ids, before.occurred_at):
        await transaction_queries.move_transactions(conn, tenant, document_id, fields)
    await stock_check.verify(conn, tenant, {})
    return document


async def delete_document(conn: Connection, tenant: Tenant, document_id: int, expected: Revisions) -> None:
    """Mark a document and its transactions as deleted; reverse their movements. Raise what `update_document` raises."""
    locked = await _lock(conn, tenant, document_id)
    check_revision(locked.document.revision, expected)
    rules = await check_document(conn, tenant, Action.DELETE, locked.document.fields)
    stock_check = await NegativeStockCheck.snapshot(
        conn, tenant, rules, [*locked.stock.products], locked.document.fields
    )
    await transaction_queries.soft_delete_transactions(conn, tenant, [each.id for each in locked.transactions])
    await documents.soft_delete_document(conn, tenant, document_id)
    await stock_check.verify(conn, tenant, {})


async def _lock(conn: Connection, tenant: Tenant, document_id: int) -> LockedContent:
    """Lock a document with its transactions and products.

    Raise `NotFound` if there is none or the user may not see it, `Forbidden` if the user may see only one of its
    storages, `ConcurrentChange` if its products changed before they were locked.
    """
    product_ids = await transaction_queries.list_product_ids_of_document(conn, tenant, document_id)
    stock = await lock_stock(conn, tenant, [], also_deleted=product_ids)
    document = await documents.lock_document(conn, tenant, document_id)
    if document is None:
        raise NotFound("Document")
    require_both_storages(tenant, document.fields)
    transactions = await transaction_queries.list_stored_transactions(conn, tenant, document_id)
    if any(each.product_id not in stock.products for each in transactions):
        raise ConcurrentChange
    return LockedContent(document, stock, transactions)
