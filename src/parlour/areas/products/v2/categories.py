"""Categories with what is below them (tag Products of API v2)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories import model
from parlour.areas.categories import queries as category_queries
from parlour.areas.categories import service as category_service
from parlour.areas.categories.v2 import wire
from parlour.areas.products.queries import related as related_queries
from parlour.areas.products.v2 import wire as products_wire
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.openapi import Refusal
from parlour.http.v2_envelope import (
    MAX_LIMIT,
    Included,
    Related,
    Resource,
    Single,
    ToMany,
    include_parameter,
    included,
    single,
    to_many,
)
from parlour.ids import MAX_ID

PRODUCTS = ["Products"]
NO_PARENT = Refusal("no_parent_category", "There is no category with the id of the filter.", NotFound("Category"))

# The category of the example has no categories below it.
RELATIONS = {"child_categories": None, "goods": products_wire.Product}

Include = Annotated[
    list[Literal["child_categories", "goods"]] | None,
    include_parameter(
        f"What to bring along of what lies right below; of `goods` the first {MAX_LIMIT} of each category.",
        "child_categories",
        "goods",
    ),
]
Below = dict[int | None, list[Resource]]
"""What is directly below each category, by the id of the category."""


@get(
    "/api/v2/locations/{location_id:int}/product_categories",
    operation_id="v2.list_product_categories",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    refuses=(NO_PARENT,),
    includes=RELATIONS,
)
async def list_product_categories(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    parent_id: Annotated[
        int,
        QueryParameter(
            name="filter[parent_category_id]",
            ge=0,
            le=MAX_ID,
            description="Those right below this one; 0 for the roots of the tree.",
            examples=[Example(value=3)],
        ),
    ] = 0,
    include: Include = None,
) -> Related[list[wire.Category]]:
    """List the categories below a category

    Those right below it, by title, or the roots.
    """
    categories = await category_service.list_children(conn, tenant, parent_id)
    return Related(*await _with_related(conn, tenant, categories, frozenset(include or ())))


@get(
    "/api/v2/locations/{location_id:int}/product_categories/{product_category_id:int}",
    operation_id="v2.get_product_category",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    includes=RELATIONS,
)
async def get_product_category(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    product_category_id: FromPath[int],
    include: Include = None,
) -> Single[wire.Category]:
    """Get a category

    With what lies right below it, as far as `include` names it.
    """
    category = await category_service.get_category(conn, tenant, product_category_id)
    (row,), related = await _with_related(conn, tenant, [category], frozenset(include or ()))
    return single(row, related)


async def _with_related(
    conn: Connection, tenant: Tenant, categories: Sequence[model.Category], include: frozenset[str]
) -> tuple[list[wire.Category], list[Included] | UnsetType]:
    """Return the categories and what `include` names, with one statement for each kind."""
    if not include:
        return [wire.Category.from_model(category) for category in categories], UNSET
    ids = [category.id for category in categories]
    children = await _children_of(conn, tenant, ids) if "child_categories" in include else None
    goods = await _goods_of(conn, tenant, ids) if "goods" in include else None
    rows = [
        wire.Category.from_model(
            category,
            wire.CategoryRelationships(
                child_categories=_relation(children, category), goods=_relation(goods, category)
            ),
        )
        for category in categories
    ]
    found = [resource for below in (children, goods) if below for each in below.values() for resource in each]
    return rows, included(found)


async def _children_of(conn: Connection, tenant: Tenant, ids: list[int]) -> Below:
    below: Below = defaultdict(list)
    for child in await category_queries.list_children_of_all(conn, tenant, ids):
        below[child.parent_id].append(wire.Category.from_model(child))
    return below


async def _goods_of(conn: Connection, tenant: Tenant, ids: list[int]) -> Below:
    below: Below = defaultdict(list)
    for product in await related_queries.list_products_of_categories(conn, tenant, ids, MAX_LIMIT):
        below[product.category_id].append(products_wire.Product.from_model(product, tenant, frozenset()))
    return below


def _relation(below: Below | None, category: model.Category) -> ToMany | UnsetType:
    return UNSET if below is None else to_many(below[category.id])


HANDLERS = [list_product_categories, get_product_category]
