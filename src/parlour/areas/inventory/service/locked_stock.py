"""Products with locked stock, and the conversion of lines to entries."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import DocumentFields, Entry, Line, StockedProduct
from parlour.areas.inventory.model.entries import Known, Unfit, entries_of, unit_cost_of
from parlour.areas.inventory.queries import documents, stock_takes
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.currencies import Currency, currency_by_code
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid

NO_PRODUCT = "There is no such product here."
COUNTED_TWICE = "This product is counted on this document already."


class Stocked(msgspec.Struct, frozen=True):
    """Products with locked stock, the average cost of a write-off unit of each, and the location's currency."""

    products: Mapping[int, StockedProduct]
    averages: Mapping[int, Decimal | None]
    currency: Currency

    def known(self, product: StockedProduct) -> Known:
        """Return the currency and the current cost of a product."""
        return Known(self.currency, unit_cost_of(product, self.averages.get(product.id)))


async def lock_stock(
    conn: Connection, tenant: Tenant, product_ids: Sequence[int], hidden_too: Sequence[int] = ()
) -> Stocked:
    """Lock the products that the location sees; those of `hidden_too` even if they are deleted."""
    wanted = sorted({*product_ids, *hidden_too})
    products = await documents.lock_products(conn, tenant, wanted, hidden_too)
    return Stocked(products, await documents.list_averages(conn, tenant, wanted), currency_by_code(tenant.currency))


async def entries_for(
    conn: Connection,
    tenant: Tenant,
    stocked: Stocked,
    fields: DocumentFields,
    lines: Mapping[str, Line],
) -> list[Entry]:
    """Return the entries for the lines of a document. The key of a line is the prefix of its faults: `lines[3].`.

    Raise `Invalid` with the faults of all lines.
    """
    product_ids = [line.product_id for line in lines.values()]
    expected: Mapping[int, Decimal] = {}
    if fields.kind is Kind.STOCK_TAKE:
        expected = await stock_takes.list_expected(conn, tenant, fields, product_ids)
    entries: list[Entry] = []
    faults: list[Fault] = []
    counted: set[int] = set()
    for place, line in lines.items():
        product = stocked.products.get(line.product_id)
        if product is None:
            faults.append(Fault(f"{place}good_id", NO_PRODUCT))
        elif fields.kind is Kind.STOCK_TAKE and product.id in counted:
            faults.append(Fault(f"{place}good_id", COUNTED_TWICE))
        else:
            counted.add(line.product_id)
            try:
                known, found = stocked.known(product), expected.get(product.id)
                entries += entries_of(line, fields, product, known, found, tells_costs=sees_costs(tenant))
            except Unfit as unfit:
                faults.append(Fault(f"{place}{unfit.fault.field}", unfit.fault.message))
    if faults:
        raise Invalid(faults)
    return numbered(entries, in_pairs=fields.kind is Kind.TRANSFER)


def numbered(entries: Sequence[Entry], *, in_pairs: bool) -> list[Entry]:
    """Return the entries with positions from 1; with `in_pairs`, each of a pair has the other as its counterpart."""
    return [
        replace(entry, position=place, counterpart=(place + 1 if place % 2 else place - 1) if in_pairs else 0)
        for place, entry in enumerate(entries, 1)
    ]
