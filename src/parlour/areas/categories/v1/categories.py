"""Categories of products (tag Products)."""

from parlour.access.permissions import Permission
from parlour.areas.categories import model, queries, refusals, service
from parlour.areas.categories.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.query import ignored
from parlour.http.v1_envelope import Answer, CountedAnswer, counted, with_etag
from parlour.ids import MAX_ID
from parlour.refusals import NO_RIGHT_IN_CHAIN

operations = Operations(B2B_V1, "Products")
# What fields of the model are called in faults.
FAULT_NAMES = {"parent_id": "parent_category_id"}
Rows = CountedAnswer[list[wire.CategoryRow]]


@operations.get(
    "/api/v1/company/{location_id}/goods_categories/{parent_category_id}",
    "get_product_category_list",
    Permission.INVENTORY_VIEW,
    last_id_is_optional=True,
)
async def get_product_category_list(ctx: Reading, parent_category_id: wire.ParentCategoryInPath) -> Rows:
    """List the categories below a category

    The direct children, sorted by title. 0, or an address without an id, returns the roots.
    """
    return _rows(await service.list_children(ctx.conn, ctx.tenant, parent_category_id))


@operations.get(
    "/api/v1/goods_categories/{location_id}/{category_id}",
    "deprecated_get_product_category_list",
    Permission.INVENTORY_VIEW,
    last_id_is_optional=True,
    deprecated=True,
)
async def deprecated_get_product_category_list(ctx: Reading, category_id: wire.CategoryInPath) -> Rows:
    """List the categories below a category (older address)

    The same as `/company/{location_id}/goods_categories/{parent_category_id}`, which new clients should use.
    """
    return _rows(await service.list_children(ctx.conn, ctx.tenant, category_id))


@operations.get(
    "/api/v1/goods_categories/multiple/{location_id}",
    "get_product_category_list_by_ids",
    Permission.INVENTORY_VIEW,
    documented_query=ignored(
        "Another name of `ids`; the contract documents this one (Q-003).", {"location_id": [14, 15]}
    ),
)
async def get_product_category_list_by_ids(ctx: Reading, query: wire.CategoriesById) -> Rows:
    """List categories by their ids

    In the order of the ids; without any ids, all categories.
    """
    if not query.ids:
        return _rows(await queries.list_categories(ctx.conn, ctx.tenant))
    return _rows(
        await queries.list_categories_by_ids(ctx.conn, ctx.tenant, [id_ for id_ in query.ids if abs(id_) <= MAX_ID])
    )


@operations.post(
    "/api/v1/goods_categories/{location_id}",
    "create_product_category",
    Permission.PRODUCTS_MANAGE,
    refuses=(refusals.NO_PARENT, refusals.TOO_DEEP),
)
async def create_product_category(ctx: Writing, data: Body[wire.CategoryForm]) -> WithETag[Answer[wire.Category]]:
    """Create a category

    It belongs to the location. A tree may be up to 16 levels deep.
    """
    new = data.accept().to_new()
    with faults_named(FAULT_NAMES):
        category = await service.create_category(ctx.conn, ctx.tenant, new)
    return with_etag(wire.Category.from_model(category), category.revision)


@operations.put(
    "/api/v1/goods_categories/{location_id}/{category_id}",
    "update_product_category",
    Permission.PRODUCTS_MANAGE,
    refuses=(
        NO_RIGHT_IN_CHAIN.showing(Permission.PRODUCTS_MANAGE),
        refusals.NO_PARENT,
        refusals.TOO_DEEP,
        refusals.INSIDE_ITSELF,
    ),
)
async def update_product_category(
    ctx: Writing, category_id: wire.CategoryInPath, data: Body[wire.CategoryForm], if_match: Revisions
) -> WithETag[Answer[wire.Category]]:
    """Change a category

    Fields that are left out keep their values. It can be moved to another parent, but not into itself.
    """
    category = await service.lock_category(ctx.conn, ctx.tenant, category_id, if_match)
    patch = data.accept().to_patch()
    with faults_named(FAULT_NAMES):
        changed = await service.update_category(ctx.conn, ctx.tenant, category, patch)
    return with_etag(wire.Category.from_model(changed), changed.revision)


@operations.delete(
    "/api/v1/goods_categories/{location_id}/{category_id}",
    "delete_product_category",
    Permission.PRODUCTS_MANAGE,
    refuses=(NO_RIGHT_IN_CHAIN.showing(Permission.PRODUCTS_MANAGE), refusals.NOT_EMPTY),
)
async def delete_product_category(ctx: Writing, category_id: wire.CategoryInPath, if_match: Revisions) -> None:
    """Delete a category

    The category must be empty; otherwise the answer says what it contains.
    """
    await service.delete_category(ctx.conn, ctx.tenant, category_id, if_match)


def _rows(categories: list[model.Category]) -> Rows:
    return counted([wire.CategoryRow.from_model(category) for category in categories], len(categories))
