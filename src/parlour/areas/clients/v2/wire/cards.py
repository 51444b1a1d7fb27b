"""A client on the v2 wire, as the calendar shows one."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.clients.model.clients import Gender
from parlour.areas.clients.rights import Sight
from parlour.areas.clients.wire import fields
from parlour.http.v2_envelope import ToMany, ToOne, example_of_many, example_of_one, resource_type
from parlour.http.wire import always, says

MASKED = "masked without the right to see phone numbers in the calendar"


class Person(Protocol):
    """What is shown of a client, read with the card or with an appointment."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def middle_name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def comment(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def card(self) -> str: ...
    @property
    def gender(self) -> Gender: ...
    @property
    def discount(self) -> Decimal: ...


class BookingUserAttributes(msgspec.Struct, frozen=True):
    """What is known of a client."""

    name: Annotated[str, fields.NAME]
    surname: Annotated[str, fields.SURNAME]
    patronymic: Annotated[str, fields.MIDDLE_NAME]
    phone: Annotated[str, says(f"The phone number in digits, or empty; {MASKED}.", "13155550175")]
    additional_phone: Annotated[str, always("", "Always empty: a client has one phone number.")]
    email: Annotated[str, says(f"The email address, or empty; {MASKED}.", "maya@example.com")]
    comment: Annotated[str, fields.COMMENT]
    client_tips: Annotated[bool, always(False, "Always false: there are no tips yet.")]
    birthday: Annotated[str | None, says("The day of birth; null if not known.", "1990-04-17T00:00:00")]
    card_number: Annotated[str, fields.CARD]
    gender: Annotated[int, fields.GENDER_ID]
    discount: Annotated[Decimal, says("The same as `discount_percent`, which replaces it.", 5)]
    discount_percent: Annotated[Decimal, fields.DISCOUNT]

    @classmethod
    def seen(cls, person: Person, sight: Sight) -> "BookingUserAttributes":
        """Return a client as the user sees them."""
        return cls(
            name=sight.name(person.name, person.phone),
            surname=person.surname if sight.sees_names else "",
            patronymic=person.middle_name if sight.sees_names else "",
            phone=sight.phone(person.phone),
            additional_phone="",
            email=sight.email(person.email),
            comment=person.comment if sight.sees_note else "",
            client_tips=False,
            birthday=f"{person.birth_date.isoformat()}T00:00:00" if person.birth_date else None,
            card_number=person.card,
            gender=fields.gender_id(person.gender),
            discount=person.discount,
            discount_percent=person.discount,
        )


class CustomValueAttributes(msgspec.Struct, frozen=True):
    """The value of a custom field."""

    custom_field_id: Annotated[int, says("The field.", 81)]
    code: Annotated[str, says("The code of the field.", "skin_type")]
    value: Annotated[Any, says("A text, a number, or a list of texts.", "dry")]


class CustomValue(msgspec.Struct, frozen=True):
    """The value of a custom field of a client or an appointment."""

    type: Annotated[Literal["custom_field_value"], resource_type("custom_field_value")]
    id: Annotated[str, says("`client` or `record`, its id and the field, with underscores between.", "client_812_81")]
    attributes: CustomValueAttributes

    @classmethod
    def of(cls, owner: str, owner_id: int, field_id: int, code: str, value: Any) -> "CustomValue":
        """Return the value of a client (`client`) or an appointment (`record`)."""
        id_ = f"{owner}_{owner_id}_{field_id}"
        return cls("custom_field_value", id_, CustomValueAttributes(field_id, code, value))


class BookingUserRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What a client refers to, as far as `include` names it."""

    labels: Annotated[ToMany, example_of_many("tag", "31")] | UnsetType = UNSET
    first_successful_visit: Annotated[ToOne, example_of_one("visit", "3001")] | UnsetType = UNSET
    loyalty_cards: ToMany | UnsetType = UNSET
    loyalty_certificates: ToMany | UnsetType = UNSET
    loyalty_abonements: ToMany | UnsetType = UNSET
    custom_field_values: Annotated[ToMany, example_of_many("custom_field_value", "client_812_81")] | UnsetType = UNSET
    agreements: ToOne | UnsetType = UNSET


class BookingUser(msgspec.Struct, frozen=True):
    """A client."""

    type: Annotated[Literal["client"], resource_type("client")]
    id: Annotated[str, says("The client, as a text.", "812")]
    attributes: BookingUserAttributes
    relationships: BookingUserRelationships | UnsetType = UNSET

    @classmethod
    def seen(
        cls, person: Person, sight: Sight, relationships: BookingUserRelationships | UnsetType = UNSET
    ) -> "BookingUser":
        """Return a client as the user sees them."""
        return cls("client", str(person.id), BookingUserAttributes.seen(person, sight), relationships)
