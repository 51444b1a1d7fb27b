"""What clients are made from and changed to on the v1 wire."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.clients.model.changes import CardChange
from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.wire import fields
from parlour.errors import Fault
from parlour.http.dates import parse_written_instant
from parlour.http.fields import Id, LongText, Money, ShortText, SignedMoney, Switch, Title, number, text
from parlour.http.wire import says

T = TypeVar("T")
OTHER_NAMES = {"patronymic": "middle_name", "sex_id": "gender_id", "sex": "gender_id", "sms_bot": "sms_not"}
"""Names by which clients of older versions know the fields."""
FIRST_YEAR = 1900
HALF_A_DAY = timedelta(hours=12)
EPOCH = datetime.fromtimestamp(0, UTC)
_UNIX_TIME = re.compile(r"-[0-9]{1,10}|[0-9]{9,10}")

Phone = Annotated[str, text(0, 40, takes_numbers=True)]
CardNumber = Annotated[str, text(0, 255, takes_numbers=True)]
Percent = Annotated[Decimal, number(0, 100, 2)]
BirthDate = Annotated[str, text(0, 40, takes_numbers=True)]


class TagReference(msgspec.Struct, frozen=True):
    """A tag as cards show it."""

    id: Annotated[int, says("The tag.", 31)]


TAGS = says(
    "The tags: their ids, or objects with an `id` as cards show them. All tags that the client shall have.", [31]
)
Tags = Annotated[list[Id | TagReference], Meta(max_length=200)]


class CardFields(msgspec.Struct, kw_only=True):
    """The fields of a card, as far as they may be left out."""

    name: Annotated[Title | UnsetType, fields.NAME] = UNSET
    phone: Annotated[
        Phone | UnsetType,
        says("The phone number, written in any way; without the code of a country one of the location's.",
             "+1 (315) 555-0188"),
    ] = UNSET  # fmt: skip
    surname: Annotated[ShortText | UnsetType, says("The surname.", "Reyes")] = UNSET
    middle_name: Annotated[ShortText | UnsetType, says("The middle name.", "Lu")] = UNSET
    email: Annotated[ShortText | UnsetType, says(fields.EMAIL, "maya.reyes@example.com")] = UNSET
    gender_id: Annotated[Annotated[int, Meta(ge=0, le=2)] | UnsetType, fields.GENDER_ID] = UNSET
    importance_id: Annotated[Annotated[int, Meta(ge=0, le=3)] | UnsetType, fields.IMPORTANCE_ID] = UNSET
    discount: Annotated[Percent | UnsetType, fields.DISCOUNT] = UNSET
    card: Annotated[CardNumber | UnsetType, fields.CARD] = UNSET
    birth_date: Annotated[
        BirthDate | UnsetType, says("The day of birth, also as Unix time; empty if not known.", "1990-04-17")
    ] = UNSET
    comment: Annotated[LongText | UnsetType, says("A note on the client.", "Prefers mornings")] = UNSET
    spent: Annotated[
        Money | UnsetType, says("What the card shall show as spent: the starting value makes up the difference.", 350)
    ] = UNSET
    balance: Annotated[
        SignedMoney | UnsetType,
        says("What the card shall show as balance; below 0 the client owes. Made up for in the same way.", -20),
    ] = UNSET
    sms_check: Annotated[Switch | UnsetType, fields.BIRTHDAY_MESSAGE] = UNSET
    sms_not: Annotated[Switch | UnsetType, fields.NO_MAILINGS] = UNSET
    custom_fields: Annotated[
        dict[str, Any] | list[Any] | UnsetType,
        says(f"{fields.CUSTOM_VALUES}. What is left out stays; an empty value is cleared.", {}),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Find a day of birth that is none, and a list of values without codes."""
        if given("birth_date"):
            try:
                birth_date_of(given("birth_date"))
            except ValueError as error:
                yield Fault("birth_date", str(error))
        if isinstance(given("custom_fields"), list) and given("custom_fields"):
            yield Fault("custom_fields", "Expected an object.")


class ClientForm(CardFields, kw_only=True):
    """What a client is made from."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {**OTHER_NAMES, "labels": "categories"}

    name: Annotated[Title, fields.NAME]
    phone: Annotated[
        Phone,
        says("The phone number, written in any way; without the code of a country one of the location's. May be empty.",
             "+1 (315) 555-0187"),
    ]  # fmt: skip
    categories: Annotated[Tags | UnsetType, TAGS] = UNSET


class ClientChanges(CardFields, kw_only=True):
    """What a client is changed to."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {**OTHER_NAMES, "categories": "labels"}

    labels: Annotated[Tags | UnsetType, TAGS] = UNSET


def change_of(given: Callable[[str], Any], tags_name: str) -> CardChange:
    """Return the change that the good fields of a body ask for; `tags_name` is what the tags are called in it."""
    custom_values = _or_none(given("custom_fields"))
    tags = _or_none(given(tags_name))
    return CardChange(
        patch=ClientPatch(
            name=given("name"),
            surname=given("surname"),
            middle_name=given("middle_name"),
            phone=given("phone"),
            email=given("email"),
            card=given("card"),
            gender=_mapped(given("gender_id"), fields.GENDERS.__getitem__),
            importance=_mapped(given("importance_id"), fields.IMPORTANCES.__getitem__),
            discount=given("discount"),
            birth_date=_good_birth_date(given("birth_date")),
            comment=given("comment"),
            gets_birthday_message=_mapped(given("sms_check"), bool),
            refuses_mailings=_mapped(given("sms_not"), bool),
        ),
        sold_amount=_or_none(given("spent")),
        balance=_or_none(given("balance")),
        tag_ids=None if tags is None else [tag if isinstance(tag, int) else tag.id for tag in tags],
        custom_values={} if isinstance(custom_values, list) else custom_values,
    )


def _good_birth_date(text: str | UnsetType) -> date | UnsetType | None:
    try:
        return text if text is UNSET else birth_date_of(text)
    except ValueError:
        return UNSET


def birth_date_of(text: str) -> date | None:
    """Return a day of birth; None for an empty text. Raise `ValueError`.

    Unix time means the day whose beginning is nearest, because it may be midnight in any time zone.
    """
    if not text:
        return None
    if _UNIX_TIME.fullmatch(text):
        found = (EPOCH + timedelta(seconds=int(text)) + HALF_A_DAY).date()
    else:
        found = parse_written_instant(text).day
    if found.year < FIRST_YEAR or found > (datetime.now(UTC) + HALF_A_DAY).date():
        raise ValueError(f"Must be between the year {FIRST_YEAR} and today.")
    return found


def _mapped(value: Any, function: Callable[[Any], T]) -> T | UnsetType:
    return UNSET if value is UNSET else function(value)


def _or_none(value: Any) -> Any:
    return None if value is UNSET else value
