"""Writing single transactions: adding them to an existing document, changing and deleting them.

As with documents, every function runs inside a database transaction that may be retried, and locks in the same order.
"""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Entry, Line, LockedDocument, Particulars, StoredEntry
from parlour.areas.inventory.model.entries import Known, Unfit, entries_of
from parlour.areas.inventory.queries import documents, stock_takes
from parlour.areas.inventory.service.guards import HALF_SEEN, Act, Watch, check_document, require_whole
from parlour.areas.inventory.service.locked_stock import COUNTED_TWICE, NO_PRODUCT, Stocked, entries_for, lock_stock
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Forbidden, Invalid, NotFound

NO_DOCUMENT = "There is no such document here."
STAYS = "A transaction stays on its document."
# Prices of sales are no secret, and a stock-take ignores the prices that are sent: it is valued at known costs.
TAKE_NO_COSTS = frozenset({Kind.SALE, Kind.STOCK_TAKE})


async def enter_transaction(conn: Connection, tenant: Tenant, document_id: int, line: Line) -> int:
    """Add a transaction to a document; return its id, for a transfer that of the half that takes out.

    Raise `Forbidden`, `Conflict` for a closed period, `Invalid`.
    """
    stocked = await lock_stock(conn, tenant, [line.product_id])
    document = await documents.lock_document(conn, tenant, document_id)
    if document is None:
        raise Invalid([Fault("document_id", NO_DOCUMENT)])
    require_whole(tenant, document.fields)
    rules = await check_document(conn, tenant, Act.CREATE, document.fields)
    entries = await entries_for(conn, tenant, stocked, document.fields, {"": line})
    await _count_once(conn, tenant, document, line.product_id)
    watch = await Watch.begin(conn, tenant, rules, [line.product_id], document.fields)
    ids = await documents.create_transactions(conn, tenant, document_id, entries)
    await watch.end(conn, tenant, {})
    return ids[0]


class Held(msgspec.Struct, frozen=True):
    """A locked transaction, with its locked product and document."""

    transaction: StoredEntry
    document: LockedDocument
    stocked: Stocked

    @property
    def ids(self) -> list[int]:
        """Return its id and that of the other half of a transfer; the half that takes out comes first."""
        one, other = self.transaction.id, self.transaction.counterpart_id
        if other is None:
            return [one]
        return [one, other] if self.transaction.amount < 0 else [other, one]


class Wanted(msgspec.Struct, frozen=True):
    """A requested change of a transaction. `line` makes the new line from the fields that don't affect stock."""

    document_id: int
    product_id: int
    line: Callable[[Particulars], Line]


async def change_transaction(
    conn: Connection, tenant: Tenant, transaction_id: int, wanted: Wanted, expected: Revisions
) -> None:
    """Change a transaction; for a transfer, both halves.

    Raise `NotFound`, `Forbidden`, `Stale`, `Conflict` for a closed period, `Invalid`.
    """
    held = await _hold(conn, tenant, transaction_id, wanted.product_id)
    check_revision(held.transaction.revision, expected)
    if wanted.document_id != held.document.id:
        raise Invalid([Fault("document_id", STAYS)])
    rules = await check_document(conn, tenant, Act.EDIT, held.document.fields)
    entries = await _changed(conn, tenant, held, wanted.line(held.transaction.particulars))
    watch = await Watch.begin(conn, tenant, rules, [*held.stocked.products], held.document.fields)
    await documents.update_transactions(
        conn, tenant, [replace(entry, id=its_id) for entry, its_id in zip(entries, held.ids, strict=True)]
    )
    await watch.end(conn, tenant, {})


async def _changed(conn: Connection, tenant: Tenant, held: Held, line: Line) -> list[Entry]:
    """Return the changed entries. While its product stays the same, a stock-take keeps its expected amount.

    Raise `Invalid`, and `Forbidden` for a price or a total in place of one that the user may not see, whatever it was.
    """
    product = held.stocked.products.get(line.product_id)
    if product is None:
        raise Invalid([Fault("good_id", NO_PRODUCT)])
    fields = held.document.fields
    if fields.kind not in TAKE_NO_COSTS and (line.price, line.cost) != (None, None):
        tenant.require(Permission.COST_PRICE_VIEW)
    if product.id == held.transaction.product_id:
        known, expected = Known.of_change(line, held.transaction, held.stocked.currency), held.transaction.expected
    else:
        await _count_once(conn, tenant, held.document, product.id)
        known, expected = held.stocked.known(product), None
        if fields.kind is Kind.STOCK_TAKE:
            found = await stock_takes.list_expected(conn, tenant, fields, [product.id], held.transaction.id)
            expected = found[product.id]
    try:
        return [*entries_of(line, fields, product, known, expected, tells_costs=sees_costs(tenant))]
    except Unfit as unfit:
        raise Invalid([unfit.fault]) from None


async def delete_transaction(conn: Connection, tenant: Tenant, transaction_id: int, expected: Revisions) -> None:
    """Mark a transaction as deleted, for a transfer both halves, and reverse its movement.

    Raise what `change_transaction` raises.
    """
    held = await _hold(conn, tenant, transaction_id)
    check_revision(held.transaction.revision, expected)
    rules = await check_document(conn, tenant, Act.DELETE, held.document.fields)
    watch = await Watch.begin(conn, tenant, rules, [*held.stocked.products], held.document.fields)
    await documents.hide_transactions(conn, tenant, held.ids)
    await watch.end(conn, tenant, {})


async def _hold(conn: Connection, tenant: Tenant, transaction_id: int, *other_product_ids: int) -> Held:
    """Lock a transaction with its product and document.

    Raise `NotFound` if there is none or the user may not see it, `Forbidden` if the user may see only half a transfer,
    `ConcurrentChange` if its product changed before it was locked.
    """
    known = await documents.find_transaction(conn, tenant, transaction_id)
    if known is None:
        raise NotFound("Transaction")
    stocked = await lock_stock(conn, tenant, other_product_ids, hidden_too=[known.product_id])
    document = await documents.lock_document(conn, tenant, known.document_id)
    current = await documents.find_transaction(conn, tenant, transaction_id)
    if current is None:
        raise NotFound("Transaction")
    if document is None:  # its storage, that of the other half, isn't visible
        raise Forbidden(HALF_SEEN)
    require_whole(tenant, document.fields)
    if current.product_id not in stocked.products:
        raise ConcurrentChange
    return Held(current, document, stocked)


async def _count_once(conn: Connection, tenant: Tenant, document: LockedDocument, product_id: int) -> None:
    """Raise `Invalid` for a product that a stock-take already counts."""
    if document.fields.kind is not Kind.STOCK_TAKE:
        return
    if product_id in await documents.list_product_ids_of_document(conn, tenant, document.id):
        raise Invalid([Fault("good_id", COUNTED_TWICE)])
