"""Bills of materials on the v1 wire, where they are called technological cards."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials import model
from parlour.areas.stock.rights.limits import sees_costs
from parlour.http.cursors import Cursor
from parlour.http.fields import Id, Ratio, Title
from parlour.http.path_parts import PathPart
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.wire import says

CardInPath = Annotated[int, PathPart("Card", "The technological card.", 91)]
TeamMemberInPath = Annotated[int, PathPart("Card", "The team member.", 9)]
ServiceInPath = Annotated[int, PathPart("Card", "The service.", 5)]

FAULT_NAMES = {"lines": "technological_card_items", "product_id": "good_id"}
TITLE = says("The name of the card.", "Hair colouring, medium length")
STORAGE = says("The storage that it is taken from.", 2)
PRODUCT = says("The product.", 501)
AMOUNT = says("How much is used up, in the write-off unit of the product.", 40)
LINES = Meta(min_length=1, max_length=model.MOST_LINES)


class CardList(Query, frozen=True):
    """Which cards are listed."""

    search: Annotated[
        Annotated[str, Meta(max_length=255)], parameter("A part of the title; case doesn't matter.", "colouring")
    ] = ""
    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=1000), parameter("Cards on a page.")] = 25
    cursor: Cursor = None


class ItemForm(msgspec.Struct):
    """A product of a card as it shall be."""

    storage_id: Annotated[Id, STORAGE]
    good_id: Annotated[Id, PRODUCT]
    amount: Annotated[Ratio, AMOUNT]

    def to_line(self) -> model.Line:
        return model.Line(self.storage_id, self.good_id, self.amount)


class CardForm(msgspec.Struct):
    """What a technological card is made from."""

    title: Annotated[Title, TITLE]
    technological_card_items: Annotated[list[ItemForm], LINES]

    def to_lines(self) -> list[model.Line]:
        return [item.to_line() for item in self.technological_card_items]


class CardChanges(msgspec.Struct):
    """What a technological card is changed to."""

    title: Annotated[Title | UnsetType, TITLE] = UNSET
    technological_card_items: (
        Annotated[list[ItemForm], LINES, Meta(description="All products that it shall have.")] | UnsetType
    ) = UNSET

    def to_patch(self) -> model.BillPatch:
        if self.technological_card_items is UNSET:
            return model.BillPatch(title=self.title)
        return model.BillPatch(title=self.title, lines=[item.to_line() for item in self.technological_card_items])


class Item(msgspec.Struct, frozen=True):
    """A product of a technological card."""

    id: Annotated[int, says("The line.", 95)]
    technological_card_id: Annotated[int, says("The card.", 91)]
    storage_id: Annotated[int, STORAGE]
    good_id: Annotated[int, PRODUCT]
    amount: Annotated[Decimal, AMOUNT]
    unit: Annotated[str, says("The write-off unit in short.", "ml")]
    price: Annotated[
        Decimal | None,
        says("What one write-off unit costs the business now; null for users who may not see cost prices.", 0.044),
    ]
    title: Annotated[str, says("The title of the product.", "Argan Repair Shampoo")]


class Card(msgspec.Struct, frozen=True):
    """A technological card: what a service uses up."""

    id: Annotated[int, says("The card.", 91)]
    title: Annotated[str, TITLE]
    technological_card_items: list[Item]

    @classmethod
    def from_model(cls, bill: model.Bill, tenant: Tenant) -> "Card":
        shows_costs = sees_costs(tenant)
        items = [
            Item(
                line.id,
                bill.id,
                line.storage_id,
                line.product_id,
                line.amount,
                line.unit,
                line.unit_cost_price if shows_costs else None,
                line.title,
            )
            for line in bill.lines
        ]
        return cls(bill.id, bill.title, items)
