"""Categories of products (tag Products)."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories import model, queries, service
from parlour.areas.categories.v1 import wire
from parlour.db.pool import Connection
from parlour.errors import Conflict, Fault, Invalid, NotFound
from parlour.http.body import Body
from parlour.http.json import JSONAnswer
from parlour.http.openapi import Refusal, ignored, no_right_in_chain
from parlour.http.optional_ids import without_last_id
from parlour.http.preconditions import IfMatch, expected_revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, counted, tagged
from parlour.ids import MAX_ID

PRODUCTS = ["Products"]
Rows = CountedAnswer[list[wire.CategoryRow]]

NO_PARENT = Refusal("no_parent_category", "There is no such category to put it under.", NotFound("Parent category"))
TOO_DEEP = Refusal(
    "too_deep",
    "The tree would have more levels than it may.",
    Invalid([Fault("parent_category_id", f"Categories can be at most {model.MAX_DEPTH} levels deep.")]),
)
INSIDE_ITSELF = Refusal(
    "inside_itself",
    "The new parent is the category itself or lies below it.",
    Invalid([Fault("parent_category_id", "A category can't be put inside itself.")]),
)
NOT_EMPTY = Refusal(
    "not_empty",
    "It still holds something.",
    Conflict(f"The category still holds {model.Contents(2, 3)}. Move or delete them first."),
)


@get(
    "/api/v1/company/{location_id:int}/goods_categories/{parent_category_id:int}",
    operation_id="get_product_category_list",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
)
async def get_product_category_list(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], parent_category_id: FromPath[int]
) -> Rows:
    """List the categories below a category

    Those right below it, by title; 0 gives the roots, and so does the address without an id.
    """
    return _rows(await service.list_children(conn, tenant, parent_category_id))


@get(
    "/api/v1/goods_categories/{location_id:int}/{category_id:int}",
    operation_id="deprecated_get_product_category_list",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    deprecated=True,
)
async def deprecated_get_product_category_list(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], category_id: FromPath[int]
) -> Rows:
    """List the categories below a category (older address)

    The same as `/company/{location_id}/goods_categories/{parent_category_id}`, which new clients should use.
    """
    return _rows(await service.list_children(conn, tenant, category_id))


@get(
    "/api/v1/goods_categories/multiple/{location_id:int}",
    operation_id="get_product_category_list_by_ids",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    query_aliases={"location_id": "ids", "category_id": "ids", "category_ids": "ids", "id": "ids"},
    extra_query=ignored(
        "Another name of `ids`, the one that the contract documents (Q-003).", {"location_id": [14, 15]}
    ),
)
async def get_product_category_list_by_ids(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    ids: Annotated[
        list[int] | None,
        QueryParameter(
            description="Categories to show; unknown ones are left out.", examples=[Example(value=[14, 15])]
        ),
    ] = None,
) -> Rows:
    """List categories by their ids

    In the order of the ids; without any ids, all categories.
    """
    if not ids:
        return _rows(await queries.list_categories(conn, tenant))
    return _rows(await queries.list_categories_by_ids(conn, tenant, [id_ for id_ in ids if abs(id_) <= MAX_ID]))


@post(
    "/api/v1/goods_categories/{location_id:int}",
    operation_id="create_product_category",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_MANAGE,
    refuses=(NO_PARENT, TOO_DEEP),
)
async def create_product_category(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], data: Body[wire.CategoryForm]
) -> JSONAnswer[Answer[wire.Category]]:
    """Create a category

    It belongs to the location. A tree may be up to 16 levels deep.
    """
    category = await service.create_category(conn, tenant, data.accept().to_new())
    return tagged(wire.Category.from_model(category), category.revision)


@put(
    "/api/v1/goods_categories/{location_id:int}/{category_id:int}",
    operation_id="update_product_category",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_MANAGE,
    refuses=(no_right_in_chain(Permission.PRODUCTS_MANAGE), NO_PARENT, TOO_DEEP, INSIDE_ITSELF),
)
async def update_product_category(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    category_id: FromPath[int],
    data: Body[wire.CategoryForm],
    if_match: IfMatch = None,
) -> JSONAnswer[Answer[wire.Category]]:
    """Change a category

    Fields that are left out keep their values. It can be moved to another parent, but not into itself.
    """
    category = await service.lock_category(conn, tenant, category_id, expected_revisions(if_match))
    changed = await service.update_category(conn, tenant, category, data.accept().to_patch())
    return tagged(wire.Category.from_model(changed), changed.revision)


@delete(
    "/api/v1/goods_categories/{location_id:int}/{category_id:int}",
    operation_id="delete_product_category",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_MANAGE,
    refuses=(no_right_in_chain(Permission.PRODUCTS_MANAGE), NOT_EMPTY),
)
async def delete_product_category(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    category_id: FromPath[int],
    if_match: IfMatch = None,
) -> None:
    """Delete a category

    Only an empty one; otherwise the answer says how much it still holds.
    """
    await service.delete_category(conn, tenant, category_id, expected_revisions(if_match))


def _rows(categories: list[model.Category]) -> Rows:
    return counted([wire.CategoryRow.from_model(category) for category in categories], len(categories))


HANDLERS = [
    get_product_category_list,
    without_last_id(get_product_category_list),
    deprecated_get_product_category_list,
    without_last_id(deprecated_get_product_category_list),
    get_product_category_list_by_ids,
    create_product_category,
    update_product_category,
    delete_product_category,
]
