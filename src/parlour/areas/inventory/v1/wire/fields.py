"""Meanings of the fields of documents and transactions on the v1 wire, in requests and answers."""

from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta

from parlour.http.fields import Id, IdOrZero, LongText, Moment, money, number
from parlour.http.path_parts import PathPart

DocumentInPath = Annotated[int, PathPart("Document", "The document.", 9001)]
TransactionInPath = Annotated[int, PathPart("Transaction", "The transaction.", 70001)]

MANY = 9_999_999_999
MUCH = 999_999_999_999

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
    Meta(
        description=(
            "When it happened; without an offset in the time of the location. Also `31.1.2026 18:30`, and Unix time."
        ),
        examples=["2026-01-31T18:30:00-05:00"],
    ),
]
Comment = Annotated[LongText, Meta(description="A note; may be empty.", examples=["Sold at the desk"])]
TeamMember = Annotated[IdOrZero, Meta(description="The team member who did it; 0 for none.", examples=[0])]
Supplier = Annotated[IdOrZero, Meta(description="Who it came from; 0 for none.", examples=[0])]
Client = Annotated[IdOrZero, Meta(description="Who it went to; 0 for none.", examples=[0])]
Appointment = Annotated[IdOrZero, Meta(description="The appointment it belongs to; 0 for none.", examples=[0])]
Product = Annotated[Id, Meta(description="A product that the location sees.", examples=[501])]
UnitKind = Annotated[
    int,
    Meta(ge=1, le=2, description="What the amount is counted in: 1 sale units, 2 write-off units.", examples=[1]),
]
Price = Annotated[
    Decimal,
    number(0, MUCH, 10),
    Meta(
        description="The price of one unit of the amount, before the discount; up to ten decimals in every currency.",
        examples=[24.9],
    ),
]
Discount = Annotated[Decimal, number(0, 100, 4), Meta(description="Percent off the price.", examples=[10])]
EnteredAmount = Annotated[
    Decimal,
    number(-MANY, MANY, 10),
    Meta(
        description=(
            "How much, above 0: whether it comes or goes follows from the document. "
            "In a stock-take: what was counted, perhaps 0. "
            "Sale units are kept to ten decimals, write-off units to four."
        ),
        examples=[2],
    ),
]
Cost = Annotated[
    Decimal,
    money(MUCH),
    Meta(
        description=(
            "The total: amount times price, less the discount; with no more decimals than the currency of the location "
            "has."
        ),
        examples=[44.82],
    ),
]
HiddenPrice = Annotated[
    Price | None,
    Meta(
        description=(
            "The price of one unit of the amount, before the discount; up to ten decimals in every currency; null from "
            "those who may not see costs."
        ),
        examples=[24.9],
    ),
]
HiddenCost = Annotated[
    Cost | None,
    Meta(
        description=(
            "The total: amount times price, less the discount; with no more decimals than the currency of the location "
            "has; null from those who may not see costs."
        ),
        examples=[44.82],
    ),
]

# Only in answers.
NOTHING_THERE = Meta(description="Always an empty list: none is known here.", examples=[[]])
Nobody = Annotated[list[dict[str, Any]], NOTHING_THERE]
DocumentId = Annotated[int, Meta(description="The document.", examples=[9001])]
TransactionId = Annotated[int, Meta(description="The transaction.", examples=[70001])]
LocationId = Annotated[int, Meta(description="The location.", examples=[1])]
ProductId = Annotated[int, Meta(description="The product.", examples=[501])]
StorageId = Annotated[int, Meta(description="The storage.", examples=[2])]
UserId = Annotated[int, Meta(description="The user who wrote it; 0 if that is not known.", examples=[42])]
Amount = Annotated[
    Decimal,
    Meta(description="How much came, or, below 0, went; in the unit of `operation_unit_type`.", examples=[-2]),
]
SaleAmount = Annotated[Decimal, Meta(description="The same in sale units, to ten decimals.", examples=[-2])]
WriteOffAmount = Annotated[Decimal, Meta(description="The same in write-off units.", examples=[-500])]
SeenPrice = Annotated[
    Decimal | None,
    Meta(
        description=(
            "The price of one unit of the amount, before the discount; for anything but a sale null without the right "
            "`storages_goods_prime_cost_view_access`."
        ),
        examples=[24.9],
    ),
]
SeenCost = Annotated[
    Decimal | None,
    Meta(description="The total after the discount; null where `cost_per_unit` is.", examples=[44.82]),
]
UnitId = Annotated[int, Meta(description="The unit of the amount.", examples=[11])]
Occurred = Annotated[
    str, Meta(description="When it happened, in the time of the location.", examples=["2026-01-31T18:30:00-0500"])
]
Changed = Annotated[
    str,
    Meta(description="When it was last changed, in the time of the location.", examples=["2026-01-31T18:30:00-0500"]),
]
Deleted = Annotated[bool, Meta(description="Always false: what was deleted is not shown.", examples=[False])]
Counted = Annotated[
    Decimal | None,
    Meta(description="In a stock-take what was counted, in write-off units; null elsewhere (ours).", examples=[None]),
]
Expected = Annotated[
    Decimal | None,
    Meta(
        description=(
            "In a stock-take what should have been there, in write-off units; null elsewhere (ours). It follows when "
            "something that happened before the stock-take is entered or changed."
        ),
        examples=[None],
    ),
]
