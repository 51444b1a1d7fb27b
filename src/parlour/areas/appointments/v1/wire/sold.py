"""Products sold in an appointment on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.stock.model.stock import UnitKind
from parlour.areas.stock.v1.wire import UNIT_CODES
from parlour.http.wire import made, mapped, says


def _unit_code(unit: UnitKind) -> int:
    return UNIT_CODES[unit]


class SoldProduct(msgspec.Struct, frozen=True):
    """A product sold in an appointment."""

    id: Annotated[int, says("The product transaction.", 70001)]
    document_id: Annotated[int, says("The document of stock.", 9001)]
    title: Annotated[str, says("The title of the product.", "Argan Repair Shampoo", of="product_title")]
    good_id: Annotated[int, says("The product.", 501, of="product_id")]
    storage_id: Annotated[int, says("The storage that it was taken from.", 2)]
    master_id: Annotated[int, says("The team member who sold it; 0 for none.", 9, of="team_member_id")]
    record_id: Annotated[int, says("The appointment.", 4001, of="appointment_id")]
    amount: Annotated[Decimal, says("How much of it, below 0 as it left the storage.", -1, of="entered")]
    operation_unit_type: Annotated[
        int, says("The unit of the amount: 1 the sale unit, 2 the write-off unit.", 1, of=made(_unit_code, "unit"))
    ]
    cost_per_unit: Annotated[Decimal, says("The price of one before the discount.", 24.9, of="price")]
    price: Annotated[Decimal, says("The same.", 24.9)]
    discount: Annotated[Decimal, says("The discount in percent.", 0)]
    cost: Annotated[Decimal, says("The price of all of them in the end.", 24.9)]

    from_model = mapped(Transaction)
