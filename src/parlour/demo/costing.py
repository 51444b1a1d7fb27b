"""Turning the documents of a chain into transactions: the average cost of each product whenever it moved."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from parlour.areas.stock.model.stock import UNIT_COST, Kind, Quantity, UnitKind, rounded, total_of
from parlour.currencies import Currency
from parlour.demo.model import Product
from parlour.demo.stockroom import Move, Paper, Storage


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction as its row will be, without ids.

    `paper` is the position of its document. A transfer is two entries; `counterpart` is the distance to the other one,
    and 0 for all other kinds.
    """

    paper: int
    storage: Storage
    move: Move
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


def cost_papers(
    papers: Iterable[Paper], products: tuple[Product, ...], currencies: tuple[Currency, ...]
) -> Iterator[Entry]:
    """Yield the transactions of documents, which must be in the order of time and never take out more than is there.

    The currencies are those of the chain's locations.
    """
    averages: dict[int, _Average] = {}
    for position, paper in enumerate(papers):
        for move in paper.moves:
            product = products[move.product]
            average = averages.setdefault(move.product, _Average(product))
            entry = _entry(position, paper, move, product.unit_ratio, average.value, currencies[paper.location])
            average.count(paper.kind, entry.quantity.amount, entry.cost)
            if paper.to_storage is None:
                yield entry
            else:
                yield replace(entry, counterpart=1)
                yield replace(entry, counterpart=-1, storage=paper.to_storage, quantity=-entry.quantity)


def _entry(position: int, paper: Paper, move: Move, ratio: Decimal, unit_cost: Decimal, currency: Currency) -> Entry:
    quantity = Quantity.of(move.entered, move.unit, ratio)
    if move.price is None:
        price = rounded(unit_cost * ratio if move.unit is UnitKind.SALE else unit_cost, currency.rate)
    else:
        price = move.price
    cost = total_of(move.entered, price, move.discount, currency.smallest)
    if paper.kind is Kind.STOCK_TAKE:
        cost = rounded(abs(quantity.amount) * unit_cost, currency.smallest)
    elif paper.kind is Kind.RECEIPT:
        unit_cost = rounded(cost / quantity.amount, UNIT_COST)
    return Entry(
        paper=position,
        storage=paper.storage,
        move=move,
        quantity=quantity,
        price=price,
        cost=cost,
        unit_cost=unit_cost,
        counterpart=0,
    )
