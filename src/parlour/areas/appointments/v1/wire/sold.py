"""Products sold or used up in an appointment on the v1 wire."""

from decimal import Decimal
from typing import Annotated

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.v1.wire import CODES, UNIT_CODES
from parlour.http.dates import format_instant
from parlour.http.wire import always, made, mapped, or_else, says


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


def _seen(money: Decimal, tenant: Tenant) -> Decimal | None:
    return money if sees_costs(tenant) else None


class UsedProduct(msgspec.Struct, frozen=True):
    """A product used up in an appointment."""

    id: Annotated[int, says("The product transaction.", 70002)]
    document_id: Annotated[int, says("The document of stock.", 9003)]
    type_id: Annotated[int, always(CODES[Kind.USAGE], "Always 2: a usage.")]
    company_id: Annotated[int, says("The location.", 1, of="tenant.location_id")]
    good_id: Annotated[int, says("The product.", 501, of="product_id")]
    amount: Annotated[Decimal, says("How much of it, below 0 as it left the storage.", -40, of="entered")]
    cost_per_unit: Annotated[
        Decimal | None,
        says("What one costs; null for users who may not see cost prices.", 0.05, of=made(_seen, "price", "tenant")),
    ]
    discount: Annotated[Decimal, says("The discount in percent.", 0)]
    cost: Annotated[
        Decimal | None,
        says("What all of it costs; null where `cost_per_unit` is.", 2, of=made(_seen, "cost", "tenant")),
    ]
    unit_id: Annotated[int, says("The unit of the amount.", 4)]
    operation_unit_type: Annotated[
        int, says("The unit of the amount: 1 the sale unit, 2 the write-off unit.", 2, of=made(_unit_code, "unit"))
    ]
    storage_id: Annotated[int, says("The storage that it was taken from.", 2)]
    supplier_id: Annotated[int, always(0, "Always 0.")]
    client_id: Annotated[int, says("The client; 0 for none.", 812)]
    master_id: Annotated[int, says("The team member who used it up.", 9, of="team_member_id")]
    create_date: Annotated[
        str,
        says(
            "The start of the appointment.",
            "2026-02-02T14:00:00-0500",
            of=made(format_instant, "occurred_at", "tenant.timezone"),
        ),
    ]
    comment: Annotated[str, says("A note.", "")]
    service_id: Annotated[int, says("The service that it was used for; 0 if that isn't known.", 5)]
    user_id: Annotated[int, says("Who set that the client came; 0 for none.", 1, of=or_else("user_id", 0))]
    deleted: Annotated[bool, always(False, "Always false.")]
    pkg_amount: Annotated[int, always(0, "Always 0.")]

    from_model = mapped(Transaction, Tenant)
