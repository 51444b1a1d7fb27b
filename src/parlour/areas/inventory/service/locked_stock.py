"""Products with locked stock, and the conversion of lines to transactions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import DocumentFields, Line, StockedProduct, TransactionFields
from parlour.areas.inventory.model.transactions import KnownCosts, LineError, transactions_of_line, unit_cost_of
from parlour.areas.inventory.queries import stock as queries
from parlour.areas.inventory.queries import stock_takes
from parlour.areas.inventory.refusals import NO_PRODUCT
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.currencies import Currency, currency_by_code
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid

COUNTED_TWICE = "This product is counted on this document already."


class LockedStock(msgspec.Struct, frozen=True):
    """Products with locked stock, the average cost of a write-off unit of each, and the location's currency."""

    products: Mapping[int, StockedProduct]
    averages: Mapping[int, Decimal | None]
    currency: Currency

    def known(self, product: StockedProduct) -> KnownCosts:
        """Return the currency and the current cost of a product."""
        return KnownCosts(self.currency, unit_cost_of(product, self.averages.get(product.id)))


async def lock_stock(
    conn: Connection, tenant: Tenant, product_ids: Sequence[int], also_deleted: Sequence[int] = ()
) -> LockedStock:
    """Lock the products that the location sees; those of `also_deleted` even if they are deleted."""
    wanted = sorted({*product_ids, *also_deleted})
    products = await queries.lock_products(conn, tenant, wanted, also_deleted)
    return LockedStock(products, await queries.list_averages(conn, tenant, wanted), currency_by_code(tenant.currency))


async def transactions_of_lines(
    conn: Connection,
    tenant: Tenant,
    stock: LockedStock,
    fields: DocumentFields,
    lines: Sequence[Line],
    *,
    path: str = "lines[{}].",
) -> list[TransactionFields]:
    """Return the transactions for the lines of a document. `path` leads to the fields of a line by its index.

    Raise `Invalid` with the faults of all lines.
    """
    product_ids = [line.product_id for line in lines]
    expected: Mapping[int, Decimal] = {}
    if fields.kind is Kind.STOCK_TAKE:
        expected = await stock_takes.list_expected(conn, tenant, fields, product_ids)
    transactions: list[TransactionFields] = []
    faults: list[Fault] = []
    counted: set[int] = set()
    for number, line in enumerate(lines):
        place = path.format(number)
        product = stock.products.get(line.product_id)
        if product is None:
            faults.append(NO_PRODUCT.fault(f"{place}product_id"))
        elif fields.kind is Kind.STOCK_TAKE and product.id in counted:
            faults.append(Fault(f"{place}product_id", COUNTED_TWICE))
        else:
            counted.add(line.product_id)
            try:
                known, found = stock.known(product), expected.get(product.id)
                transactions += transactions_of_line(
                    line, fields, product, known, found, reveals_costs=sees_costs(tenant)
                )
            except LineError as error:
                faults.append(Fault(f"{place}{error.fault.field}", error.fault.message))
    if faults:
        raise Invalid(faults)
    return with_positions(transactions, in_pairs=fields.kind is Kind.TRANSFER)


def with_positions(transactions: Sequence[TransactionFields], *, in_pairs: bool) -> list[TransactionFields]:
    """Return the transactions with positions; with `in_pairs` each has its neighbour as its counterpart."""
    return [
        replace(transaction, position=number, counterpart=(number + 1 if number % 2 else number - 1) if in_pairs else 0)
        for number, transaction in enumerate(transactions, 1)
    ]
