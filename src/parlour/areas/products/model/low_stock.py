"""Products with too little stock on hand, and what to order of each."""

from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

import msgspec

from parlour.areas.products.model.products import Product, ProductWithLevels
from parlour.areas.stock.model.stock import EXACT


class Threshold(StrEnum):
    """An amount that stock should not fall below."""

    CRITICAL = "critical"
    DESIRED = "desired"


class Order(msgspec.Struct, frozen=True, gc=False):
    """What to buy to reach the desired amount."""

    amount: Decimal
    """In write-off units: exactly what is missing."""
    sale_amount: Decimal
    """In whole sale units."""
    cost: Decimal
    """The cost of these sale units, at the cost price."""

    @classmethod
    def of(cls, product: Product, on_hand_amount: Decimal) -> "Order":
        """Return what to order of a product; the amount on hand is in write-off units."""
        wanted = max(Decimal(product.desired_amount), Decimal(product.critical_amount))
        amount = EXACT.subtract(wanted, on_hand_amount)
        sale_amount = EXACT.divide(amount, Decimal(product.unit_ratio)).to_integral_value(ROUND_CEILING)
        return cls(amount, sale_amount, EXACT.multiply(sale_amount, Decimal(product.cost_price)))


class LowProduct(Product, frozen=True, gc=False):
    """A product with the stock in all visible storages together, in write-off units."""

    on_hand_amount: Decimal

    @property
    def to_order(self) -> Order:
        return Order.of(self, self.on_hand_amount)


class LowProductWithLevels(ProductWithLevels, frozen=True, gc=False):
    """The same with the stock in each storage."""

    on_hand_amount: Decimal

    @property
    def to_order(self) -> Order:
        return Order.of(self, self.on_hand_amount)
