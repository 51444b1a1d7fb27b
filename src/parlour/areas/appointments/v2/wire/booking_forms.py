"""What bookings of group events are made from and changed to on the v2 wire."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.booking_changes import BookingChange, Move
from parlour.areas.appointments.model.changes import AppointmentPatch
from parlour.areas.appointments.model.prices import GivenPrice
from parlour.areas.appointments.model.visits import GivenSale
from parlour.areas.clients.model.clients import ClientPatch, Gender, GivenClient
from parlour.areas.inventory.model.documents import Line
from parlour.areas.inventory.v2.wire import UNIT_WORDS
from parlour.areas.stock.model.stock import as_stored
from parlour.errors import Fault
from parlour.http.fields import Day, Id, IdOrZero, Money, number, text
from parlour.http.wire import says

FAULT_NAMES = {
    "lines": "attendance_service_item",
    "seat_count": "clients_count",
    "tag_ids": "label_ids",
    "event_id": "event_id",
    "sales": "attendance_good_items",
    "transaction_id": "id",
    "product_id": "good_id",
    "price": "cost_per_unit",
    "cost": "manual_cost",
    "team_member_id": "staff_id",
    "entered": "quantity",
    "amount": "quantity",
    "custom_fields": "client.custom_field_values",
}
"""The fields of the models, as these bodies call them."""
MOST_SALES, MOST_TAGS, MOST_VALUES, MOST_MARKS = 100, 100, 500, 100
UNITS = {word: unit for unit, word in UNIT_WORDS.items()}
NO_EFFECT = "Without effect."
CLIENT_SEATS = says("How many seats it takes.", 1)

ContactText = Annotated[str, text(0, 255, takes_numbers=True)]
Quantity = Annotated[Decimal, number(0, 1_000_000_000, 3, low_is_excluded=True)]


class CustomValueForm(msgspec.Struct):
    """The value of a custom field."""

    code: Annotated[Annotated[str, text(1, 255)], says("The code of the field.", "skin_type")]
    value: Annotated[Annotated[str, text(0, 255)], says("Its value.", "dry")]


class AgreementsForm(msgspec.Struct):
    """What a client who is new agrees to."""

    is_newsletter_allowed: Annotated[bool, says("The client may get newsletters.", True)]
    is_personal_data_processing_allowed: Annotated[bool, says(NO_EFFECT, True)]


class EventClientForm(msgspec.Struct, kw_only=True):
    """The client: an id, or null and the fields of a card. A card with the phone number is taken as it is."""

    id: Annotated[IdOrZero | None, says("The client; null for one by phone number, or a new one.", 812)]
    name: Annotated[Annotated[str, text(1, 255)], says("The first name.", "Maya")]
    phone: Annotated[ContactText | None, says("The phone number, in any writing.", "13155550142")]
    email: Annotated[ContactText | None, says("The email address.", "maya@example.com")]
    surname: Annotated[ContactText | None, says("The surname.", "Reyes")]
    patronymic: Annotated[ContactText | None, says("The middle name.", None)]
    gender: Annotated[Annotated[int, Meta(ge=0, le=2)] | None, says("0 unknown, 1 male, 2 female.", 2)]
    birthday: Annotated[Day | None, says("The day of birth.", "1990-04-17")]
    custom_field_values: Annotated[
        Annotated[list[CustomValueForm], Meta(max_length=MOST_VALUES)] | None,
        says(
            "Values of custom fields. Without effect for users without the right to change them.",
            [{"code": "skin_type", "value": "dry"}],
        ),
    ]
    agreements: Annotated[
        AgreementsForm | None,
        says(
            "What a client who is new agrees to.",
            {"is_newsletter_allowed": True, "is_personal_data_processing_allowed": True},
        ),
    ]
    comment: Annotated[Annotated[str, text(0, 5000, has_lines=True)] | UnsetType, says("A note on the card.", "")] = (
        UNSET
    )
    national_id: Annotated[ContactText | UnsetType | None, says(NO_EFFECT, None)] = UNSET

    def to_client(self) -> GivenClient:
        patch = ClientPatch(
            name=self.name,
            surname=self.surname or "",
            middle_name=self.patronymic or "",
            email=self.email or "",
            gender=[*Gender][self.gender or 0],
            birth_date=date.fromisoformat(self.birthday) if self.birthday else None,
            comment=self.comment or "",
            refuses_mailings=self.agreements is not None and not self.agreements.is_newsletter_allowed,
        )
        values = {each.code: each.value for each in self.custom_field_values or ()}
        return GivenClient(
            id=self.id or None, phone=self.phone or "", patch=patch, custom_values=values, may_lack_phone=True
        )


class ComerForm(msgspec.Struct):
    """A visitor in place of the client."""

    name: Annotated[Annotated[str, text(0, 255)] | UnsetType, says(NO_EFFECT, "Lu")] = UNSET


class EventAppointmentForm(msgspec.Struct, kw_only=True):
    """A booking to make."""

    client: EventClientForm
    clients_count: Annotated[fields.SeatCount, CLIENT_SEATS]
    client_id: Annotated[IdOrZero | UnsetType | None, says("The client; `client.id` replaces it and wins.", 812)] = (
        UNSET
    )
    comer_id: Annotated[IdOrZero | UnsetType | None, says(NO_EFFECT, None)] = UNSET
    comer: ComerForm | UnsetType = UNSET
    is_trial_service: Annotated[bool | UnsetType, says(NO_EFFECT, False)] = UNSET

    def to_patch(self) -> AppointmentPatch:
        client = self.client.to_client()
        given = msgspec.structs.replace(client, id=client.id or self.client_id or None)
        return AppointmentPatch(client=given, seat_count=self.clients_count)


class EventServiceItemForm(msgspec.Struct):
    """The price of the event's service for this booking."""

    cost_per_unit: Annotated[fields.UnitPrice, fields.UNIT_PRICE]
    discount_percent: Annotated[fields.Percent, fields.DISCOUNT]
    manual_cost: Annotated[Money, says("The price in the end; it wins over what the others make.", 45)]
    is_trial: Annotated[bool | UnsetType, says(NO_EFFECT, False)] = UNSET


class EventGoodItemForm(msgspec.Struct, kw_only=True):
    """A product to sell, or one that was sold in the booking with another amount or price."""

    id: Annotated[IdOrZero | None, says("The product transaction; null for a new one.", None)]
    good_id: Annotated[Id, says("The product.", 501)]
    unit_id: Annotated[Id, says("Without effect: the product has its units.", 11)]
    storage_id: Annotated[Id, says("The storage that it is taken from.", 2)]
    staff_id: Annotated[Id, says("The team member who sells it.", 9)]
    operation_unit_type: Annotated[
        Literal["sale", "consumable"], says("The unit of the quantity: the sale unit or the consumable unit.", "sale")
    ]
    number: Annotated[Annotated[str, text(0, 32)] | None, says(NO_EFFECT, None)]
    quantity: Annotated[Quantity, says("How much of it.", 1)]
    cost_per_unit: Annotated[fields.UnitPrice, says("The price of one.", 24.9)]
    manual_cost: Annotated[Money, says("The price of all of them in the end.", 24.9)]
    discount_percent: Annotated[fields.Percent, says("The discount in percent.", 0)]
    marks: Annotated[Annotated[list[Annotated[str, text(1, 256)]], Meta(max_length=MOST_MARKS)], says(NO_EFFECT, [])]
    planned_activation_date: Annotated[Day | None, says(NO_EFFECT, None)]

    def to_sale(self) -> GivenSale:
        unit = UNITS[self.operation_unit_type]
        line = Line(
            product_id=self.good_id,
            unit=unit,
            entered=as_stored(self.quantity, unit),
            price=self.cost_per_unit,
            discount=self.discount_percent,
            cost=self.manual_cost,
            team_member_id=self.staff_id,
        )
        return GivenSale(self.id or None, self.storage_id, line)


class EventAppointmentChanges(msgspec.Struct, kw_only=True):
    """Changes to a booking. What is left out stays as it is."""

    attendance_service_item: EventServiceItemForm
    attendance_good_items: Annotated[
        Annotated[list[EventGoodItemForm], Meta(max_length=MOST_SALES)] | UnsetType,
        Meta(description="Products to sell, and changes to those that were sold. All others stay."),
    ] = UNSET
    comment: Annotated[
        fields.Comment | UnsetType | None, says("A note on the appointment; null empties it.", "Wants the window")
    ] = UNSET
    label_ids: Annotated[
        Annotated[list[Id], Meta(max_length=MOST_TAGS)] | UnsetType | None,
        says("All tags that it shall have; null keeps them.", []),
    ] = UNSET
    color: Annotated[
        Annotated[str, text(0, 7)] | UnsetType | None, says("The colour, with or without #; null for none.", "f44336")
    ] = UNSET
    clients_count: Annotated[fields.SeatCount | UnsetType | None, CLIENT_SEATS] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a colour, which may be empty."""
        if given("color") and not fields.COLOR_WRITTEN.fullmatch(given("color")):
            yield Fault("color", "Expected a colour, such as f44336.")

    def to_change(self) -> BookingChange:
        patch = AppointmentPatch(
            comment=self.comment if self.comment is UNSET else self.comment or "",
            tag_ids=UNSET if self.label_ids is None else self.label_ids,
            color=UNSET if self.color is UNSET else fields.read_color(self.color or ""),
            seat_count=self.clients_count or UNSET,
        )
        item = self.attendance_service_item
        price = GivenPrice(unit_price=item.cost_per_unit, discount=item.discount_percent, price=item.manual_cost)
        return BookingChange(patch, price, [each.to_sale() for each in self.attendance_good_items or ()])


class EventAppointmentMove(msgspec.Struct, kw_only=True):
    """To which event a booking moves. What is left out or null stays as it is."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = MappingProxyType({"activity_id": "reschedule_activity_id"})

    reschedule_activity_id: Annotated[Id, says("The event that it moves to.", 7001)]
    with_comer: Annotated[bool | UnsetType, says(NO_EFFECT, False)] = UNSET
    comment: Annotated[fields.Comment | UnsetType | None, fields.COMMENT] = UNSET
    clients_count: Annotated[fields.SeatCount | UnsetType | None, CLIENT_SEATS] = UNSET

    def to_move(self) -> Move:
        comment = UNSET if self.comment is None else self.comment
        return Move(self.reschedule_activity_id, self.clients_count or UNSET, comment)
