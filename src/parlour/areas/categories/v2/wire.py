"""Categories on the v2 wire."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.categories import model
from parlour.http.v2_envelope import ToMany, example_of_many, resource_type
from parlour.http.wire import says


class CategoryAttributes(msgspec.Struct, frozen=True):
    """What is known of a category."""

    title: Annotated[str, says("The name.", "Shampoos")]
    is_chain: Annotated[bool, says("It belongs to the chain and shows in all its locations.", False)]
    parent_category_id: Annotated[int | None, says("The category above; null for a root.", 3)]


class CategoryRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """The direct children of a category, as far as `include` names them."""

    child_categories: ToMany | UnsetType = UNSET
    goods: Annotated[ToMany, example_of_many("good", "501")] | UnsetType = UNSET


class Category(msgspec.Struct, frozen=True):
    """A category of products."""

    type: Annotated[Literal["good_category"], resource_type("good_category")]
    id: Annotated[str, says("The category, as a text.", "14")]
    attributes: CategoryAttributes
    relationships: CategoryRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, category: model.Category, relationships: CategoryRelationships | UnsetType = UNSET
    ) -> "Category":
        attributes = CategoryAttributes(category.title, category.is_chain, category.parent_id)
        return cls("good_category", str(category.id), attributes, relationships)
