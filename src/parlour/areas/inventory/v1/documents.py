"""Operations on stock documents, with or without their transactions (tag Inventory)."""

from functools import partial

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory import refusals
from parlour.areas.inventory.model.documents import Document
from parlour.areas.inventory.queries import views
from parlour.areas.inventory.service import documents
from parlour.areas.inventory.v1.wire import fault_names
from parlour.areas.inventory.v1.wire.documents import Document as WireDocument
from parlour.areas.inventory.v1.wire.documents import Operation, OperationDocument, OperationTransaction, TransactionRow
from parlour.areas.inventory.v1.wire.fields import DocumentInPath
from parlour.areas.inventory.v1.wire.forms import DocumentForm, OperationForm
from parlour.areas.locations.service.locations import get_location
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted, with_etag
from parlour.refusals import NO_ACCESS

operations = Operations(B2B_V1, "Inventory", "Stock in storages, and the documents that move it.")


@operations.post(
    "/api/v1/storage_operations/operation/{location_id}",
    "create_inventory_operation",
    Permission.STOCK_CREATE,
    status=200,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_CREATE_SALES),
        refusals.CLOSED_PERIOD,
        refusals.NO_STORAGES,
        refusals.FAULTY_LINES,
        refusals.NOT_ENOUGH.at("goods_transactions[0].amount"),
    ),
)
async def create_inventory_operation(ctx: Retrying, data: Body[OperationForm]) -> Answer[Operation]:
    """Enter a document with its transactions

    If one line has a fault, nothing is written. Sales, receipts, transfers and stock-takes each need a right of their
    own. In a stock-take (`type_id` 6, ours) the amounts are the counted amounts, and the differences from the expected
    amounts at `create_date` are posted. The counted amount stays the stock after the stock-take: when an earlier
    transaction is entered or changed later, the expected amount and the difference of the stock-take change.
    """
    form = data.accept()
    fields, lines = form.to_fields(ctx.tenant), form.to_lines()

    async def enter(conn: Connection) -> Operation:
        document = await documents.create_document_with_transactions(conn, ctx.tenant, fields, lines)
        return await _with_transactions(conn, ctx.tenant, document)

    with faults_named(fault_names.OPERATION):
        return answer(await ctx.writer.run(enter))


@operations.get(
    "/api/v1/storage_operations/operation/{location_id}/{document_id}", "get_inventory_operation", Permission.STOCK_VIEW
)
async def get_inventory_operation(ctx: Reading, document_id: DocumentInPath) -> WithETag[Answer[Operation]]:
    """Get a document with its transactions

    In the same form as the answer to entering it (ours, beyond the contract). With the ETag of the document.
    """
    document = await _get_document(ctx.conn, ctx.tenant, document_id)
    return with_etag(await _with_transactions(ctx.conn, ctx.tenant, document), document.revision)


@operations.post(
    "/api/v1/storage_operations/documents/{location_id}",
    "create_document",
    Permission.STOCK_CREATE,
    status=200,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_CREATE_SALES),
        refusals.CLOSED_PERIOD,
        refusals.NO_STORAGES,
    ),
)
async def create_document(ctx: Retrying, data: Body[DocumentForm]) -> WithETag[Answer[WireDocument]]:
    """Create a document

    Without transactions; `POST /storage_operations/goods_transactions/{location_id}` adds them.
    """
    fields = data.accept().to_fields(ctx.tenant)

    async def create(conn: Connection) -> WithETag[Answer[WireDocument]]:
        return await _shown(conn, ctx.tenant, await documents.create_document(conn, ctx.tenant, fields))

    return await ctx.writer.run(create)


@operations.get(
    "/api/v1/storage_operations/documents/{location_id}/{document_id}", "get_document", Permission.STOCK_VIEW
)
async def get_document(ctx: Reading, document_id: DocumentInPath) -> WithETag[Answer[WireDocument]]:
    """Get a document

    With an ETag for safe changes.
    """
    return await _shown(ctx.conn, ctx.tenant, await _get_document(ctx.conn, ctx.tenant, document_id))


@operations.put(
    "/api/v1/storage_operations/documents/{location_id}/{document_id}",
    "update_document",
    Permission.STOCK_EDIT,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_EDIT_SALES),
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.OTHER_KIND,
        refusals.NO_STORAGES,
        refusals.NOT_ENOUGH,
    ),
)
async def update_document(
    ctx: Retrying, document_id: DocumentInPath, data: Body[DocumentForm], if_match: Revisions
) -> WithETag[Answer[WireDocument]]:
    """Change a document

    Its transactions get its new date and storage; the expected amounts of a stock-take are calculated again. A comment
    or team member that is left out keeps its value.
    """
    form = data.accept()

    async def change(conn: Connection) -> WithETag[Answer[WireDocument]]:
        to_fields = partial(form.to_fields, ctx.tenant)
        return await _shown(
            conn, ctx.tenant, await documents.update_document(conn, ctx.tenant, document_id, to_fields, if_match)
        )

    return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/storage_operations/documents/{location_id}/{document_id}",
    "delete_document",
    Permission.STOCK_DELETE,
    status=202,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_TRANSFER),
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.NOT_ENOUGH,
    ),
)
async def delete_document(ctx: Retrying, document_id: DocumentInPath, if_match: Revisions) -> None:
    """Delete a document

    With its transactions. Their stock movements are reversed; the ledger keeps both.
    """
    await ctx.writer.run(lambda conn: documents.delete_document(conn, ctx.tenant, document_id, if_match))


@operations.get(
    "/api/v1/storage_operations/documents/goods_transactions/{document_id}",
    "get_document_product_transactions",
    Entry.USER,
    refuses=(NO_ACCESS, refusals.NO_RIGHT_IN_LOCATION),
)
async def get_document_product_transactions(
    ctx: Reading[Identity], document_id: DocumentInPath
) -> CountedAnswer[list[TransactionRow]]:
    """List the transactions of a document

    In the order in which they were entered. Needs the right `storages_transactions_access` in the document's location.
    """
    location_id = await views.find_location_of_document(ctx.conn, document_id, ctx.user.user_id)
    if location_id is None:
        raise NotFound("Document")
    tenant = await get_tenant(ctx.conn, ctx.user, location_id)
    tenant.require(Permission.STOCK_VIEW)
    await _get_document(ctx.conn, tenant, document_id)
    rows = await views.list_transactions_of_document(ctx.conn, tenant, document_id)
    return counted([TransactionRow.from_model(row, tenant) for row in rows], len(rows))


async def _with_transactions(conn: Connection, tenant: Tenant, document: Document) -> Operation:
    transactions = await views.list_transactions_of_document(conn, tenant, document.id)
    location = await get_location(conn, tenant.location_id, tenant.user_id)
    return Operation(
        document.id,
        OperationDocument.from_model(document, location, tenant),
        [OperationTransaction.from_model(each, tenant) for each in transactions],
    )


async def _get_document(conn: Connection, tenant: Tenant, document_id: int) -> Document:
    document = await views.find_document(conn, tenant, document_id)
    if document is None:
        raise NotFound("Document")
    return document


async def _shown(conn: Connection, tenant: Tenant, document: Document) -> WithETag[Answer[WireDocument]]:
    location = await get_location(conn, tenant.location_id, tenant.user_id)
    return with_etag(WireDocument.from_model(document, location, tenant), document.revision)
