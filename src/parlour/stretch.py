"""Which rows of a list a page asks for: so many, behind a place in the order of the list.

An order is total: it ends in an id. A place is what a row is ordered by, so it lies where the row was even when that is
gone. Places come from clients, too (`http/cursors.py`): whatever one says, it is no more than a place.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from parlour.ids import MAX_ID

P = TypeVar("P")

# What a place may hold, so that PostgreSQL takes each.
Number = Annotated[int, Meta(ge=0, le=MAX_ID)]
Text = Annotated[str, Meta(max_length=160, pattern=r"^[^\x00]*$")]


class Stretch(msgspec.Struct, Generic[P], frozen=True):
    """At most `limit` rows behind a place, `offset` of them passed over; without a place from the first row on."""

    after: P | None
    limit: int
    offset: int = 0


class IdPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list that is ordered by ids."""

    id: Number


class MomentPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list that is ordered by moments, and by ids where these are the same."""

    at: Annotated[datetime, Meta(tz=True)]
    id: Number

    def __post_init__(self) -> None:
        if self.at.utcoffset():
            raise ValueError("A moment of another zone may lie beyond the calendar of this one.")


def after_id(stretch: Stretch[IdPlace]) -> int:
    """The id that all rows of a stretch are above."""
    return stretch.after.id if stretch.after else 0
