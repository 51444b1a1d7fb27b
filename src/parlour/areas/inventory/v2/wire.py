"""Products sold during an appointment, on the v2 wire."""

from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.stock.model.stock import UnitKind
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import ToMany, ToOne, example_of_one, resource_type
from parlour.http.wire import made, mapped, says

AttendanceItemInPath = Annotated[int, PathPart("Item", "The sale of the product.", 70001)]


class AttendanceItemDetails(Query, frozen=True):
    """What a sold product is shown with."""

    include: Annotated[
        list[Literal["good", "staff", "storage_amount", "loyalty_abonement", "loyalty_certificate", "marks"]] | None,
        parameter(
            "The related resources to include. There are no team members, memberships, gift cards and marks yet.",
            ["good", "storage_amount"],
        ),
    ] = None


# As in the names of the two fields with the ids of the units.
UNIT_WORDS = {UnitKind.SALE: "sale", UnitKind.WRITE_OFF: "consumable"}


def _unit_word(unit: UnitKind) -> str:
    return UNIT_WORDS[UnitKind(unit)]


class AttendanceItemAttributes(msgspec.Struct, frozen=True):
    """What is known of a product sold during an appointment."""

    record_id: Annotated[int, says("The appointment.", 3301, of="appointment_id")]
    quantity: Annotated[Decimal, says("How much was sold, in the unit `unit_id`.", 2)]
    unit_id: Annotated[int, says("The unit that it was sold in.", 11)]
    sale_unit_id: Annotated[int, says("The sale unit of the product then.", 11)]
    consumable_unit_id: Annotated[int, says("The consumable unit of the product then.", 4, of="write_off_unit_id")]
    operation_unit_type: Annotated[
        str | None, says("The same as `operation_type_slug`, which replaces it.", "sale", of=made(_unit_word, "unit"))
    ]
    operation_type_slug: Annotated[
        str | None,
        says("`sale` or `consumable`: which of the two units `unit_id` is.", "sale", of=made(_unit_word, "unit")),
    ]
    first_cost: Annotated[Decimal, says("What it cost before the discount.", 49.8, of="gross")]
    manual_cost: Annotated[Decimal, says("What was charged.", 44.82, of="cost")]
    cost_per_unit: Annotated[Decimal, says("The price of one `unit_id`.", 24.9, of="price")]
    discount_percent: Annotated[Decimal, says("The discount in percent.", 10, of="discount")]
    cost: Annotated[Decimal, says("What was charged.", 44.82)]
    master_id: Annotated[int, says("The same as `staff_id`, which replaces it.", 7, of="team_member_id")]
    staff_id: Annotated[int, says("The team member who sold it; 0 for none.", 7, of="team_member_id")]
    good_id: Annotated[int, says("The product.", 501, of="product_id")]
    storage_id: Annotated[int, says("The storage that it came from.", 1)]

    from_model = mapped(SoldItem)


class AttendanceItemRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What it refers to, as far as `include` names it."""

    good: Annotated[ToOne, example_of_one("good", "501")] | UnsetType = UNSET
    staff: ToOne | UnsetType = UNSET
    storage_amount: Annotated[ToOne, example_of_one("good_storage_amount", "501_1")] | UnsetType = UNSET
    loyalty_abonement: ToOne | UnsetType = UNSET
    loyalty_certificate: ToOne | UnsetType = UNSET
    marks: ToMany | UnsetType = UNSET


class AttendanceItem(msgspec.Struct, frozen=True):
    """A product sold during an appointment."""

    type: Annotated[Literal["attendance_good_item"], resource_type("attendance_good_item")]
    id: Annotated[str, says("The transaction of the sale, as a text.", "70001")]
    attributes: AttendanceItemAttributes
    relationships: AttendanceItemRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, item: SoldItem, relationships: AttendanceItemRelationships | UnsetType = UNSET
    ) -> "AttendanceItem":
        return cls("attendance_good_item", str(item.id), AttendanceItemAttributes.from_model(item), relationships)
