"""Writing single transactions: onto a document that is there, changed, taken off again.

As with documents, every function runs inside a transaction that may be begun anew, and locks in the same order.
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
from parlour.db.writing import Overtaken
from parlour.errors import Fault, Forbidden, Invalid, NotFound

NO_DOCUMENT = "There is no such document here."
STAYS = "A transaction stays on its document."
# What a sale brings is no secret, and a stock-take is valued by what is known: prices that are sent mean nothing to it.
TAKE_NO_COSTS = frozenset({Kind.SALE, Kind.STOCK_TAKE})


async def enter_transaction(conn: Connection, tenant: Tenant, document_id: int, line: Line) -> int:
    """The id of a new transaction on a document; of a transfer the half that takes out.

    Raises `Forbidden`, `Conflict` for a closed period, `Invalid`.
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
    """A transaction that is locked with its product and its document."""

    transaction: StoredEntry
    document: LockedDocument
    stocked: Stocked

    @property
    def ids(self) -> list[int]:
        """Its own, and that of the other half of a transfer; the half that takes out first."""
        one, other = self.transaction.id, self.transaction.counterpart_id
        if other is None:
            return [one]
        return [one, other] if self.transaction.amount < 0 else [other, one]


class Wanted(msgspec.Struct, frozen=True):
    """What a transaction is to become. `line` makes that from what is kept of it beside what it moves."""

    document_id: int
    product_id: int
    line: Callable[[Particulars], Line]


async def change_transaction(
    conn: Connection, tenant: Tenant, transaction_id: int, wanted: Wanted, expected: Revisions
) -> None:
    """Writes a transaction over, from what it says now; of a transfer, both halves.

    Raises `NotFound`, `Forbidden`, `Stale`, `Conflict` for a closed period, `Invalid`.
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
    """What the transaction becomes. As long as it is about the same product, it keeps what it found there.

    Raises `Forbidden` for a price or a total in place of one that the user may not see, whatever it was.
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
    """Takes a transaction off its document; of a transfer, both halves. Its movement is reversed.

    Raises what `change_transaction` raises.
    """
    held = await _hold(conn, tenant, transaction_id)
    check_revision(held.transaction.revision, expected)
    rules = await check_document(conn, tenant, Act.DELETE, held.document.fields)
    watch = await Watch.begin(conn, tenant, rules, [*held.stocked.products], held.document.fields)
    await documents.hide_transactions(conn, tenant, held.ids)
    await watch.end(conn, tenant, {})


async def _hold(conn: Connection, tenant: Tenant, transaction_id: int, *other_product_ids: int) -> Held:
    """Raises `NotFound` for a transaction that is not there or not in sight, `Forbidden` for half a transfer."""
    known = await documents.find_transaction(conn, tenant, transaction_id)
    if known is None:
        raise NotFound("Transaction")
    stocked = await lock_stock(conn, tenant, other_product_ids, hidden_too=[known.product_id])
    document = await documents.lock_document(conn, tenant, known.document_id)
    current = await documents.find_transaction(conn, tenant, transaction_id)
    if current is None:
        raise NotFound("Transaction")
    if document is None:  # it is about the storage of the other half
        raise Forbidden(HALF_SEEN)
    require_whole(tenant, document.fields)
    if current.product_id not in stocked.products:
        raise Overtaken
    return Held(current, document, stocked)


async def _count_once(conn: Connection, tenant: Tenant, document: LockedDocument, product_id: int) -> None:
    """Raises `Invalid` for a product that a stock-take has counted already."""
    if document.fields.kind is not Kind.STOCK_TAKE:
        return
    if product_id in await documents.list_product_ids_of_document(conn, tenant, document.id):
        raise Invalid([Fault("good_id", COUNTED_TWICE)])
