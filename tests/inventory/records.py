"""The records that the model of stock is made of, and its rounding: half away from zero, from exact fractions."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from parlour.areas.stock.model.stock import Kind, UnitKind

AMOUNT, SALE_AMOUNT, UNIT_COST = 4, 10, 10
FINER_PRICES = (4, 6, 8, 10)
MOST, MOST_MONEY = 9_999_999_999, 999_999_999_999
NEW_ID = 10**12
"""Ids from here on stand for those that the server has yet to give."""


class Refused(Exception):
    """It can't be done (422)."""


class Closed(Exception):
    """It is in a closed period (409)."""


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """A product."""

    id: int
    sale_unit_id: int
    write_off_unit_id: int
    ratio: Decimal
    price: Decimal
    cost_price: Decimal
    is_fixed: bool


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document."""

    id: int
    kind: Kind
    storage: int
    to_storage: int | None
    at: datetime


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a product on a document; None for what is left out."""

    good: int
    unit: UnitKind
    amount: Decimal
    price: Decimal | None
    discount: Decimal
    cost: Decimal | None

    def total(self, price: Decimal, decimals: int) -> Decimal:
        gross = abs(Fraction(self.amount)) * Fraction(price)
        return half_up(gross * (100 - Fraction(self.discount)) / 100, decimals)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A live transaction. The amounts are signed: in write-off units, and in sale units."""

    id: int
    paper: int
    kind: Kind
    good: int
    storage: int
    at: datetime
    unit: UnitKind
    amount: Decimal
    sale_amount: Decimal
    price: Decimal
    discount: Decimal
    cost: Decimal
    unit_cost: Decimal
    counted: Decimal | None = None
    expected: Decimal | None = None
    other_half: int | None = None

    @property
    def entered(self) -> Decimal:
        return self.sale_amount if self.unit is UnitKind.SALE else self.amount


def half_up(value: Fraction, places: int) -> Decimal:
    digits = (abs(value) * 10**places * 2 + 1) // 2
    return Decimal(f"{-digits if value < 0 else digits}e-{places}")
