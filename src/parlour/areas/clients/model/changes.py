"""Changes to a card as an operation asks for them, before they are checked, and what becomes of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.clients.model.clients import ClientFields, ClientPatch
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.errors import Fault


class CardChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a new card has, or a card is changed to. Phone number and email are as they were written."""

    patch: ClientPatch = ClientPatch()
    sold_amount: Decimal | None = None
    """What the card shall show as sold; so with `balance`. The starting values make up the difference."""
    balance: Decimal | None = None
    tag_ids: Sequence[int] | None = None
    custom_values: Mapping[str, Any] | None = None
    """By the codes of their fields."""
    edits_fields: bool = True
    """Whether values of custom fields may be set, and so are asked for where a field needs one."""


class Known(msgspec.Struct, frozen=True):
    """What a location has that some changes refer to."""

    client_ids: Mapping[str, int]
    """The cards that have one of the phone numbers."""
    tag_ids: frozenset[int]
    """Those of the tags that may be put on clients."""
    fields: Sequence[CustomField]


class Settled(msgspec.Struct, frozen=True):
    """A card as it would be written, and all faults of the change that led to it."""

    fields: ClientFields
    tag_ids: Sequence[int] | None
    faults: Sequence[Fault]
