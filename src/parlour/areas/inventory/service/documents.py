"""Writing documents: creating them with or without transactions, changing and deleting them.

Every function runs inside a database transaction that may be retried (`db.retrying`). Locks are always taken in one
order: products, document, transactions.
"""

from collections.abc import Callable, Mapping

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import DocumentFields, Line, LockedDocument, StoredEntry
from parlour.areas.inventory.queries import documents
from parlour.areas.inventory.service.guards import Act, Watch, check_document, require_whole
from parlour.areas.inventory.service.locked_stock import Stocked, entries_for, lock_stock
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Conflict, NotFound

KEEPS_KIND = "A document with transactions keeps its kind: delete them first."


async def enter_operation(conn: Connection, tenant: Tenant, fields: DocumentFields, lines: Mapping[str, Line]) -> int:
    """Create a document with all its transactions; return its id. The key of a line is the prefix of its faults.

    Raise `Forbidden`, `Conflict` for a closed period, `Invalid` with the faults of all lines.
    """
    rules = await check_document(conn, tenant, Act.CREATE, fields)
    stocked = await lock_stock(conn, tenant, [line.product_id for line in lines.values()])
    entries = await entries_for(conn, tenant, stocked, fields, lines)
    watch = await Watch.begin(conn, tenant, rules, [*stocked.products], fields)
    document_id = await documents.create_document(conn, tenant, fields)
    await documents.create_transactions(conn, tenant, document_id, entries)
    await watch.end(conn, tenant, {line.product_id: f"{place}amount" for place, line in lines.items()})
    return document_id


async def create_document(conn: Connection, tenant: Tenant, fields: DocumentFields) -> int:
    """Create a document without transactions; return its id. Raise what `enter_operation` raises for the document."""
    await check_document(conn, tenant, Act.CREATE, fields)
    return await documents.create_document(conn, tenant, fields)


class Held(msgspec.Struct, frozen=True):
    """A locked document, with its transactions and their locked products."""

    document: LockedDocument
    stocked: Stocked
    entries: list[StoredEntry]


async def change_document(
    conn: Connection,
    tenant: Tenant,
    document_id: int,
    change: Callable[[DocumentFields], DocumentFields],
    expected: Revisions,
) -> None:
    """Change a document; `change` makes the new fields from the current ones. Transactions get its date and storage.

    Raise `NotFound`, `Forbidden`, `Stale`, `Invalid`, and `Conflict` for a closed period, or for another kind if there
    are transactions.
    """
    held = await _hold(conn, tenant, document_id)
    check_revision(held.document.revision, expected)
    before = held.document.fields
    fields = change(before)
    rules = await check_document(conn, tenant, Act.EDIT, fields, before)
    if held.entries and fields.kind is not before.kind:
        raise Conflict(KEEPS_KIND)
    watch = await Watch.begin(conn, tenant, rules, [*held.stocked.products], before, fields)
    await documents.update_document(conn, tenant, document_id, fields)
    if held.entries and (fields.storage_ids, fields.occurred_at) != (before.storage_ids, before.occurred_at):
        await documents.follow_document(conn, tenant, document_id, fields)
    await watch.end(conn, tenant, {})


async def delete_document(conn: Connection, tenant: Tenant, document_id: int, expected: Revisions) -> None:
    """Mark a document and its transactions as deleted; reverse their movements. Raise what `change_document` raises."""
    held = await _hold(conn, tenant, document_id)
    check_revision(held.document.revision, expected)
    rules = await check_document(conn, tenant, Act.DELETE, held.document.fields)
    watch = await Watch.begin(conn, tenant, rules, [*held.stocked.products], held.document.fields)
    await documents.hide_transactions(conn, tenant, [entry.id for entry in held.entries])
    await documents.hide_document(conn, tenant, document_id)
    await watch.end(conn, tenant, {})


async def _hold(conn: Connection, tenant: Tenant, document_id: int) -> Held:
    """Lock a document with its transactions and products.

    Raise `NotFound` if there is none or the user may not see it, `Forbidden` if the user may see only one of its
    storages, `ConcurrentChange` if its products changed before they were locked.
    """
    product_ids = await documents.list_product_ids_of_document(conn, tenant, document_id)
    stocked = await lock_stock(conn, tenant, [], hidden_too=product_ids)
    document = await documents.lock_document(conn, tenant, document_id)
    if document is None:
        raise NotFound("Document")
    require_whole(tenant, document.fields)
    entries = await documents.list_entries_of_document(conn, tenant, document_id)
    if any(entry.product_id not in stocked.products for entry in entries):
        raise ConcurrentChange
    return Held(document, stocked, entries)
