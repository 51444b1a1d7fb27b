"""Sort keys of searches, so that a page can begin after any of them.

The database finds the rows after a sort key: search_products_behind (migration 0014), in the order of search_products.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.page_requests import Number, PageRequest, Text

Fit = Annotated[int, Meta(ge=0, le=6)]
Flag = Annotated[int, Meta(ge=0, le=1)]


class ProductSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a product: how well the term matches, then code or title, then the id."""

    fit: Fit
    key: Text
    id: Number


class NodeSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a node of the tree: items with exactly this code come first, then categories, then products."""

    part: Flag
    kind: Flag
    fit: Fit
    key: Text
    id: Number


def sort_key_args(page: PageRequest[ProductSortKey] | PageRequest[NodeSortKey], parts: int) -> tuple[int | str, ...]:
    """Return the parts of a sort key for a statement; for the beginning, values that are before all sort keys."""
    return msgspec.structs.astuple(page.after) if page.after else (*[-1] * (parts - 2), "", 0)
