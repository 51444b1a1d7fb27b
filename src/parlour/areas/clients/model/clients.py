"""A client: the card of a person in a location, and changes to one."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.folding import search_text
from parlour.areas.patches import patched

NO_VALUES = "{}"


class Gender(StrEnum):
    """What a business keeps of a client's gender."""

    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"


class Importance(StrEnum):
    """How important a client is to the business, from the least."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


class ClientFields(msgspec.Struct, frozen=True):
    """The fields of a client that are written. `phone` is normal in the sense of `normalize_phone`."""

    name: str
    surname: str
    middle_name: str
    phone: str
    email: str
    card: str
    gender: Gender
    importance: Importance
    discount: Decimal
    """Percent."""
    birth_date: date | None
    comment: str
    gets_birthday_message: bool
    refuses_mailings: bool
    starting_sold: Decimal
    """What was sold to the client before the location began to use this server; so are the next two."""
    starting_paid: Decimal
    starting_balance: Decimal
    custom_values: str
    """The values of custom fields by the fields' ids, as JSON."""

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.name, self.surname, self.middle_name)))

    @property
    def search_text(self) -> str:
        """Return what a search by text reads: the folded names in one part, then email and card."""
        return search_text(self.full_name, self.email, self.card)


class ClientPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a client, or the given fields of a new one; UNSET keeps the value, or the default."""

    name: str | UnsetType = UNSET
    surname: str | UnsetType = UNSET
    middle_name: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    card: str | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    importance: Importance | UnsetType = UNSET
    discount: Decimal | UnsetType = UNSET
    birth_date: date | UnsetType | None = UNSET
    comment: str | UnsetType = UNSET
    gets_birthday_message: bool | UnsetType = UNSET
    refuses_mailings: bool | UnsetType = UNSET
    starting_sold: Decimal | UnsetType = UNSET
    starting_paid: Decimal | UnsetType = UNSET
    starting_balance: Decimal | UnsetType = UNSET
    custom_values: str | UnsetType = UNSET

    def to_new(self) -> ClientFields:
        """Return the fields of a new client: the given ones, and the defaults of the others.

        A client without a name is called by the phone number.
        """
        fields = patched(NEW_CLIENT, self)
        return fields if fields.name else msgspec.structs.replace(fields, name=fields.phone)


NEW_CLIENT = ClientFields(
    name="",
    surname="",
    middle_name="",
    phone="",
    email="",
    card="",
    gender=Gender.UNKNOWN,
    importance=Importance.NONE,
    discount=Decimal(0),
    birth_date=None,
    comment="",
    gets_birthday_message=False,
    refuses_mailings=False,
    starting_sold=Decimal(0),
    starting_paid=Decimal(0),
    starting_balance=Decimal(0),
    custom_values=NO_VALUES,
)
"""The defaults of a new client, who has a name or a phone number at least."""


class ClientTag(msgspec.Struct, frozen=True):
    """A tag on a client's card."""

    id: int
    title: str
    color: str


_TAGS = msgspec.json.Decoder(list[ClientTag])


class Client(ClientFields, frozen=True):
    """A client with what belongs to the card. Figures count the visits that the client came to."""

    id: int
    chain_id: int
    location_id: int
    visit_count: int
    first_visit_on: date | None
    last_visit_on: date | None
    sold_amount: Decimal
    paid_amount: Decimal
    balance: Decimal
    """Below zero the client owes."""
    tags: str
    """The tags by id, as JSON: most lists don't show them."""
    revision: int
    created_at: datetime
    changed_at: datetime

    @property
    def tag_list(self) -> list[ClientTag]:
        return _TAGS.decode(self.tags)


class GivenClient(msgspec.Struct, frozen=True, kw_only=True):
    """A client as an appointment names one: by id, or by phone number with the fields of a new card."""

    id: int | None = None
    phone: str = ""
    """As it was written."""
    patch: ClientPatch = ClientPatch()
    custom_values: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """Values of custom fields for a new card, by their codes."""
    may_lack_phone: bool = False
    """Whether a name alone makes a new card."""
