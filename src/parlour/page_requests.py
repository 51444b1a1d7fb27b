"""Which rows of a list a page needs: a number of rows after a place in the order of the list.

An order is total: it ends with an id. A place consists of the values that a row is ordered by, so it is still valid
when the row is gone. Places come from clients, too (`http/cursors.py`): whatever the values are, they are nothing more
than a place.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from parlour.ids import MAX_ID

P = TypeVar("P")

# Limits for the values of a place, so that PostgreSQL accepts them.
Number = Annotated[int, Meta(ge=0, le=MAX_ID)]
Text = Annotated[str, Meta(max_length=160, pattern=r"^[^\x00]*$")]


class Stretch(msgspec.Struct, Generic[P], frozen=True):
    """At most `limit` rows after a place, with `offset` rows skipped; without a place, from the first row on."""

    after: P | None
    limit: int
    offset: int = 0


class IdPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list that is ordered by ids."""

    id: Number


class MomentPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list that is ordered by moments, and by ids for equal moments."""

    at: Annotated[datetime, Meta(tz=True)]
    id: Number

    def __post_init__(self) -> None:
        if self.at.utcoffset():
            raise ValueError("A moment of another zone may lie beyond the calendar of this one.")


def after_id(stretch: Stretch[IdPlace]) -> int:
    """Return the id after which the rows of a stretch begin."""
    return stretch.after.id if stretch.after else 0
