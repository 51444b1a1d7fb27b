"""What the services of appointments use up, on the v1 wire."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model import consumables as model
from parlour.areas.bills_of_materials.model import MOST_LINES, Bill
from parlour.areas.stock.model.stock import MAX_MONEY
from parlour.areas.stock.rights.limits import sees_costs
from parlour.errors import MISSING, Fault
from parlour.http.fields import Id, IdOrZero, Ratio, needs
from parlour.http.fields import number as number_from
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, switch_parameter
from parlour.http.v1_envelope import Count, Success
from parlour.http.wire import says

ServiceInPath = Annotated[int, PathPart("Service", "A service of the appointment.", 5)]
FAULT_NAMES = {
    "lines": "consumables",
    "product_id": "good_id",
    "appointment_id": "record_id",
    "transaction_id": "goods_transaction_id",
}
SERVICE = says("The service.", 5)
APPOINTMENT = says("The appointment.", 4001)
STORAGE = says("The storage that it is taken from.", 2)
PRODUCT = says("The product.", 501)
AMOUNT = says("How much of it is used up, in its write-off unit.", 40)
TRANSACTION = says("The transaction that moved it out of the storage; 0 while the client hasn't come.", 0)
Price = Annotated[Decimal, number_from(0, int(MAX_MONEY), 10)]
SHOWN_PRICE = says("Of one write-off unit; null for users who may not see cost prices.", 0.044)


class UsedGood(msgspec.Struct, frozen=True):
    """A product that is used up."""

    id: Annotated[int, PRODUCT]
    title: Annotated[str, says("Its title.", "Argan Repair Shampoo")]
    unit: Annotated[str, says("Its write-off unit in short.", "ml")]


class UsedCardItem(msgspec.Struct, frozen=True):
    """A product of a technological card."""

    id: Annotated[int, says("The line of the card.", 95)]
    technological_card_id: Annotated[int, says("The card.", 91)]
    storage_id: Annotated[int, STORAGE]
    good_id: Annotated[int, PRODUCT]
    amount: Annotated[Decimal, says("How much of it one service uses up, in its write-off unit.", 40)]
    price: Annotated[Decimal | None, SHOWN_PRICE]
    good: UsedGood


class UsedCard(msgspec.Struct, frozen=True):
    """The technological card by which a team member provides a service."""

    id: Annotated[int, says("The card.", 91)]
    title: Annotated[str, says("Its name.", "Hair colouring, medium length")]
    technological_card_items: list[UsedCardItem]

    @classmethod
    def from_model(cls, bill: Bill, *, shows_costs: bool) -> "UsedCard":
        items = [
            UsedCardItem(
                line.id,
                bill.id,
                line.storage_id,
                line.product_id,
                line.amount,
                line.unit_cost_price if shows_costs else None,
                UsedGood(line.product_id, line.title, line.unit),
            )
            for line in bill.lines
        ]
        return cls(bill.id, bill.title, items)


class Consumable(msgspec.Struct, frozen=True):
    """A product that a service of an appointment uses up."""

    goods_transaction_id: Annotated[int, TRANSACTION]
    record_id: Annotated[int, APPOINTMENT]
    service_id: Annotated[int, SERVICE]
    storage_id: Annotated[int, STORAGE]
    good_id: Annotated[int, PRODUCT]
    price: Annotated[Decimal | None, SHOWN_PRICE]
    amount: Annotated[Decimal, AMOUNT]
    good: UsedGood


class RecordConsumables(msgspec.Struct, frozen=True):
    """A service of an appointment, with what it uses up."""

    service_id: Annotated[int, SERVICE]
    record_id: Annotated[int, APPOINTMENT]
    technological_cards: Annotated[list[UsedCard], says("The card, if the team member has one for the service.")]
    consumables: Annotated[list[Consumable], says("What it uses up in this appointment.")]

    @classmethod
    def from_model(cls, found: model.ServiceConsumables, tenant: Tenant) -> "RecordConsumables":
        shows_costs = sees_costs(tenant)
        cards = [UsedCard.from_model(found.bill, shows_costs=shows_costs)] if found.bill else []
        consumables = [
            _consumable(each, found.appointment_id, found.products[each.product_id], shows_costs=shows_costs)
            for each in found.consumables
        ]
        return cls(found.service_id, found.appointment_id, cards, consumables)


def _consumable(
    used: model.Consumable, appointment_id: int, product: model.NamedProduct, *, shows_costs: bool
) -> Consumable:
    price = product.unit_cost_price if used.price is None else used.price
    return Consumable(
        used.transaction_id or 0,
        appointment_id,
        used.service_id,
        used.storage_id,
        used.product_id,
        price if shows_costs else None,
        used.amount,
        UsedGood(product.id, product.title, product.unit),
    )


class ConsumableForm(msgspec.Struct):
    """A product that the service shall use up."""

    goods_transaction_id: Annotated[IdOrZero, TRANSACTION]
    record_id: Annotated[Id, says("The appointment in the address.", 4001)]
    service_id: Annotated[Id, says("The service in the address.", 5)]
    storage_id: Annotated[Id, STORAGE]
    good_id: Annotated[Id, PRODUCT]
    price: Annotated[
        Price | None, says("Of one write-off unit; null for what it costs, or for the price that it has.", None)
    ]
    amount: Annotated[Ratio, AMOUNT]

    def to_given(self) -> model.GivenConsumable:
        return model.GivenConsumable(
            self.storage_id,
            self.good_id,
            self.amount,
            price=self.price,
            transaction_id=self.goods_transaction_id or None,
            place=(self.record_id, self.service_id),
        )


class ConsumablesForm(msgspec.Struct):
    """What a service of an appointment shall use up."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("consumables")

    consumables: Annotated[
        Annotated[list[ConsumableForm], Meta(max_length=MOST_LINES)] | UnsetType,
        Meta(description="All of it; an empty list for nothing."),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a missing list, although the contract requires none: it would remove everything."""
        if given("consumables") is UNSET:
            yield Fault("consumables", MISSING)

    def to_given(self) -> Sequence[model.GivenConsumable]:
        return [each.to_given() for each in self.consumables or ()]


class CardRemoval(Query, frozen=True):
    """What is removed with a card."""

    delete_consumables: Annotated[bool, switch_parameter("The service uses nothing up any more.")] = False


class UnlinkedCardAnswer(msgspec.Struct, frozen=True):
    """A service of an appointment without its card."""

    success: Success
    data: list[RecordConsumables]
    meta: Count
