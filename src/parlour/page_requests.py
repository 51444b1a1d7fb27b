"""Which rows of a list a page needs: a number of rows after a sort key.

A sort key consists of the values that a row is ordered by. It ends with an id, so no two rows have the same one, and it
is still valid when the row is gone. Sort keys come from clients, too (`http/cursors.py`): any values are accepted, and
only compared with rows.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from parlour.ids import MAX_ID

P = TypeVar("P")

# Limits for the values of a sort key, so that PostgreSQL accepts them.
Number = Annotated[int, Meta(ge=0, le=MAX_ID)]
Text = Annotated[str, Meta(max_length=160, pattern=r"^[^\x00]*$")]


class PageRequest(msgspec.Struct, Generic[P], frozen=True):
    """At most `limit` rows after a sort key, with `offset` rows skipped; without a sort key, from the first row on."""

    after: P | None
    limit: int
    offset: int = 0


class IdSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a list that is ordered by ids."""

    id: Number


class MomentSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a list that is ordered by moments, and by ids for equal moments."""

    at: Annotated[datetime, Meta(tz=True)]
    id: Number

    def __post_init__(self) -> None:
        if self.at.utcoffset():
            raise ValueError("A moment of another zone may lie beyond the calendar of this one.")


def after_id(page: PageRequest[IdSortKey]) -> int:
    """Return the id after which the rows of a page begin."""
    return page.after.id if page.after else 0
