"""Merging cards of one person: what the card that stays gets from the others, and how that is taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.clients.model.clients import NEW_CLIENT, Client, ClientFields

CUSTOM_VALUE = "custom_values."
"""Before the id of a custom field, in the name of a field that was filled."""
# Starting amounts add up, and values of custom fields are taken one by one.
_APART = ("starting_sold", "starting_paid", "starting_balance", "custom_values")
_FILLED_WHOLE = tuple(name for name in ClientFields.__struct_fields__ if name not in _APART)
_VALUES = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Belonging(msgspec.Struct, frozen=True):
    """A row that belongs to a card: its kind is the name of its table."""

    kind: str
    id: int
    client_id: int


class Plan(msgspec.Struct, frozen=True):
    """What becomes of the card that stays."""

    fields: ClientFields
    filled: dict[str, int]
    """The fields that it hadn't, with the card that they come from."""
    added: tuple[Decimal, Decimal, Decimal]
    """The starting amounts (sold, paid, balance) of the other cards."""


class Merge(msgspec.Struct, frozen=True):
    """A merge that was done."""

    id: int
    client_id: int
    merged_ids: list[int]
    moved: str
    """By kind: pairs of a row and the card that it belonged to, as JSON."""
    filled: str
    tag_ids: list[int]
    added_sold: Decimal
    added_paid: Decimal
    added_balance: Decimal
    created_at: datetime
    undone_at: datetime | None

    @property
    def belongings(self) -> list[Belonging]:
        """Return the rows that moved, with the cards that they belonged to."""
        by_kind = msgspec.json.decode(self.moved, type=dict[str, list[tuple[int, int]]])
        return [Belonging(kind, id_, client_id) for kind, rows in by_kind.items() for id_, client_id in rows]

    @property
    def filled_fields(self) -> dict[str, int]:
        return msgspec.json.decode(self.filled, type=dict[str, int])


class Merged(msgspec.Struct, frozen=True):
    """What a merge moved or, without an id, would move."""

    id: int | None
    client: Client
    merged_ids: list[int]
    filled: dict[str, int]
    moved: dict[str, int]
    """How many rows, by kind."""
    tags: int
    added: tuple[Decimal, Decimal, Decimal]


def plan_merge(card: Client, others: Sequence[Client]) -> Plan:
    """Return what a card gets: of each field that is empty, the value of the first other card that has one."""
    values: dict[str, Any] = {}
    filled: dict[str, int] = {}
    for name in _FILLED_WHOLE:
        source = next((other for other in others if not _is_empty(other, name)), None)
        if source is not None and _is_empty(card, name):
            values[name], filled[name] = getattr(source, name), source.id
    custom = _VALUES.decode(card.custom_values)
    for other in others:
        missing = {id_: value for id_, value in _VALUES.decode(other.custom_values).items() if id_ not in custom}
        custom |= missing
        filled |= {f"{CUSTOM_VALUE}{id_}": other.id for id_ in missing}
    added = _amounts_of(others)
    return Plan(_fields_of(card, values, custom, added), filled, added)


def plan_undoing(card: Client, merge: Merge, others: Mapping[int, Client]) -> tuple[ClientFields, list[str]]:
    """Return the card without what the merge gave it, and the fields that were changed since."""
    values: dict[str, Any] = {}
    custom = _VALUES.decode(card.custom_values)
    changed: list[str] = []
    for name, source_id in merge.filled_fields.items():
        source = others[source_id]
        if name.startswith(CUSTOM_VALUE):
            id_ = name.removeprefix(CUSTOM_VALUE)
            if custom.pop(id_, None) != _VALUES.decode(source.custom_values).get(id_):
                changed.append(name)
        elif getattr(card, name) != getattr(source, name):
            changed.append(name)
        else:
            values[name] = card.phone if name == "name" else getattr(NEW_CLIENT, name)
    added = (-merge.added_sold, -merge.added_paid, -merge.added_balance)
    return _fields_of(card, values, custom, added), changed


def _is_empty(card: Client, name: str) -> bool:
    """Return whether a card has no value of its own; a name that is the phone number is none."""
    value = getattr(card, name)
    return bool(value == (card.phone if name == "name" else getattr(NEW_CLIENT, name)))


def _amounts_of(cards: Sequence[Client]) -> tuple[Decimal, Decimal, Decimal]:
    return (
        sum((card.starting_sold for card in cards), Decimal(0)),
        sum((card.starting_paid for card in cards), Decimal(0)),
        sum((card.starting_balance for card in cards), Decimal(0)),
    )


def _fields_of(
    card: Client, values: Mapping[str, Any], custom: dict[str, msgspec.Raw], added: tuple[Decimal, Decimal, Decimal]
) -> ClientFields:
    sold, paid, balance = added
    whole = {name: getattr(card, name) for name in ClientFields.__struct_fields__} | {
        **values,
        "starting_sold": card.starting_sold + sold,
        "starting_paid": card.starting_paid + paid,
        "starting_balance": card.starting_balance + balance,
        "custom_values": msgspec.json.encode(custom).decode(),
    }
    return ClientFields(**whole)
