"""Categories on the v2 wire."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.categories import model
from parlour.http.v2_envelope import ToMany, kind, many_such_as


class CategoryAttributes(msgspec.Struct, frozen=True):
    """What is known of a category."""

    title: Annotated[str, Meta(description="What it is called.", examples=["Shampoos"])]
    is_chain: Annotated[
        bool, Meta(description="It belongs to the chain and shows in all its locations.", examples=[False])
    ]
    parent_category_id: Annotated[int | None, Meta(description="The category above; null for a root.", examples=[3])]


class CategoryRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What lies right below a category, as far as `include` names it."""

    child_categories: ToMany | UnsetType = UNSET
    goods: Annotated[ToMany, many_such_as("good", "501")] | UnsetType = UNSET


class Category(msgspec.Struct, frozen=True):
    """A category of products."""

    type: Annotated[Literal["good_category"], kind("good_category")]
    id: Annotated[str, Meta(description="The category, as a text.", examples=["14"])]
    attributes: CategoryAttributes
    relationships: CategoryRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, category: model.Category, relationships: CategoryRelationships | UnsetType = UNSET
    ) -> "Category":
        attributes = CategoryAttributes(category.title, category.is_chain, category.parent_id)
        return cls("good_category", str(category.id), attributes, relationships)
