"""Categories on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.categories import model
from parlour.http.fields import IdOrZero, LongText, ShortText, Title

ParentId = Annotated[
    IdOrZero | UnsetType | None, Meta(description="The category above; 0 or null for none.", examples=[3])
]


class CategoryForm(msgspec.Struct):
    """What a category is made from, or changed to."""

    title: Annotated[Title, Meta(examples=["Shampoos"])]
    parent_category_id: ParentId = UNSET
    article: Annotated[ShortText | UnsetType, Meta(description="An article code.", examples=["SH"])] = UNSET
    comment: Annotated[LongText | UnsetType, Meta(examples=["For retail"])] = UNSET

    def to_new(self) -> model.NewCategory:
        return model.NewCategory(self.title, self.parent_category_id or None, self.article or "", self.comment or "")

    def to_patch(self) -> model.CategoryPatch:
        """A parent of 0 or null moves to the roots."""
        return model.CategoryPatch(
            title=self.title,
            parent_id=UNSET if self.parent_category_id is UNSET else self.parent_category_id or None,
            article=self.article,
            comment=self.comment,
        )


class Category(msgspec.Struct, frozen=True):
    """A category after a change."""

    id: Annotated[int, Meta(examples=[14])]
    title: Annotated[str, Meta(examples=["Shampoos"])]
    parent_category_id: Annotated[int | None, Meta(description="Null for a root.", examples=[3])]

    @classmethod
    def from_model(cls, category: model.Category) -> "Category":
        return cls(category.id, category.title, category.parent_id)


class CategoryRow(msgspec.Struct, frozen=True):
    """A category in a list."""

    id: Annotated[int, Meta(examples=[14])]
    title: Annotated[str, Meta(examples=["Shampoos"])]
    parent_category_id: Annotated[int | None, Meta(description="Null for a root.", examples=[3])]
    is_chain: Annotated[bool, Meta(description="It belongs to the whole chain.", examples=[False])]

    @classmethod
    def from_model(cls, category: model.Category) -> "CategoryRow":
        return cls(category.id, category.title, category.parent_id, category.is_chain)
