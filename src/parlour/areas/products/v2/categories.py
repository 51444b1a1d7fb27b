"""Categories with what is below them (tag Products of API v2)."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories import model
from parlour.areas.categories import queries as category_queries
from parlour.areas.categories import service as category_service
from parlour.areas.categories.refusals import NO_PARENT_OF_LIST
from parlour.areas.categories.v2 import wire
from parlour.areas.products.queries import lists as product_queries
from parlour.areas.products.v2 import lists
from parlour.areas.products.v2 import wire as products_wire
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import (
    MAX_LIMIT,
    Included,
    Related,
    Resource,
    Single,
    ToMany,
    included,
    single,
    to_many,
)

operations = Operations(B2B_V2, "Products")

# The category of the example has no categories below it.
RELATIONS: dict[str, type[msgspec.Struct] | None] = {"child_categories": wire.Category, "goods": products_wire.Product}

Below = dict[int | None, list[Resource]]
"""What is directly below each category, by the id of the category."""


@operations.get(
    "/api/v2/locations/{location_id}/product_categories",
    "list_product_categories",
    Permission.INVENTORY_VIEW,
    refuses=(NO_PARENT_OF_LIST,),
    includes=RELATIONS,
)
async def list_product_categories(ctx: Reading, query: lists.CategoryList) -> Related[list[wire.Category]]:
    """List the categories below a category

    The direct children, sorted by title, or the roots.
    """
    categories = await category_service.list_children(ctx.conn, ctx.tenant, query.parent_id)
    return Related(*await _with_related(ctx.conn, ctx.tenant, categories, frozenset(query.include or ())))


@operations.get(
    "/api/v2/locations/{location_id}/product_categories/{product_category_id}",
    "get_product_category",
    Permission.INVENTORY_VIEW,
    includes=RELATIONS,
)
async def get_product_category(
    ctx: Reading, product_category_id: lists.ProductCategoryInPath, query: lists.CategoryDetails
) -> Single[wire.Category]:
    """Get a category

    With its direct children, if `include` names them.
    """
    category = await category_service.get_category(ctx.conn, ctx.tenant, product_category_id)
    (row,), related = await _with_related(ctx.conn, ctx.tenant, [category], frozenset(query.include or ()))
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
    for product in await product_queries.list_products_of_categories(conn, tenant, ids, MAX_LIMIT):
        below[product.category_id].append(products_wire.Product.from_model(product, tenant, frozenset()))
    return below


def _relation(below: Below | None, category: model.Category) -> ToMany | UnsetType:
    return UNSET if below is None else to_many(below[category.id])
