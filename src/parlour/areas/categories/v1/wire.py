"""Categories on the v1 wire."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.categories import model
from parlour.http.fields import IdOrZero, LongText, ShortText, Title
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter
from parlour.http.wire import mapped, says

TITLE = says("The name of the category.", "Shampoos", "Conditioners")
CategoryId = Annotated[int, says("The category.", 14, 15)]
ParentId = Annotated[int | None, says("The category above; null for a root.", 3, of="parent_id")]


CategoryInPath = Annotated[int, PathPart("Category", "The category.", 14)]
ParentCategoryInPath = Annotated[int, PathPart("Category", "The category above; 0 for the roots of the tree.", 3)]


class CategoriesById(Query, frozen=True):
    """Which categories are listed."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "location_id": "ids",
        "category_id": "ids",
        "category_ids": "ids",
        "id": "ids",
    }
    ids: Annotated[list[int] | None, parameter("The categories to return; unknown ids are ignored.", [14, 15])] = None


class CategoryForm(msgspec.Struct):
    """The fields of a new or changed category."""

    title: Annotated[Title, TITLE]
    parent_category_id: Annotated[
        IdOrZero | UnsetType | None, says("The parent category; 0 or null for a root.", 3)
    ] = UNSET
    article: Annotated[ShortText | UnsetType, says("Your own code; searches find it.", "SH")] = UNSET
    comment: Annotated[LongText | UnsetType, says("A note for the team.", "For retail")] = UNSET

    def to_new(self) -> model.NewCategory:
        return model.NewCategory(self.title, self.parent_category_id or None, self.article or "", self.comment or "")

    def to_patch(self) -> model.CategoryPatch:
        """Return the patch. A parent of 0 or null makes the category a root."""
        return model.CategoryPatch(
            title=self.title,
            parent_id=UNSET if self.parent_category_id is UNSET else self.parent_category_id or None,
            article=self.article,
            comment=self.comment,
        )


class Category(msgspec.Struct, frozen=True):
    """A category after a change."""

    id: CategoryId
    title: Annotated[str, TITLE]
    parent_category_id: ParentId

    from_model = mapped(model.Category)


class CategoryRow(msgspec.Struct, frozen=True):
    """A category in a list."""

    id: CategoryId
    title: Annotated[str, TITLE]
    parent_category_id: ParentId
    is_chain: Annotated[bool, says("It belongs to the chain and shows in all its locations.", False, True)]

    from_model = mapped(model.Category)
