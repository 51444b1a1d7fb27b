"""What moves stock, and the arithmetic of amounts and costs. All of it is exact; the database rounds the same way."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

import msgspec

# Amounts in write-off units, amounts in sale units, what one write-off unit costs. Money is in coins of its currency.
AMOUNT, SALE_AMOUNT, UNIT_COST = Decimal("0.0001"), Decimal("1e-10"), Decimal("1e-10")
# An amount in either unit, a price or a total; more is a slip.
MAX_AMOUNT = Decimal(9_999_999_999)
MAX_MONEY = Decimal(999_999_999_999)
# Wide enough for every product of two numbers that the wire lets in.
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


class Unit(StrEnum):
    """Which of a product's two units an amount is counted in."""

    SALE = "sale"
    WRITE_OFF = "write_off"


class Quantity(msgspec.Struct, frozen=True):
    """An amount in both units of a product, at the ratio of a moment."""

    amount: Decimal
    """In write-off units, to four decimals: what is on hand is the sum of these."""
    sale_amount: Decimal
    """In sale units, to ten decimals."""

    @classmethod
    def of(cls, entered: Decimal, unit: Unit, ratio: Decimal) -> "Quantity":
        """What was entered in one of the units, with the decimals that it keeps; the other follows by the ratio."""
        if unit is Unit.SALE:
            return cls(rounded(EXACT.multiply(entered, ratio), AMOUNT), entered)
        return cls(entered, rounded(EXACT.divide(entered, ratio), SALE_AMOUNT))

    def __neg__(self) -> "Quantity":
        return Quantity(-self.amount, -self.sale_amount)


def as_kept(entered: Decimal, unit: Unit) -> Decimal:
    """An amount to as many decimals as are kept of its unit."""
    return rounded(entered, SALE_AMOUNT if unit is Unit.SALE else AMOUNT)


def rounded(value: Decimal, places: Decimal) -> Decimal:
    """Half away from zero, as PostgreSQL rounds numerics."""
    return value.quantize(places, context=EXACT)


def total_of(entered: Decimal, price: Decimal, discount: Decimal, smallest: Decimal) -> Decimal:
    """The price of an amount of the same unit, less a discount in percent; in the smallest coins of the currency."""
    gross = EXACT.multiply(abs(entered), price)
    return rounded(EXACT.divide(EXACT.multiply(gross, 100 - discount), Decimal(100)), smallest)
