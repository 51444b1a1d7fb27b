"""Products sold during an appointment, on the v2 wire."""

from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.stock.model.stock import UnitKind
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import ToMany, ToOne, kind, such_as

AttendanceItemInPath = Annotated[int, PathPart("Item", "The sale of the product.", 70001)]


class AttendanceItemDetails(Query, frozen=True):
    """What a sold product is shown with."""

    include: Annotated[
        list[Literal["good", "staff", "storage_amount", "loyalty_abonement", "loyalty_certificate", "marks"]] | None,
        parameter(
            "What to bring along. There are no team members, memberships, gift cards and marks yet.",
            ["good", "storage_amount"],
        ),
    ] = None


# As in the names of the two fields with the ids of the units.
UNIT_WORDS = {UnitKind.SALE: "sale", UnitKind.WRITE_OFF: "consumable"}


class AttendanceItemAttributes(msgspec.Struct, frozen=True):
    """What is known of a product sold during an appointment."""

    record_id: Annotated[int, Meta(description="The appointment.", examples=[3301])]
    quantity: Annotated[Decimal, Meta(description="How much was sold, in the unit `unit_id`.", examples=[2])]
    unit_id: Annotated[int, Meta(description="The unit that it was sold in.", examples=[11])]
    sale_unit_id: Annotated[int, Meta(description="The sale unit of the product then.", examples=[11])]
    consumable_unit_id: Annotated[int, Meta(description="The consumable unit of the product then.", examples=[4])]
    operation_unit_type: Annotated[
        str | None, Meta(description="The same as `operation_type_slug`, which replaces it.", examples=["sale"])
    ]
    operation_type_slug: Annotated[
        str | None, Meta(description="`sale` or `consumable`: which of the two units `unit_id` is.", examples=["sale"])
    ]
    first_cost: Annotated[Decimal, Meta(description="What it cost before the discount.", examples=[49.8])]
    manual_cost: Annotated[Decimal, Meta(description="What was charged.", examples=[44.82])]
    cost_per_unit: Annotated[Decimal, Meta(description="The price of one `unit_id`.", examples=[24.9])]
    discount_percent: Annotated[Decimal, Meta(description="The discount in percent.", examples=[10])]
    cost: Annotated[Decimal, Meta(description="What was charged.", examples=[44.82])]
    master_id: Annotated[int, Meta(description="The same as `staff_id`, which replaces it.", examples=[7])]
    staff_id: Annotated[int, Meta(description="The team member who sold it; 0 for none.", examples=[7])]
    good_id: Annotated[int, Meta(description="The product.", examples=[501])]
    storage_id: Annotated[int, Meta(description="The storage that it came from.", examples=[1])]


class AttendanceItemRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What it refers to, as far as `include` names it."""

    good: Annotated[ToOne, such_as("good", "501")] | UnsetType = UNSET
    staff: ToOne | UnsetType = UNSET
    storage_amount: Annotated[ToOne, such_as("good_storage_amount", "501_1")] | UnsetType = UNSET
    loyalty_abonement: ToOne | UnsetType = UNSET
    loyalty_certificate: ToOne | UnsetType = UNSET
    marks: ToMany | UnsetType = UNSET


class AttendanceItem(msgspec.Struct, frozen=True):
    """A product sold during an appointment."""

    type: Annotated[Literal["attendance_good_item"], kind("attendance_good_item")]
    id: Annotated[str, Meta(description="The transaction of the sale, as a text.", examples=["70001"])]
    attributes: AttendanceItemAttributes
    relationships: AttendanceItemRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, item: SoldItem, relationships: AttendanceItemRelationships | UnsetType = UNSET
    ) -> "AttendanceItem":
        word = UNIT_WORDS[item.unit]
        attributes = AttendanceItemAttributes(
            record_id=item.appointment_id,
            quantity=item.quantity,
            unit_id=item.unit_id,
            sale_unit_id=item.sale_unit_id,
            consumable_unit_id=item.write_off_unit_id,
            operation_unit_type=word,
            operation_type_slug=word,
            first_cost=item.gross,
            manual_cost=item.cost,
            cost_per_unit=item.price,
            discount_percent=item.discount,
            cost=item.cost,
            master_id=item.team_member_id,
            staff_id=item.team_member_id,
            good_id=item.product_id,
            storage_id=item.storage_id,
        )
        return cls("attendance_good_item", str(item.id), attributes, relationships)
