"""Moving stock because clients arrived at appointments: a consequence, for which users need no right to stock.

What users may not do by that is the same as elsewhere: move stock in a closed period, or take out more than there is.
"""

from collections.abc import Collection, Mapping, Sequence

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.transactions import LineError, transactions_of_line
from parlour.areas.inventory.model.usages import NewUsage, PostedUsage, Usage, change_between
from parlour.areas.inventory.queries import stock as stock_queries
from parlour.areas.inventory.queries import transactions as transaction_queries
from parlour.areas.inventory.queries import usages as queries
from parlour.areas.inventory.service.checks import NegativeStockCheck
from parlour.areas.inventory.service.locked_stock import LockedStock, lock_stock
from parlour.areas.stock.rights.limits import sees_costs
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid

Fields = Mapping[int, str]
"""The field of a request that is at fault if a product can't be used up, by the product's id."""


async def list_usages(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> list[PostedUsage]:
    """List what services of appointments have used up."""
    return await queries.list_usages(conn, tenant, appointment_ids)


async def lock_products(conn: Connection, tenant: Tenant, product_ids: Collection[int]) -> LockedStock:
    """Lock the products that usages may move, deleted ones too: what was used up of them can be taken back."""
    ids = [*product_ids]
    return await lock_stock(conn, tenant, ids, also_deleted=ids)


async def replace_usages(
    conn: Connection,
    tenant: Tenant,
    stock: LockedStock,
    posted: Sequence[PostedUsage],
    wanted: Sequence[Usage],
    fields: Fields,
) -> None:
    """Post what is wanted and take back what isn't; what is posted as wanted keeps its transaction.

    Raise `Conflict` for a closed period, `Invalid` for amounts that can't be taken out, and `ConcurrentChange` for a
    product that isn't locked.
    """
    change = change_between(posted, wanted)
    if not change.all:
        return
    if any(each.product_id not in stock.products for each in change.all):
        raise ConcurrentChange
    documents = [*dict.fromkeys(each.document for each in change.all)]
    rules = await stock_queries.find_stock_rules(conn, tenant, [each.storage_id for each in documents])
    for document in documents:
        rules.require_open(document.occurred_at, tenant.timezone)
    rows = _rows(tenant, stock, change.used, fields)
    product_ids = sorted({each.product_id for each in change.all})
    stock_check = await NegativeStockCheck.snapshot(conn, tenant, rules, product_ids, *documents)
    if change.taken_back:
        await transaction_queries.soft_delete_transactions(conn, tenant, [each.id for each in change.taken_back])
        await queries.soft_delete_empty_documents(conn, tenant, {each.document_id for each in change.taken_back})
    if rows:
        await queries.create_usages(conn, tenant, rows)
    await stock_check.verify(conn, tenant, fields)


def _rows(tenant: Tenant, stock: LockedStock, used: Sequence[Usage], fields: Fields) -> list[NewUsage]:
    """Return the rows of usages. Raise `Invalid` with all that can't be entered."""
    rows: list[NewUsage] = []
    faults: list[Fault] = []
    for each in used:
        product = stock.products[each.product_id]
        known = stock.known(product)
        try:
            (row,) = transactions_of_line(
                each.line, each.document, product, known, None, reveals_costs=sees_costs(tenant)
            )
        except LineError as error:
            faults.append(Fault(fields.get(product.id, "amount"), f"{product.title}: {error.fault.message}"))
        else:
            rows.append(NewUsage.of(each, row, len(rows)))
    if faults:
        raise Invalid(faults)
    return rows
