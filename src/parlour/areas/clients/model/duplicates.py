"""Cards that may belong to one person."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import groupby

import msgspec

from parlour.areas.clients.model.clients import Client


class Reason(StrEnum):
    """Why cards may belong to one person."""

    PHONE = "phone"
    """Their numbers differ only by the code of the country, or by what is dialled before a number."""
    NAME_AND_BIRTHDAY = "name_and_birthday"


class DuplicateCard(Client, frozen=True):
    """A card of a group: why it is there, which group it is, and how many there are."""

    reason: Reason
    group: int
    groups: int


class DuplicateGroup(msgspec.Struct, frozen=True):
    """Cards that may belong to one person, the oldest first."""

    reason: Reason
    clients: Sequence[Client]


class Duplicates(msgspec.Struct, frozen=True):
    """The first groups, and how many there are in all."""

    groups: list[DuplicateGroup]
    count: int

    @classmethod
    def of(cls, cards: Iterable[DuplicateCard]) -> "Duplicates":
        """Return the groups of cards that come in their order."""
        found = list(cards)
        groups = [
            DuplicateGroup(reason, list(alike))
            for (reason, _), alike in groupby(found, lambda card: (card.reason, card.group))
        ]
        return cls(groups, found[0].groups if found else 0)
