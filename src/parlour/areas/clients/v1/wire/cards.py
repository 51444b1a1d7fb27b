"""A client's card on the v1 wire."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client, ClientTag
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.wire import fields
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.stored import values_by_code
from parlour.http.dates import format_instant
from parlour.http.wire import made, mapped, of, says


class Viewer(msgspec.Struct, frozen=True):
    """For whom cards are shown: what the user sees of them, on which clock, with which custom fields."""

    sight: Sight
    timezone: ZoneInfo
    fields: Sequence[CustomField]

    @classmethod
    def of(cls, tenant: Tenant, place: Place, custom_fields: Sequence[CustomField]) -> "Viewer":
        return cls(Sight.of(tenant, place), tenant.timezone, custom_fields)


def _tags(client: Client) -> list["CardTag"]:
    return [CardTag.from_model(tag) for tag in client.tag_list]


def _values(stored: str, custom_fields: Sequence[CustomField]) -> dict[str, Any] | list[Any]:
    return values_by_code(custom_fields, stored) or []


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _changed(changed_at: datetime, timezone: ZoneInfo) -> str:
    return format_instant(changed_at, timezone)


class CardTag(msgspec.Struct, frozen=True):
    """A tag on a card."""

    id: Annotated[int, says("The tag.", 31)]
    title: Annotated[str, says("Its name.", "Regular guest")]
    color: Annotated[str, says("Its colour.", "#ff8800")]

    from_model = mapped(ClientTag)


class ClientCard(msgspec.Struct, frozen=True):
    """A client."""

    id: Annotated[int, says("The client.", 812, 813)]
    name: Annotated[str, fields.NAME]
    surname: Annotated[str, fields.SURNAME]
    middle_name: Annotated[str, fields.MIDDLE_NAME]
    phone: Annotated[str, says(f"{fields.PHONE} without the right to see it.", "13155550175", "13155550176")]
    email: Annotated[str, says(f"{fields.EMAIL} Masked like the phone number.", "maya@example.com", "")]
    categories: Annotated[list[CardTag], says("The tags of the client.", of=made(_tags))]
    gender_id: Annotated[int, fields.GENDER_ID, of(made(fields.gender_id, "gender"))]
    gender: Annotated[str, says("The gender in words.", "Female", of=made(fields.gender_title, "gender"))]
    discount: Annotated[Decimal, fields.DISCOUNT]
    importance_id: Annotated[int, fields.IMPORTANCE_ID, of(made(fields.importance_id, "importance"))]
    importance: Annotated[str, says("The importance in words.", "Gold", of=made(fields.importance_title, "importance"))]
    card: Annotated[str, fields.CARD]
    birth_date: Annotated[
        str | None, says("The day of birth; null if not known.", "1990-04-17", of=made(_day, "birth_date"))
    ]
    comment: Annotated[str, fields.COMMENT]
    sms_check: Annotated[int, fields.BIRTHDAY_MESSAGE, of(made(int, "gets_birthday_message"))]
    sms_not: Annotated[int, fields.NO_MAILINGS, of(made(int, "refuses_mailings"))]
    sms_bot: Annotated[int, says("The same as `sms_not`.", 0, of=made(int, "refuses_mailings"))]
    spent: Annotated[
        Decimal,
        says(
            "What was sold to the client: services of visits that the client came to, and what was entered as spent"
            " before.",
            350,
            of="sold_amount",
        ),
    ]
    paid: Annotated[Decimal, says("What the client has paid.", 350, of="paid_amount")]
    balance: Annotated[Decimal, says("The balance; below 0 the client owes.", -20)]
    visits: Annotated[int, says("How many visits the client came to.", 7, of="visit_count")]
    last_change_date: Annotated[
        str,
        says(
            "When the card was last changed, also by a tag, a comment, a file or a visit.",
            "2026-01-31T18:30:00-0500",
            of=made(_changed, "changed_at", "viewer.timezone"),
        ),
    ]
    custom_fields: Annotated[
        dict[str, Any] | list[Any],
        says(
            f"{fields.CUSTOM_VALUES}; an empty list if there are none, or without the right to see them.",
            {"skin_type": "dry"},
            of=made(_values, "custom_values", "viewer.fields"),
        ),
    ]

    from_seen = mapped(Client, Viewer)

    @classmethod
    def from_model(cls, client: Client, viewer: Viewer) -> "ClientCard":
        """Return the card as the viewer sees it."""
        return cls.from_seen(viewer.sight.shown(client), viewer)
