"""Products of which too little is on hand, and what to order of each."""

from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

import msgspec

from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import EXACT


class Threshold(StrEnum):
    """What stock should not fall below."""

    CRITICAL = "critical"
    DESIRED = "desired"


class Order(msgspec.Struct, frozen=True, gc=False):
    """What to buy, so that as much is there as is desired."""

    amount: Decimal
    """In write-off units: exactly what is lacking."""
    sale_amount: Decimal
    """In sale units, whole ones."""
    cost: Decimal
    """Of these sale units, at the cost price."""


class LowProduct(Product, frozen=True, gc=False):
    """A product with what is on hand in the storages in sight together, in write-off units."""

    on_hand_amount: Decimal

    @property
    def to_order(self) -> Order:
        wanted = max(self.desired_amount, self.critical_amount)
        amount = EXACT.subtract(wanted, self.on_hand_amount)
        sale_amount = EXACT.divide(amount, self.unit_ratio).to_integral_value(ROUND_CEILING)
        return Order(amount, sale_amount, EXACT.multiply(sale_amount, self.cost_price))
