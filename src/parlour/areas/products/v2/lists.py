"""The queries of products and categories of API v2, and the ids in addresses."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from parlour.http.cursors import Cursor
from parlour.http.fields import Id, IdOrZero
from parlour.http.path_parts import PathPart
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.v2_envelope import MAX_LIMIT, Limit

ProductInPath = Annotated[int, PathPart("Product", "The product.", 501)]
ProductCategoryInPath = Annotated[int, PathPart("Category", "The category.", 14)]
SHORTEST_TERM = 2

Relation = Literal["loyalty_abonement_type", "loyalty_certificate_type", "mark_settings"]
OfMany = Literal[Relation, "actual_cost"]
OfOne = Literal[Relation, "storage_amounts", "actual_cost"]


class ProductList(Query, frozen=True):
    """Which products are listed."""

    ids: Annotated[list[Id] | None, parameter("Only products with these ids.", [501])] = msgspec.field(
        name="filter[ids]", default=None
    )
    entity: Annotated[
        Literal["common", "loyalty_abonement", "loyalty_certificate"],
        parameter("Ordinary products, memberships or gift cards; there are none of the latter two."),
    ] = msgspec.field(name="filter[related_loyalty_entity_slug]", default="common")
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Annotated[
        list[OfMany] | None,
        parameter(
            "The related resources to include; `actual_cost` is no relation and fills the attribute.",
            ["actual_cost", "mark_settings"],
        ),
    ] = None


class ProductAutocomplete(Query, frozen=True, kw_only=True):
    """Which products are found."""

    term: Annotated[
        str,
        Meta(min_length=SHORTEST_TERM, max_length=255),
        parameter("Words of a title, or how an article or a barcode begins. Without emoji.", "argan"),
    ] = msgspec.field(name="filter[term]")
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Annotated[list[Relation] | None, parameter("The related resources to include.", ["mark_settings"])] = None


class ProductDetails(Query, frozen=True):
    """What a product is shown with."""

    include: Annotated[
        list[OfOne] | None,
        parameter(
            "The related resources to include; `actual_cost` is no relation and fills the attribute.",
            ["actual_cost", "mark_settings", "storage_amounts"],
        ),
    ] = None


class StorageAmounts(Query, frozen=True):
    """What amounts are shown with."""

    include: Annotated[list[Literal["storage"]] | None, parameter("The related resources to include.", ["storage"])] = (
        None
    )


CategoryInclude = Annotated[
    list[Literal["child_categories", "goods"]] | None,
    parameter(
        f"The direct children to include; of `goods` the first {MAX_LIMIT} of each category.",
        ["child_categories", "goods"],
    ),
]


class CategoryList(Query, frozen=True):
    """Which categories are listed, and with what."""

    parent_id: Annotated[
        IdOrZero, parameter("The direct children of this category; 0 for the roots of the tree.", 3)
    ] = msgspec.field(name="filter[parent_category_id]", default=0)
    include: CategoryInclude = None


class CategoryDetails(Query, frozen=True):
    """What a category is shown with."""

    include: CategoryInclude = None
