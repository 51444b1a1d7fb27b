"""The amounts in a location's storages while its history is generated, and the documents that changed them."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from parlour.areas.stock.model.stock import Kind, Quantity, UnitKind
from parlour.demo.model import Product


class Storage(StrEnum):
    """A storage by its kind: every location has one of each."""

    PRODUCTS = "products"
    CONSUMABLES = "consumables"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a document: an amount of a product in one of its units, negative if it leaves the storage.

    `product` is a position in the chain. A missing price means the product's cost at the time. A stock-take has the
    counted and the expected amount; the difference is entered.
    """

    product: int
    unit: UnitKind
    entered: Decimal
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    counted: Decimal | None = None
    expected: Decimal | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its lines. `location` and `author` are positions in the chain and among the people."""

    location: int
    author: int
    kind: Kind
    storage: Storage
    to_storage: Storage | None
    occurred_at: datetime
    comment: str
    lines: tuple[Line, ...]


class StorageAmounts:
    """The amounts in the two storages, in write-off units."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        self._products = products
        self._amounts: defaultdict[tuple[Storage, int], Decimal] = defaultdict(Decimal)

    def amount(self, storage: Storage, product: int) -> Decimal:
        return self._amounts[storage, product]

    def packs(self, storage: Storage, product: int) -> int:
        """Return the number of whole sale units."""
        return int(self._amounts[storage, product] // self._products[product].unit_ratio)

    def book(self, kind: Kind, storage: Storage, lines: list[Line]) -> None:
        """Apply the lines of a document to the amounts; what a transfer takes out is added to the treatment rooms."""
        for line in lines:
            amount = Quantity.of(line.entered, line.unit, self._products[line.product].unit_ratio).amount
            self._amounts[storage, line.product] += amount
            if kind is Kind.TRANSFER:
                self._amounts[Storage.CONSUMABLES, line.product] -= amount
