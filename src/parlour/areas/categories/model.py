"""A category: a node of the product tree."""

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.categories import refusals

MAX_DEPTH = 16


class Category(msgspec.Struct, frozen=True):
    """A category. Without a location it belongs to the chain and is visible in all its locations."""

    id: int
    location_id: int | None
    parent_id: int | None
    title: str
    article: str
    comment: str
    revision: int

    @property
    def is_chain(self) -> bool:
        return self.location_id is None


class NewCategory(msgspec.Struct, frozen=True):
    """The fields of a new category; without a parent it is a root."""

    title: str
    parent_id: int | None
    article: str
    comment: str


class CategoryPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a category; UNSET keeps the current value."""

    title: str | UnsetType = UNSET
    parent_id: int | UnsetType | None = UNSET
    article: str | UnsetType = UNSET
    comment: str | UnsetType = UNSET


class Contents(msgspec.Struct, frozen=True):
    """The numbers of items that a category contains directly."""

    categories: int
    products: int

    def __bool__(self) -> bool:
        return bool(self.categories or self.products)

    def __str__(self) -> str:
        parts = [(self.categories, "category", "categories"), (self.products, "product", "products")]
        return " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)


class Position(msgspec.Struct, frozen=True):
    """A possible new position of a category: the depth of the parent and the height of the branch that moves."""

    parent_depth: int
    branch_height: int
    is_inside_itself: bool

    def check(self) -> None:
        """Raise `Invalid` for a loop or a tree deeper than `MAX_DEPTH`."""
        if self.is_inside_itself:
            raise refusals.INSIDE_ITSELF.error("parent_id")
        if self.parent_depth + self.branch_height > MAX_DEPTH:
            raise refusals.TOO_DEEP.error("parent_id", MAX_DEPTH)
