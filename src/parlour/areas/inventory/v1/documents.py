"""Operations on stock documents, with or without their transactions (tag Inventory)."""

from functools import partial

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.model.documents import Document, Transaction
from parlour.areas.inventory.queries import views
from parlour.areas.inventory.service import documents
from parlour.areas.inventory.v1 import refusals
from parlour.areas.inventory.v1.wire.documents import Document as WireDocument
from parlour.areas.inventory.v1.wire.documents import Operation, OperationDocument, OperationTransaction, TransactionRow
from parlour.areas.inventory.v1.wire.forms import DocumentForm, OperationForm
from parlour.areas.locations.model import Location
from parlour.areas.locations.service.locations import get_location
from parlour.db.pool import Connection
from parlour.db.retrying import RetryingWriter
from parlour.errors import Forbidden, NotFound
from parlour.http.body import Body
from parlour.http.json import JSONAnswer
from parlour.http.openapi import NO_ROLE_IN_LOCATION, Refusal
from parlour.http.preconditions import IfMatch, expected_revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted, tagged

INVENTORY = ["Inventory"]


@post(
    "/api/v1/storage_operations/operation/{location_id:int}",
    operation_id="create_inventory_operation",
    tags=INVENTORY,
    permission=Permission.STOCK_CREATE,
    status_code=200,
    refuses=(
        refusals.no_right(Permission.STOCK_CREATE_SALES),
        refusals.CLOSED_PERIOD,
        refusals.NO_STORAGES,
        refusals.FAULTY_LINES,
        refusals.not_enough("goods_transactions[0].amount"),
    ),
)
async def create_inventory_operation(
    writer: NamedDependency[RetryingWriter],
    place: NamedDependency[Tenant],
    data: Body[OperationForm],
) -> Answer[Operation]:
    """Enter a document with its transactions

    All of it or, when one line is faulty, none of it. Sales, receipts, transfers and stock-takes each need a right of
    their own. In a stock-take (`type_id` 6, ours) the amounts are what was counted; what differs from what should be
    there at `create_date` is posted. What lies there after a stock-take stays what was counted. When something that
    happened before is entered or changed later, the stock-take expects another amount, and its difference follows.
    """
    form = data.accept()
    fields, lines = form.to_fields(place), form.to_lines()

    async def enter(conn: Connection) -> Operation:
        document_id = await documents.create_document_with_transactions(conn, place, fields, lines)
        return _operation(
            await _get_document(conn, place, document_id), *await _around(conn, place, document_id), place
        )

    return answer(await writer.run(enter))


@get(
    "/api/v1/storage_operations/operation/{location_id:int}/{document_id:int}",
    operation_id="get_inventory_operation",
    tags=INVENTORY,
    permission=Permission.STOCK_VIEW,
)
async def get_inventory_operation(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], document_id: FromPath[int]
) -> JSONAnswer[Answer[Operation]]:
    """Get a document with its transactions

    As it is answered when it is entered (ours, beyond the contract). With the ETag of the document.
    """
    document = await _get_document(conn, tenant, document_id)
    return tagged(_operation(document, *await _around(conn, tenant, document_id), tenant), document.revision)


@post(
    "/api/v1/storage_operations/documents/{location_id:int}",
    operation_id="create_document",
    tags=INVENTORY,
    permission=Permission.STOCK_CREATE,
    status_code=200,
    refuses=(
        refusals.no_right(Permission.STOCK_CREATE_SALES),
        refusals.CLOSED_PERIOD,
        refusals.NO_STORAGES,
    ),
)
async def create_document(
    writer: NamedDependency[RetryingWriter],
    place: NamedDependency[Tenant],
    data: Body[DocumentForm],
) -> JSONAnswer[Answer[WireDocument]]:
    """Create a document

    Without transactions; `POST /storage_operations/goods_transactions/{location_id}` puts them on it.
    """
    fields = data.accept().to_fields(place)

    async def create(conn: Connection) -> JSONAnswer[Answer[WireDocument]]:
        return await _shown(conn, place, await documents.create_document(conn, place, fields))

    return await writer.run(create)


@get(
    "/api/v1/storage_operations/documents/{location_id:int}/{document_id:int}",
    operation_id="get_document",
    tags=INVENTORY,
    permission=Permission.STOCK_VIEW,
)
async def get_document(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], document_id: FromPath[int]
) -> JSONAnswer[Answer[WireDocument]]:
    """Get a document

    With an ETag to change it safely.
    """
    return await _shown(conn, tenant, document_id)


@put(
    "/api/v1/storage_operations/documents/{location_id:int}/{document_id:int}",
    operation_id="update_document",
    tags=INVENTORY,
    permission=Permission.STOCK_EDIT,
    refuses=(
        refusals.no_right(Permission.STOCK_EDIT_SALES),
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.OTHER_KIND,
        refusals.NO_STORAGES,
        refusals.not_enough(),
    ),
)
async def update_document(
    writer: NamedDependency[RetryingWriter],
    place: NamedDependency[Tenant],
    document_id: FromPath[int],
    data: Body[DocumentForm],
    if_match: IfMatch = None,
) -> JSONAnswer[Answer[WireDocument]]:
    """Change a document

    Its transactions follow it to another day or storage; what a stock-take should have found is worked out anew. A
    comment or team member that is left out stays.
    """
    expected, form = expected_revisions(if_match), data.accept()

    async def change(conn: Connection) -> JSONAnswer[Answer[WireDocument]]:
        await documents.update_document(conn, place, document_id, partial(form.to_fields, place), expected)
        return await _shown(conn, place, document_id)

    return await writer.run(change)


@delete(
    "/api/v1/storage_operations/documents/{location_id:int}/{document_id:int}",
    operation_id="delete_document",
    tags=INVENTORY,
    permission=Permission.STOCK_DELETE,
    status_code=202,
    refuses=(
        refusals.no_right(Permission.STOCK_TRANSFER),
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.not_enough(),
    ),
)
async def delete_document(
    writer: NamedDependency[RetryingWriter],
    place: NamedDependency[Tenant],
    document_id: FromPath[int],
    if_match: IfMatch = None,
) -> None:
    """Delete a document

    With its transactions: what they moved is moved back. The ledger keeps both.
    """
    expected = expected_revisions(if_match)
    await writer.run(lambda conn: documents.delete_document(conn, place, document_id, expected))


@get(
    "/api/v1/storage_operations/documents/goods_transactions/{document_id:int}",
    operation_id="get_document_product_transactions",
    tags=INVENTORY,
    permission=Entry.USER,
    refuses=(
        NO_ROLE_IN_LOCATION,
        Refusal(
            "no_right",
            "The user's role in the document's location lacks the right.",
            Forbidden(f"You lack the right {Permission.STOCK_VIEW.value} in this location."),
        ),
    ),
)
async def get_document_product_transactions(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity], document_id: FromPath[int]
) -> CountedAnswer[list[TransactionRow]]:
    """List the transactions of a document

    All of them, in the order in which they were entered. It needs the right `storages_transactions_access` in the
    document's location.
    """
    location_id = await views.find_location_of_document(conn, document_id, identity.user_id)
    if location_id is None:
        raise NotFound("Document")
    tenant = await get_tenant(conn, identity, location_id)
    tenant.require(Permission.STOCK_VIEW)
    await _get_document(conn, tenant, document_id)
    rows = await views.list_transactions_of_document(conn, tenant, document_id)
    return counted([TransactionRow.from_model(row, tenant) for row in rows], len(rows))


async def _around(conn: Connection, tenant: Tenant, document_id: int) -> tuple[Location, list[Transaction]]:
    """Return the location and the transactions of a document."""
    transactions = await views.list_transactions_of_document(conn, tenant, document_id)
    return await get_location(conn, tenant.location_id, tenant.user_id), transactions


def _operation(document: Document, location: Location, transactions: list[Transaction], tenant: Tenant) -> Operation:
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


async def _shown(conn: Connection, tenant: Tenant, document_id: int) -> JSONAnswer[Answer[WireDocument]]:
    document = await _get_document(conn, tenant, document_id)
    location = await get_location(conn, tenant.location_id, tenant.user_id)
    return tagged(WireDocument.from_model(document, location, tenant), document.revision)


HANDLERS = [
    create_inventory_operation,
    get_inventory_operation,
    create_document,
    get_document,
    update_document,
    delete_document,
    get_document_product_transactions,
]
