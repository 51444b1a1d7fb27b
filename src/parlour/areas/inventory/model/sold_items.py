"""A product that was sold during an appointment."""

from decimal import Decimal

import msgspec

from parlour.areas.stock.model.stock import UnitKind


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

    @property
    def unit_id(self) -> int:
        return self.sale_unit_id if self.unit == UnitKind.SALE else self.write_off_unit_id
