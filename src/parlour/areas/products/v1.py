"""Products and the product tree (tag Products). Categories have handlers of their own, in areas/categories."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories.service import get_category
from parlour.areas.folding import fold
from parlour.areas.products import queries, service, tree, v1_wire
from parlour.areas.products.model import ProductFilter, References, TreeNode
from parlour.db.pool import Connection
from parlour.errors import Conflict, Fault, Forbidden, Invalid
from parlour.http.body import Body, Submitted
from parlour.http.dates import Instant
from parlour.http.json import JSONAnswer
from parlour.http.openapi import Refusal, heard, no_right_in_chain
from parlour.http.paging import Page, id_parameter, offset_of
from parlour.http.preconditions import IfMatch, expected_revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted, tagged

PRODUCTS = ["Products"]
MAX_FOUND = 100
A_DAY = "2026-01-31T18:30:00-05:00"
# Parameters of lists that clients send when they ask for one product, each with an example.
LIST_PARAMETERS: dict[str, object] = {
    "term": "argan",
    "page": 1,
    "count": 25,
    "category_id": 14,
    "changed_after": A_DAY,
    "changed_before": A_DAY,
}
HAS_MOVEMENTS = Refusal(
    "has_movements",
    "The units of a product with stock movements were to change; it comes once stock is kept.",
    Conflict("The product has stock movements: say in correction_rules what becomes of them."),
)
NO_RIGHT_TO_FIELDS = Refusal(
    "no_right_to_fields",
    "The user may change products, but not these fields.",
    Forbidden(
        f"You lack the right {Permission.PRODUCT_PRICE.value}, {Permission.PRODUCT_COST_PRICE.value} in this location."
    ),
)
UNKNOWN_REFERENCES = Refusal(
    "unknown_references",
    "The category and the units are not there.",
    Invalid([Fault(*unknown) for unknown in v1_wire.UNKNOWN.values()]),
)

Term = Annotated[
    str | None,
    QueryParameter(
        max_length=255,
        description="Part of a title, or how an article or a barcode begins.",
        examples=[Example(value="argan")],
    ),
]


def _moment(description: str) -> QueryParameter:
    return QueryParameter(
        description=f"{description} ISO 8601; without an offset in the location's time.",
        schema_extra={"type": "string", "format": "date-time"},
        examples=[Example(value=A_DAY)],
    )


@get(
    "/api/v1/goods/search/{location_id:int}",
    operation_id="search_product",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    query_aliases={"search_term": "term", "max_count": "count"},
)
async def search_product(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    term: Term = None,
    count: Annotated[int, QueryParameter(ge=1, description="How many at most; more than 100 means 100.")] = 25,
) -> CountedAnswer[list[v1_wire.TreeElement]]:
    """Search the product tree

    Categories that fit first, then products, until `count` is full. Without a term: the root categories, whatever
    the count. Case, accents and width don't matter. `search_term` and `max_count` are heard too.
    """
    folded = fold(term or "")
    if folded:
        nodes = await tree.search_tree(conn, tenant, folded, min(count, MAX_FOUND))
    else:
        nodes = await tree.list_root_nodes(conn, tenant)
    return counted([v1_wire.TreeElement.from_model(node) for node in nodes], len(nodes))


@get(
    "/api/v1/goods/category_node/{location_id:int}/{category_id:int}",
    operation_id="get_product_category_composition",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
)
async def get_product_category_composition(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    category_id: FromPath[int],
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=1000, description="Children on a page.")] = 1000,
) -> JSONAnswer[Answer[v1_wire.CategoryNode]]:
    """Get a category with its children

    What lies right below it: categories, then products, by title within each.
    """
    category = await get_category(conn, tenant, category_id)
    children = await tree.list_child_nodes(conn, tenant, category_id, count, offset_of(page, count))
    element = v1_wire.TreeElement.from_model(
        TreeNode(category.parent_id, None, category.id, category.title, category.is_chain)
    )
    node = v1_wire.CategoryNode(
        **{name: getattr(element, name) for name in element.__struct_fields__},
        children=[v1_wire.TreeElement.from_model(child) for child in children],
        children_count=await tree.count_child_nodes(conn, tenant, category_id),
    )
    return tagged(node, category.revision)


@get(
    "/api/v1/goods/{location_id:int}",
    operation_id="get_products_list",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
)
async def get_products_list(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    term: Term = None,
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=1000, description="Products on a page.")] = 25,
    category_id: Annotated[
        int | None, id_parameter("Of this category itself, not of those below; 0 for all.", 14, low=0)
    ] = None,
    changed_after: Annotated[Instant | None, _moment("Changed at this moment or later.")] = None,
    changed_before: Annotated[Instant | None, _moment("Changed before this moment.")] = None,
) -> Answer[list[v1_wire.Product]]:
    """List products

    What the location sees, its own products and the chain's, in the order of their ids.
    """
    offset = offset_of(page, count)
    if not (term or category_id or changed_after or changed_before):
        products = await queries.list_products(conn, tenant, count, offset)
    else:
        after = changed_after.at(tenant.timezone) if changed_after else None
        before = changed_before.at(tenant.timezone) if changed_before else None
        shown = ProductFilter(fold(term or ""), category_id or None, after, before)
        products = await queries.filter_products(conn, tenant, shown, count, offset)
    return answer([v1_wire.Product.from_model(product, tenant) for product in products])


@get(
    "/api/v1/goods/{location_id:int}/{product_id:int}",
    operation_id="get_product",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    extra_query=heard("For lists; without effect on one product.", LIST_PARAMETERS),
)
async def get_product(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], product_id: FromPath[int]
) -> JSONAnswer[Answer[v1_wire.Product]]:
    """Get a product

    With an ETag to change it safely.
    """
    product = await service.get_product(conn, tenant, product_id)
    return tagged(v1_wire.Product.from_model(product, tenant), product.revision)


@post(
    "/api/v1/goods/{location_id:int}",
    operation_id="create_product",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_CREATE,
    refuses=(UNKNOWN_REFERENCES,),
)
async def create_product(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], data: Body[v1_wire.ProductForm]
) -> JSONAnswer[Answer[v1_wire.Product]]:
    """Create a product

    It belongs to the location.
    """
    product = None if data.faults else await queries.create_product(conn, tenant, data.accept().to_fields())
    if product is None:
        raise Invalid(await _faults(conn, tenant, data, for_chain=False))
    return tagged(v1_wire.Product.from_model(product, tenant), product.revision)


@put(
    "/api/v1/goods/{location_id:int}/{product_id:int}",
    operation_id="update_product",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_UPDATE,
    refuses=(NO_RIGHT_TO_FIELDS, no_right_in_chain(Permission.PRODUCTS_UPDATE), HAS_MOVEMENTS, UNKNOWN_REFERENCES),
)
async def update_product(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    product_id: FromPath[int],
    data: Body[v1_wire.ProductChange],
    if_match: IfMatch = None,
) -> JSONAnswer[Answer[v1_wire.Product]]:
    """Change a product

    Fields that are left out keep their values. Beside the right to change products, each kind of field that really
    changes needs a right of its own; a refusal names those that are missing.
    """
    expected = expected_revisions(if_match)
    product = await service.lock_product(conn, tenant, product_id, Permission.PRODUCTS_UPDATE, expected)
    changed = None if data.faults else await service.change_product(conn, tenant, product, data.accept().to_patch())
    if changed is None:
        raise Invalid(await _faults(conn, tenant, data, for_chain=product.is_chain))
    return tagged(v1_wire.Product.from_model(changed, tenant), changed.revision)


@delete(
    "/api/v1/goods/{location_id:int}/{product_id:int}",
    operation_id="delete_product",
    tags=PRODUCTS,
    permission=Permission.PRODUCTS_DELETE,
    refuses=(no_right_in_chain(Permission.PRODUCTS_DELETE),),
)
async def delete_product(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    product_id: FromPath[int],
    if_match: IfMatch = None,
) -> None:
    """Delete a product

    It disappears from every list; its history stays, and its article and barcode may be used again.
    """
    await service.delete_product(conn, tenant, product_id, expected_revisions(if_match))


async def _faults(
    conn: Connection, tenant: Tenant, data: Submitted[v1_wire.ProductForm], *, for_chain: bool
) -> list[Fault]:
    """All that is wrong with a body: its own faults, and what it refers to in vain."""
    references = References(
        *(_or_none(data.given(name)) for name in ("category_id", "sale_unit_id", "service_unit_id"))
    )
    unknown = await queries.find_unknown_references(conn, tenant, references, for_chain=for_chain)
    return [*data.faults, *(Fault(*v1_wire.UNKNOWN[name]) for name in unknown)]


def _or_none(given: int | UnsetType) -> int | None:
    return None if given is UNSET else given


HANDLERS = [
    search_product,
    get_product_category_composition,
    get_products_list,
    get_product,
    create_product,
    update_product,
    delete_product,
]
