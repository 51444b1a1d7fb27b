"""Meanings of the fields of documents and transactions on the v1 wire, in requests and answers."""

from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.stock.model import stock
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.v1.wire import CODES, UNIT_CODES
from parlour.http.dates import format_instant
from parlour.http.fields import Id, IdOrZero, LongText, Moment, money, number
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, or_else, says, shown

DocumentInPath = Annotated[int, PathPart("Document", "The document.", 9001)]
TransactionInPath = Annotated[int, PathPart("Transaction", "The transaction.", 70001)]

MANY = 9_999_999_999
MUCH = 999_999_999_999
# By the names as rows hold them: making a member of an enum takes longer than the rest of a line.
_TRANSACTION_CODES = {kind.value: code for kind, code in CODES.items()}
_UNIT_CODES = {unit.value: code for unit, code in UNIT_CODES.items()}


def shows_money(kind: str, tenant: Tenant) -> bool:
    """Return whether the user may see prices of this kind: of sales always, of others with the right to cost prices."""
    return kind == stock.Kind.SALE or sees_costs(tenant)


def transaction_code(kind: str) -> int:
    """Return the number of a kind as transactions show it."""
    return _TRANSACTION_CODES[kind]


def _unit_code(unit: str) -> int:
    return _UNIT_CODES[unit]


SHOWS_MONEY = made(shows_money, "kind", "tenant")

Kind = Annotated[
    int,
    Meta(
        ge=1,
        le=7,
        description=(
            "What it does: 1 sale, 2 usage of consumables, 3 receipt, 4 or 7 write-off, 5 transfer; "
            "6 stock-take (ours, beyond the contract)."
        ),
        examples=[1],
    ),
]
CreateDate = Annotated[
    Moment,
    says(
        "The date and time; without an offset in the time zone of the location. Also `31.1.2026 18:30`, and Unix time.",
        "2026-01-31T18:30:00-05:00",
    ),
]
Comment = Annotated[LongText, says("A note; may be empty.", "Sold at the desk")]
TeamMember = Annotated[IdOrZero, says("The team member; 0 for none.", 0)]
Supplier = Annotated[IdOrZero, says("The supplier; 0 for none.", 0)]
Client = Annotated[IdOrZero, says("The client; 0 for none.", 0)]
Appointment = Annotated[IdOrZero, says("The appointment; 0 for none.", 0)]
Product = Annotated[Id, says("The product; it must be visible in the location.", 501)]
UnitKind = Annotated[
    int, Meta(ge=1, le=2, description="What the amount is counted in: 1 sale units, 2 write-off units.", examples=[1])
]
Price = Annotated[
    Decimal,
    number(0, MUCH, 10),
    says(
        "The price of one unit of the amount, before the discount; up to ten decimals in every currency.",
        24.9,
    ),
]
Discount = Annotated[Decimal, number(0, 100, 4), says("Percent off the price.", 10)]
EnteredAmount = Annotated[
    Decimal,
    number(-MANY, MANY, 10),
    says(
        "How much, above 0: whether it comes or goes follows from the document. "
        "In a stock-take: what was counted, perhaps 0. "
        "Sale units are kept to ten decimals, write-off units to four.",
        2,
    ),
]
Cost = Annotated[
    Decimal,
    money(MUCH),
    says(
        "The total: amount times price, less the discount; with no more decimals than the currency of the location "
        "has.",
        44.82,
    ),
]
HiddenPrice = Annotated[
    Price | None,
    says(
        "The price of one unit of the amount, before the discount; up to ten decimals in every currency; null from "
        "those who may not see costs.",
        24.9,
    ),
]
HiddenCost = Annotated[
    Cost | None,
    says(
        "The total: amount times price, less the discount; with no more decimals than the currency of the location "
        "has; null from those who may not see costs.",
        44.82,
    ),
]

# Only in answers.
TransactionType = Annotated[
    int,
    says(
        "What it does: 1 sale, 2 usage, 3 receipt, 4 write-off, 5 transfer; 6 stock-take (ours).",
        1,
        of=made(transaction_code, "kind"),
    ),
]
EnteredIn = Annotated[
    int,
    says("What the amount is counted in: 1 sale units, 2 write-off units.", 1, of=made(_unit_code, "unit")),
]
Percent = Annotated[Decimal, says("Percent off the price.", 10, of="discount")]
AppointmentId = Annotated[int, says("The appointment; 0 for none.", 0, of="appointment_id")]
Note = Annotated[str, says("A note; may be empty.", "Sold at the desk")]
NoReference = Annotated[list[dict[str, Any]], always([], "Always an empty list: none is known here.")]
DocumentId = Annotated[int, says("The document.", 9001)]
TransactionId = Annotated[int, says("The transaction.", 70001)]
LocationId = Annotated[int, says("The location.", 1, of="tenant.location_id")]
ProductId = Annotated[int, says("The product.", 501, of="product_id")]
StorageId = Annotated[int, says("The storage.", 2)]
UserId = Annotated[int, says("The user who created it; 0 if not known.", 42, of=or_else("user_id", 0))]
Amount = Annotated[Decimal, says("How much came, or, below 0, went; in the unit of `operation_unit_type`.", -2)]
SaleAmount = Annotated[Decimal, says("The same in sale units, to ten decimals.", -2)]
WriteOffAmount = Annotated[Decimal, says("The same in write-off units.", -500)]
SeenPrice = Annotated[
    Decimal | None,
    says(
        "The price of one unit of the amount, before the discount; for anything but a sale null without the right "
        "`storages_goods_prime_cost_view_access`.",
        24.9,
        of=shown("price", SHOWS_MONEY),
    ),
]
SeenCost = Annotated[
    Decimal | None,
    says("The total after the discount; null where `cost_per_unit` is.", 44.82, of=shown("cost", SHOWS_MONEY)),
]
UnitId = Annotated[int, says("The unit of the amount.", 11)]
Occurred = Annotated[
    str,
    says(
        "When it happened, in the time of the location.",
        "2026-01-31T18:30:00-0500",
        of=made(format_instant, "occurred_at", "tenant.timezone"),
    ),
]
Changed = Annotated[
    str,
    says(
        "When it was last changed, in the time of the location.",
        "2026-01-31T18:30:00-0500",
        of=made(format_instant, "changed_at", "tenant.timezone"),
    ),
]
Deleted = Annotated[bool, always(False, "Always false: what was deleted is not shown.")]
Counted = Annotated[
    Decimal | None,
    says("In a stock-take what was counted, in write-off units; null elsewhere (ours).", None, of="counted"),
]
Expected = Annotated[
    Decimal | None,
    says(
        "In a stock-take what should have been there, in write-off units; null elsewhere (ours). It follows when "
        "something that happened before the stock-take is entered or changed.",
        None,
        of="expected",
    ),
]
