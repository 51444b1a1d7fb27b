"""Operations on single transactions of a document (tag Inventory)."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory import refusals
from parlour.areas.inventory.queries import views
from parlour.areas.inventory.service import transactions
from parlour.areas.inventory.v1.wire import fault_names
from parlour.areas.inventory.v1.wire.documents import Transaction
from parlour.areas.inventory.v1.wire.fields import TransactionInPath
from parlour.areas.inventory.v1.wire.forms import TransactionForm, missing_costs
from parlour.areas.products.service.products import get_product_with_deleted
from parlour.areas.stock.rights.limits import sees_costs
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(B2B_V1, "Inventory")


@operations.post(
    "/api/v1/storage_operations/goods_transactions/{location_id}",
    "create_transaction",
    Permission.STOCK_CREATE,
    status=200,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_CREATE_SALES),
        refusals.CLOSED_PERIOD,
        refusals.NO_DOCUMENT,
        refusals.NO_PRODUCT,
        refusals.WRONG_TOTAL,
        refusals.NOT_ENOUGH,
    ),
)
async def create_transaction(ctx: Retrying, data: Body[TransactionForm]) -> WithETag[Answer[Transaction]]:
    """Add a transaction to a document

    Kind, storage and date are those of the document. For a transfer, the answer is the half that takes stock out; the
    other half is on the document, too.
    """
    form = data.accept(missing_costs(data, ctx.tenant))

    async def enter(conn: Connection) -> WithETag[Answer[Transaction]]:
        new_id = await transactions.create_transaction(conn, ctx.tenant, form.document_id, form.to_line())
        return await _shown(conn, ctx.tenant, new_id)

    with faults_named(fault_names.LINE):
        return await ctx.writer.run(enter)


@operations.get(
    "/api/v1/storage_operations/goods_transactions/{location_id}/{transaction_id}",
    "get_transaction",
    Permission.STOCK_VIEW,
)
async def get_transaction(ctx: Reading, transaction_id: TransactionInPath) -> WithETag[Answer[Transaction]]:
    """Get a transaction

    With the current data of its product, and an ETag for safe changes.
    """
    return await _shown(ctx.conn, ctx.tenant, transaction_id)


@operations.put(
    "/api/v1/storage_operations/goods_transactions/{location_id}/{transaction_id}",
    "update_transaction",
    Permission.STOCK_EDIT,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_EDIT_SALES),
        refusals.HIDDEN_COSTS,
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.OTHER_DOCUMENT,
        refusals.NO_PRODUCT,
        refusals.WRONG_TOTAL,
        refusals.NOT_ENOUGH,
    ),
)
async def update_transaction(
    ctx: Retrying, transaction_id: TransactionInPath, data: Body[TransactionForm], if_match: Revisions
) -> WithETag[Answer[Transaction]]:
    """Change a transaction

    The old stock movement is reversed and the new one is made; the ledger keeps both. For a transfer, both halves
    change. A comment, and ids of people, appointment and account that are left out keep their values. A user who may
    not see costs reads price and total as null, and sends null to keep them. Other values, except in a sale, need the
    right `storages_goods_prime_cost_view_access`.
    """
    accepted = None if data.too_fine else data.accept(missing_costs(data, ctx.tenant))

    async def change(conn: Connection) -> WithETag[Answer[Transaction]]:
        form = accepted or await _accept_repeated(conn, ctx.tenant, transaction_id, data)
        wanted = transactions.RequestedChange(form.document_id, form.good_id, form.to_line)
        await transactions.update_transaction(conn, ctx.tenant, transaction_id, wanted, if_match)
        return await _shown(conn, ctx.tenant, transaction_id)

    with faults_named(fault_names.LINE):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/storage_operations/goods_transactions/{location_id}/{transaction_id}",
    "delete_transaction",
    Permission.STOCK_DELETE,
    status=202,
    refuses=(
        refusals.NO_RIGHT_TO_KIND.showing(Permission.STOCK_TRANSFER),
        refusals.HALF_SEEN,
        refusals.CLOSED_PERIOD,
        refusals.NOT_ENOUGH,
    ),
)
async def delete_transaction(ctx: Retrying, transaction_id: TransactionInPath, if_match: Revisions) -> None:
    """Delete a transaction

    Its stock movement is reversed; the ledger keeps both. For a transfer, both halves are deleted.
    """
    await ctx.writer.run(lambda conn: transactions.delete_transaction(conn, ctx.tenant, transaction_id, if_match))


async def _accept_repeated(
    conn: Connection, tenant: Tenant, transaction_id: int, data: Body[TransactionForm]
) -> TransactionForm:
    """Return the form; a total with too many decimals is accepted if it is the current one. Raise `Invalid`."""
    before = await views.find_transaction(conn, tenant, transaction_id) if sees_costs(tenant) else None
    current = {"cost": before.cost} if before else {}
    return data.with_repeated(TransactionForm, current).accept(missing_costs(data, tenant))


async def _shown(conn: Connection, tenant: Tenant, transaction_id: int) -> WithETag[Answer[Transaction]]:
    transaction = await views.find_transaction(conn, tenant, transaction_id)
    if transaction is None:
        raise NotFound("Transaction")
    product = await get_product_with_deleted(conn, tenant, transaction.product_id)
    return with_etag(Transaction.from_model(transaction, product, tenant), transaction.revision)
