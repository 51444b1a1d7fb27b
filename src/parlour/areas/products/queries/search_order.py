"""Places in the order of a search, so that a page can begin after any of them.

The database finds the rows after a place: search_products_behind (migration 0014), in the order of search_products.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.stretch import Number, Stretch, Text

Fit = Annotated[int, Meta(ge=0, le=6)]
Flag = Annotated[int, Meta(ge=0, le=1)]


class ProductPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place among products: how well the term matches, then code or title, then the id."""

    fit: Fit
    key: Text
    id: Number


class NodePlace(msgspec.Struct, frozen=True, array_like=True):
    """A place in a search of the tree: items with exactly this code come first, then categories, then products."""

    part: Flag
    kind: Flag
    fit: Fit
    key: Text
    id: Number


def place_args(stretch: Stretch[ProductPlace] | Stretch[NodePlace], parts: int) -> tuple[int | str, ...]:
    """Return the parts of a place for a statement; for the beginning, values that are before all places."""
    return msgspec.structs.astuple(stretch.after) if stretch.after else (*[-1] * (parts - 2), "", 0)
