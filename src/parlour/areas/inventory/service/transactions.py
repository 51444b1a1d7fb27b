"""Writing single transactions: adding them to an existing document, changing and deleting them.

As with documents, every function runs inside a database transaction that may be retried, and locks in the same order.
"""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory import refusals
from parlour.areas.inventory.model.documents import (
    Line,
    LockedDocument,
    StoredTransaction,
    TransactionDetails,
    TransactionFields,
)
from parlour.areas.inventory.model.transactions import KnownCosts, LineError, transactions_of_line
from parlour.areas.inventory.queries import documents, stock_takes
from parlour.areas.inventory.queries import transactions as queries
from parlour.areas.inventory.service.checks import (
    Action,
    NegativeStockCheck,
    check_document,
    require_both_storages,
)
from parlour.areas.inventory.service.locked_stock import (
    COUNTED_TWICE,
    LockedStock,
    lock_stock,
    transactions_of_lines,
)
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid, NotFound

# Prices of sales are no secret, and a stock-take ignores the prices that are sent: it is valued at known costs.
TAKE_NO_COSTS = frozenset({Kind.SALE, Kind.STOCK_TAKE})


async def create_transaction(conn: Connection, tenant: Tenant, document_id: int, line: Line) -> int:
    """Add a transaction to a document; return its id; for a transfer, the id of the half that takes out.

    Raise `Forbidden`, `Conflict` for a closed period, `Invalid`.
    """
    stock = await lock_stock(conn, tenant, [line.product_id])
    document = await documents.lock_document(conn, tenant, document_id)
    if document is None:
        raise refusals.NO_DOCUMENT.error("document_id")
    require_both_storages(tenant, document.fields)
    rules = await check_document(conn, tenant, Action.CREATE, document.fields)
    rows = await transactions_of_lines(conn, tenant, stock, document.fields, [line], path="")
    await _check_not_counted_yet(conn, tenant, document, line.product_id)
    stock_check = await NegativeStockCheck.snapshot(conn, tenant, rules, [line.product_id], document.fields)
    ids = await queries.create_transactions(conn, tenant, document_id, rows)
    await stock_check.verify(conn, tenant, {})
    return ids[0]


class LockedTransaction(msgspec.Struct, frozen=True):
    """A locked transaction, with its locked product and document."""

    transaction: StoredTransaction
    document: LockedDocument
    stock: LockedStock

    @property
    def ids(self) -> list[int]:
        """Return its id, and for a transfer the id of the other half; the half that takes out comes first."""
        one, other = self.transaction.id, self.transaction.counterpart_id
        if other is None:
            return [one]
        return [one, other] if self.transaction.amount < 0 else [other, one]


class RequestedChange(msgspec.Struct, frozen=True):
    """A requested change of a transaction. `line` makes the new line from the fields that don't affect stock."""

    document_id: int
    product_id: int
    line: Callable[[TransactionDetails], Line]


async def update_transaction(
    conn: Connection, tenant: Tenant, transaction_id: int, change: RequestedChange, expected: Revisions
) -> None:
    """Change a transaction; for a transfer, both halves.

    Raise `NotFound`, `Forbidden`, `Stale`, `Conflict` for a closed period, `Invalid`.
    """
    locked = await _lock(conn, tenant, transaction_id, change.product_id)
    check_revision(locked.transaction.revision, expected)
    if change.document_id != locked.document.id:
        raise refusals.OTHER_DOCUMENT.error("document_id")
    rules = await check_document(conn, tenant, Action.EDIT, locked.document.fields)
    rows = await _changed(conn, tenant, locked, change.line(locked.transaction.details))
    stock_check = await NegativeStockCheck.snapshot(
        conn, tenant, rules, [*locked.stock.products], locked.document.fields
    )
    await queries.update_transactions(
        conn, tenant, [replace(row, id=row_id) for row, row_id in zip(rows, locked.ids, strict=True)]
    )
    await stock_check.verify(conn, tenant, {})


async def _changed(conn: Connection, tenant: Tenant, locked: LockedTransaction, line: Line) -> list[TransactionFields]:
    """Return the changed rows. While its product stays the same, a stock-take keeps its expected amount.

    Raise `Invalid`, and `Forbidden` for a price or a total in place of one that the user may not see, whatever it was.
    """
    product = locked.stock.products.get(line.product_id)
    if product is None:
        raise refusals.NO_PRODUCT.error("product_id")
    fields = locked.document.fields
    if fields.kind not in TAKE_NO_COSTS and (line.price, line.cost) != (None, None):
        tenant.require(Permission.COST_PRICE_VIEW)
    if product.id == locked.transaction.product_id:
        known, expected = (
            KnownCosts.of_change(line, locked.transaction, locked.stock.currency),
            locked.transaction.expected,
        )
    else:
        await _check_not_counted_yet(conn, tenant, locked.document, product.id)
        known, expected = locked.stock.known(product), None
        if fields.kind is Kind.STOCK_TAKE:
            found = await stock_takes.list_expected(conn, tenant, fields, [product.id], locked.transaction.id)
            expected = found[product.id]
    try:
        return [*transactions_of_line(line, fields, product, known, expected, reveals_costs=sees_costs(tenant))]
    except LineError as error:
        raise Invalid([error.fault]) from None


async def delete_transaction(conn: Connection, tenant: Tenant, transaction_id: int, expected: Revisions) -> None:
    """Mark a transaction as deleted, for a transfer both halves, and reverse its movement.

    Raise what `update_transaction` raises.
    """
    locked = await _lock(conn, tenant, transaction_id)
    check_revision(locked.transaction.revision, expected)
    rules = await check_document(conn, tenant, Action.DELETE, locked.document.fields)
    stock_check = await NegativeStockCheck.snapshot(
        conn, tenant, rules, [*locked.stock.products], locked.document.fields
    )
    await queries.soft_delete_transactions(conn, tenant, locked.ids)
    await stock_check.verify(conn, tenant, {})


async def _lock(conn: Connection, tenant: Tenant, transaction_id: int, *other_product_ids: int) -> LockedTransaction:
    """Lock a transaction with its product and document.

    Raise `NotFound` if there is none or the user may not see it, `Forbidden` if the user may see only half a transfer,
    `ConcurrentChange` if its product changed before it was locked.
    """
    known = await queries.find_transaction(conn, tenant, transaction_id)
    if known is None:
        raise NotFound("Transaction")
    stock = await lock_stock(conn, tenant, other_product_ids, also_deleted=[known.product_id])
    document = await documents.lock_document(conn, tenant, known.document_id)
    current = await queries.find_transaction(conn, tenant, transaction_id)
    if current is None:
        raise NotFound("Transaction")
    if document is None:  # the storage of the other half isn't visible
        raise refusals.HALF_SEEN.error()
    require_both_storages(tenant, document.fields)
    if current.product_id not in stock.products:
        raise ConcurrentChange
    return LockedTransaction(current, document, stock)


async def _check_not_counted_yet(conn: Connection, tenant: Tenant, document: LockedDocument, product_id: int) -> None:
    """Raise `Invalid` for a product that a stock-take already counts."""
    if document.fields.kind is not Kind.STOCK_TAKE:
        return
    if product_id in await queries.list_product_ids_of_document(conn, tenant, document.id):
        raise Invalid([Fault("product_id", COUNTED_TWICE)])
