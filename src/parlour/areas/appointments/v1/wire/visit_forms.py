"""What a visit is changed to on the v1 wire."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.changes import GivenLine
from parlour.areas.appointments.model.prices import GivenPrice
from parlour.areas.appointments.model.visits import GivenSale, PricedLine, VisitChange
from parlour.areas.inventory.model.documents import Line
from parlour.areas.payments.model import AccountKind, NewPayment
from parlour.areas.stock.model.stock import as_stored
from parlour.areas.stock.v1.wire import UNITS
from parlour.currencies import Currency
from parlour.errors import MISSING, Fault
from parlour.http.fields import Id, IdOrZero, ShortText, TooManyDecimals, needs, number
from parlour.http.wire import says

FAULT_NAMES = {
    "lines": "services",
    "service_id": "id",
    "appointment_id": "record_id",
    "sales": "goods_transactions",
    "transaction_id": "id",
    "product_id": "good_id",
    "price": "cost_per_unit",
    "team_member_id": "master_id",
    "payments": "new_transactions",
    "deleted_payment_ids": "deleted_transaction_ids",
    "starts_at": "attendance",
    "duration": "services",
}
"""The fields of the models, as this body calls them; a time is only taken when a client comes after all."""
MOST_ROWS = 100
FAST_PAYMENTS = {1: AccountKind.CASH, 2: AccountKind.CARD, 129: AccountKind.CASH, 130: AccountKind.CARD}
"""128 more asks for a receipt as well."""

Ignored = ShortText | UnsetType | None
"""A text that clients send back as they read it."""
EnteredAmount = Annotated[Decimal, number(-9_999_999_999, 9_999_999_999, 10)]
Price = Annotated[Decimal, number(0, 999_999_999_999, 5)]
"""An amount of money: `VisitForm.faults_in` holds it against the currency, because the address names no location."""


class VisitServiceForm(msgspec.Struct):
    """A service of one of the appointments: its price, or a service to add."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("id")

    id: Annotated[Id | UnsetType, says("The service.", 5)] = UNSET
    record_id: Annotated[IdOrZero | UnsetType, says("The appointment; by default the one in the address.", 4001)] = (
        UNSET
    )
    amount: Annotated[Annotated[int, Meta(ge=1, le=1000)] | UnsetType, fields.AMOUNT] = UNSET
    first_cost: Annotated[Price | UnsetType, fields.FULL_PRICE] = UNSET
    cost_per_unit: Annotated[Price | UnsetType, fields.UNIT_PRICE] = UNSET
    discount: Annotated[fields.Percent | UnsetType, fields.DISCOUNT] = UNSET
    cost: Annotated[Price | UnsetType, says("The price in the end; it wins over what the others make.", 45)] = UNSET
    title: Annotated[Ignored, says("As the service is read; without effect.", "Haircut")] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a missing id, although the contract requires none."""
        if given("id") is UNSET:
            yield Fault("id", MISSING)

    def to_line(self) -> PricedLine:
        price = GivenPrice(
            amount=self.amount or 1,
            unit_price=self.cost_per_unit,
            full_price=self.first_cost,
            discount=self.discount,
            price=self.cost,
        )
        return PricedLine(self.record_id or None, GivenLine(self.id or 0, price))


class VisitSaleForm(msgspec.Struct):
    """A product to sell, or one that was sold in the visit with another amount or price."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("good_id", "storage_id", "amount")

    id: Annotated[IdOrZero | UnsetType, says("The product transaction; left out, or 0, for a new one.", 0)] = UNSET
    good_id: Annotated[Id | UnsetType, says("The product.", 501)] = UNSET
    storage_id: Annotated[Id | UnsetType, says("The storage that it is taken from.", 2)] = UNSET
    amount: Annotated[EnteredAmount | UnsetType, says("How much of it; the sign doesn't matter.", 1)] = UNSET
    operation_unit_type: Annotated[
        Literal[1, 2], says("The unit of the amount: 1 the sale unit, 2 the write-off unit.", 1)
    ] = 1
    cost_per_unit: Annotated[
        Price | UnsetType, says("The price of one; by default the price of the product.", 24.9)
    ] = UNSET
    discount: Annotated[fields.Percent | UnsetType, says("The discount in percent.", 0)] = UNSET
    cost: Annotated[Price | UnsetType, says("The price of all of them in the end.", 24.9)] = UNSET
    master_id: Annotated[IdOrZero | UnsetType, says("The team member who sells it.", 9)] = UNSET
    price: Annotated[Price | UnsetType, says("Read in place of `cost_per_unit`, if that is left out.", 24.9)] = UNSET
    title: Annotated[Ignored, says("As the product is read; without effect.", "Argan Repair Shampoo")] = UNSET
    barcode: Annotated[Ignored, says("As the product is read; without effect.", "5901234123457")] = UNSET
    article: Annotated[Ignored, says("As the product is read; without effect.", "ARG-250")] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield a fault for each missing field, although the contract requires none."""
        for name in ("good_id", "storage_id", "amount"):
            if given(name) is UNSET:
                yield Fault(name, MISSING)

    def to_sale(self) -> GivenSale:
        unit = UNITS[self.operation_unit_type]
        price = self.price if self.cost_per_unit is UNSET else self.cost_per_unit
        line = Line(
            product_id=self.good_id or 0,
            unit=unit,
            entered=as_stored(self.amount or Decimal(0), unit),
            price=None if price is UNSET else price,
            discount=self.discount or Decimal(0),
            cost=None if self.cost is UNSET else self.cost,
            team_member_id=self.master_id or 0,
        )
        return GivenSale(self.id or None, self.storage_id or 0, line)


class VisitPaymentForm(msgspec.Struct):
    """A payment."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("amount", "account_id")

    amount: Annotated[
        Price | UnsetType, says("How much is paid, above 0. More than is left is kept, and shown as paid over.", 45)
    ] = UNSET
    account_id: Annotated[Id | UnsetType, says("The account that gets the money.", 61)] = UNSET
    id: Annotated[IdOrZero | UnsetType, says("Without effect: a payment is always a new one.", 0)] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the faults of missing fields, although the contract requires none, and of a payment of nothing."""
        for name in ("amount", "account_id"):
            if given(name) is UNSET:
                yield Fault(name, MISSING)
        if given("amount") == 0:
            yield Fault("amount", "Must be more than 0.")

    def to_payment(self) -> NewPayment:
        return NewPayment(self.account_id or 0, self.amount or Decimal(0))


class VisitForm(msgspec.Struct):
    """What a visit is changed to."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"visit_attendance": "attendance"}

    attendance: Annotated[fields.AttendanceNumber, says(fields.ATTENDANCE, 1)]
    comment: Annotated[fields.Comment, fields.COMMENT]
    services: Annotated[
        Annotated[list[VisitServiceForm], Meta(max_length=MOST_ROWS)],
        Meta(description="Services whose prices change, and services to add. All others stay."),
    ] = msgspec.field(default_factory=list)
    goods_transactions: Annotated[
        Annotated[list[VisitSaleForm], Meta(max_length=MOST_ROWS)],
        Meta(description="Products to sell, and changes to those that were sold. All others stay."),
    ] = msgspec.field(default_factory=list)
    new_transactions: Annotated[
        Annotated[list[VisitPaymentForm], Meta(max_length=MOST_ROWS)],
        Meta(description="Payments: each pays the services in their order, then the products."),
    ] = msgspec.field(default_factory=list)
    deleted_transaction_ids: Annotated[
        Annotated[list[Id], Meta(max_length=MOST_ROWS)], says("Payments to delete.", [6001])
    ] = msgspec.field(default_factory=list)
    fast_payment: Annotated[
        Literal[0, 1, 2, 129, 130],
        says("Pay all that is left: 1 in cash, 2 cashless; 129 and 130 the same with a receipt. 0 for none.", 1),
    ] = 0

    def faults_in(self, currency: Currency) -> Iterator[Fault]:
        """Yield a fault for each amount that the location's currency doesn't have: the address names no location."""
        prices = ("first_cost", "cost_per_unit", "cost")
        of_sales = ("cost_per_unit", "cost", "price")
        rows: list[tuple[str, Sequence[msgspec.Struct], tuple[str, ...]]] = [
            ("services", self.services, prices),
            ("goods_transactions", self.goods_transactions, of_sales),
            ("new_transactions", self.new_transactions, ("amount",)),
        ]
        for name, each, fields_ in rows:
            yield from _too_fine(name, each, fields_, currency)

    def to_change(self) -> VisitChange:
        return VisitChange(
            attendance=fields.ATTENDANCES[self.attendance],
            comment=self.comment,
            lines=[each.to_line() for each in self.services],
            sales=[each.to_sale() for each in self.goods_transactions],
            payments=[each.to_payment() for each in self.new_transactions],
            deleted_payment_ids=self.deleted_transaction_ids,
            fast_payment=FAST_PAYMENTS.get(self.fast_payment),
        )


def _too_fine(name: str, rows: Sequence[msgspec.Struct], fields_: Iterable[str], currency: Currency) -> Iterator[Fault]:
    for position, row in enumerate(rows):
        for field in fields_:
            amount = getattr(row, field)
            if amount is not UNSET and amount % currency.smallest:
                yield Fault(f"{name}[{position}].{field}", str(TooManyDecimals(amount.normalize(), currency)))
