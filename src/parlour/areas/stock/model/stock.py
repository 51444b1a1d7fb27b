"""Kinds of stock movements, and exact arithmetic of amounts and costs. The database rounds in the same way."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

import msgspec

# The steps to which amounts in write-off units, amounts in sale units and the cost of one write-off unit are rounded.
# Totals of money are rounded to the smallest coin of the currency.
AMOUNT, SALE_AMOUNT, UNIT_COST = Decimal("0.0001"), Decimal("1e-10"), Decimal("1e-10")
# The largest amount in either unit, and the largest price or total; anything above is a typing mistake.
MAX_AMOUNT = Decimal(9_999_999_999)
MAX_MONEY = Decimal(999_999_999_999)
# Precise enough to multiply any two numbers that the wire accepts.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class Kind(StrEnum):
    """What a document does to stock."""

    SALE = "sale"
    USAGE = "usage"
    """Consumables used up by a service."""
    RECEIPT = "receipt"
    WRITE_OFF = "write_off"
    TRANSFER = "transfer"
    STOCK_TAKE = "stock_take"


class UnitKind(StrEnum):
    """Which of a product's two units an amount is counted in."""

    SALE = "sale"
    WRITE_OFF = "write_off"


class Quantity(msgspec.Struct, frozen=True):
    """An amount in both units of a product, at the unit ratio of that time."""

    amount: Decimal
    """In write-off units, to four decimals: stock on hand is the sum of these."""
    sale_amount: Decimal
    """In sale units, to ten decimals."""

    @classmethod
    def of(cls, entered: Decimal, unit: UnitKind, ratio: Decimal) -> "Quantity":
        """Return the quantity that was entered in one unit, unrounded; the ratio gives the amount in the other unit."""
        if unit is UnitKind.SALE:
            return cls(rounded(EXACT.multiply(entered, ratio), AMOUNT), entered)
        return cls(entered, rounded(EXACT.divide(entered, ratio), SALE_AMOUNT))

    def __neg__(self) -> "Quantity":
        return Quantity(-self.amount, -self.sale_amount)


def as_stored(entered: Decimal, unit: UnitKind) -> Decimal:
    """Round an amount to the decimals that are stored for its unit."""
    return rounded(entered, SALE_AMOUNT if unit is UnitKind.SALE else AMOUNT)


def rounded(value: Decimal, places: Decimal) -> Decimal:
    """Round half away from zero, as PostgreSQL rounds numerics."""
    return value.quantize(places, context=EXACT)


def total_of(entered: Decimal, price: Decimal, discount: Decimal, smallest: Decimal) -> Decimal:
    """Return amount times price (of the same unit), less a discount in percent, rounded to the smallest coin."""
    gross = EXACT.multiply(abs(entered), price)
    return rounded(EXACT.divide(EXACT.multiply(gross, 100 - discount), Decimal(100)), smallest)
