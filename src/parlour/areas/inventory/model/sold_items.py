"""A product that was sold during an appointment."""

from decimal import Decimal

import msgspec

from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.stock.model.stock import UnitKind, total_of
from parlour.currencies import Currency


class SoldItem(msgspec.Struct, frozen=True):
    """A product sold during an appointment; quantity and price are in the unit in which it was entered."""

    id: int
    appointment_id: int
    product_id: int
    storage_id: int
    team_member_id: int
    unit: UnitKind
    quantity: Decimal
    sale_unit_id: int
    write_off_unit_id: int
    price: Decimal
    discount: Decimal
    gross: Decimal
    """Before the discount."""
    cost: Decimal

    @classmethod
    def of(cls, sold: Transaction, currency: Currency) -> "SoldItem":
        """Return a transaction of a sale as what was sold."""
        quantity = abs(sold.entered)
        return cls(
            sold.id,
            sold.appointment_id,
            sold.product_id,
            sold.storage_id,
            sold.team_member_id,
            sold.unit,
            quantity,
            sold.sale_unit_id,
            sold.write_off_unit_id,
            sold.price,
            sold.discount,
            total_of(quantity, sold.price, Decimal(0), currency.smallest),
            sold.cost,
        )

    @property
    def unit_id(self) -> int:
        return self.sale_unit_id if self.unit == UnitKind.SALE else self.write_off_unit_id
