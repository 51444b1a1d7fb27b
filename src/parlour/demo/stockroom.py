"""What lies in the storages of a location while its history is told, and the papers that say how it came there."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from parlour.areas.stock.model.stock import Kind, Quantity, Unit
from parlour.demo.model import Product


class Storage(StrEnum):
    """A storage by its kind: every location has one of each."""

    PRODUCTS = "products"
    CONSUMABLES = "consumables"


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a paper: so much of a product in one of its units, below 0 for what goes out of the paper's storage.

    `product` is a position in the chain. A price that isn't given is what the product costs at the time. A stock-take
    says what was counted and what was expected; the difference is entered.
    """

    product: int
    unit: Unit
    entered: Decimal
    price: Decimal | None = None
    discount: Decimal = Decimal(0)
    counted: Decimal | None = None
    expected: Decimal | None = None


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its lines. `location` and `keeper` are positions in the chain and among the people."""

    location: int
    keeper: int
    kind: Kind
    storage: Storage
    to_storage: Storage | None
    occurred_at: datetime
    comment: str
    moves: tuple[Move, ...]


class Stockroom:
    """The amounts in the two storages, in write-off units."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        self._products = products
        self._amounts: defaultdict[tuple[Storage, int], Decimal] = defaultdict(Decimal)

    def amount(self, storage: Storage, product: int) -> Decimal:
        return self._amounts[storage, product]

    def packs(self, storage: Storage, product: int) -> int:
        """How many whole sale units there are."""
        return int(self._amounts[storage, product] // self._products[product].unit_ratio)

    def book(self, kind: Kind, storage: Storage, moves: list[Move]) -> None:
        """What stands on a paper of the storage has happened; what a transfer takes out goes to the treatment rooms."""
        for move in moves:
            amount = Quantity.of(move.entered, move.unit, self._products[move.product].unit_ratio).amount
            self._amounts[storage, move.product] += amount
            if kind is Kind.TRANSFER:
                self._amounts[Storage.CONSUMABLES, move.product] -= amount
