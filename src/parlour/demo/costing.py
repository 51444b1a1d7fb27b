"""Turning the documents of a chain into transactions: the average cost of each product whenever it moved."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from parlour.areas.stock.model.stock import UNIT_COST, Kind, Quantity, UnitKind, rounded, total_of
from parlour.currencies import Currency
from parlour.demo.model import Product
from parlour.demo.storage_amounts import Document, Line, Storage


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction as its row will be, without ids.

    `document` is the position of its document. A transfer is two transactions; `counterpart` is the distance to the
    other one, and 0 for all other kinds.
    """

    document: int
    storage: Storage
    line: Line
    quantity: Quantity
    price: Decimal
    cost: Decimal
    unit_cost: Decimal
    counterpart: int


class _Average:
    """The average cost of a write-off unit of a product in its chain; before a receipt, from the cost price."""

    def __init__(self, product: Product) -> None:
        self._amount = Decimal(0)
        self.value = rounded(product.cost_price / product.unit_ratio, UNIT_COST)

    def count(self, kind: Kind, amount: Decimal, cost: Decimal) -> None:
        if kind is Kind.RECEIPT:
            self.value = rounded((self._amount * self.value + cost) / (self._amount + amount), UNIT_COST)
        if kind is not Kind.TRANSFER:
            self._amount += amount


def cost_documents(
    documents: Iterable[Document], products: tuple[Product, ...], currencies: tuple[Currency, ...]
) -> Iterator[Transaction]:
    """Yield the transactions of documents, which must be in the order of time and never take out more than is there.

    The currencies are those of the chain's locations.
    """
    averages: dict[int, _Average] = {}
    for position, document in enumerate(documents):
        for line in document.lines:
            product = products[line.product]
            average = averages.setdefault(line.product, _Average(product))
            transaction = _transaction(
                position, document, line, product.unit_ratio, average.value, currencies[document.location]
            )
            average.count(document.kind, transaction.quantity.amount, transaction.cost)
            if document.to_storage is None:
                yield transaction
            else:
                yield replace(transaction, counterpart=1)
                yield replace(transaction, counterpart=-1, storage=document.to_storage, quantity=-transaction.quantity)


def _transaction(
    position: int, document: Document, line: Line, ratio: Decimal, unit_cost: Decimal, currency: Currency
) -> Transaction:
    quantity = Quantity.of(line.entered, line.unit, ratio)
    if line.price is None:
        price = rounded(unit_cost * ratio if line.unit is UnitKind.SALE else unit_cost, currency.rate)
    else:
        price = line.price
    cost = total_of(line.entered, price, line.discount, currency.smallest)
    if document.kind is Kind.STOCK_TAKE:
        cost = rounded(abs(quantity.amount) * unit_cost, currency.smallest)
    elif document.kind is Kind.RECEIPT:
        unit_cost = rounded(cost / quantity.amount, UNIT_COST)
    return Transaction(
        document=position,
        storage=document.storage,
        line=line,
        quantity=quantity,
        price=price,
        cost=cost,
        unit_cost=unit_cost,
        counterpart=0,
    )
