"""Products (tag Products). The handlers of their tree are in `tree`, those of categories in areas/categories."""

from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products import refusals
from parlour.areas.products.model.low_stock import Threshold
from parlour.areas.products.model.products import References
from parlour.areas.products.queries import products as queries
from parlour.areas.products.queries.lists import sort_key_of
from parlour.areas.products.queries.lists_with_levels import list_products
from parlour.areas.products.queries.low_stock import list_low_products
from parlour.areas.products.service import products as service
from parlour.areas.products.v1.wire import forms, lists
from parlour.areas.products.v1.wire import products as wire
from parlour.areas.products.v1.wire.low_stock import ListedProduct
from parlour.areas.stock import refusals as stock_refusals
from parlour.areas.stock.rights.limits import sees_costs
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.query import ignored
from parlour.http.v1_envelope import Answer, PageAnswer, page_answer, with_etag
from parlour.page_requests import IdSortKey
from parlour.refusals import NO_RIGHT_IN_CHAIN

operations = Operations(B2B_V1, "Products", "Products that are sold or used up, and the tree of their categories.")


@operations.get("/api/v1/goods/{location_id}", "get_products_list", Permission.INVENTORY_VIEW)
async def get_products_list(ctx: Reading, query: lists.ProductList, pages: Pages) -> PageAnswer[list[ListedProduct]]:
    """List products

    Products of the location and of its chain, sorted by id. With `below`, only products whose stock is below their
    critical or desired amount, with the amount to order of each: up to the desired amount, or up to the critical amount
    if that is larger.
    """
    conn, tenant = ctx.conn, ctx.tenant
    page, filter_ = pages.rows(IdSortKey), query.to_filter(tenant.timezone)
    if query.below:
        low = pages.cut(await list_low_products(conn, tenant, Threshold(query.below), filter_, page), sort_key_of)
        return page_answer([ListedProduct.from_low(product, tenant) for product in low], pages.next_cursor)
    products = pages.cut(await list_products(conn, tenant, filter_, page), sort_key_of)
    return page_answer(ListedProduct.from_models(products, tenant), pages.next_cursor)


@operations.get(
    "/api/v1/goods/{location_id}/{product_id}",
    "get_product",
    Permission.INVENTORY_VIEW,
    documented_query=ignored("For lists; without effect for a single product.", lists.LIST_PARAMETERS),
)
async def get_product(ctx: Reading, product_id: lists.ProductInPath) -> WithETag[Answer[wire.Product]]:
    """Get a product

    With an ETag for safe changes.
    """
    product = await service.get_product_with_levels(ctx.conn, ctx.tenant, product_id)
    return with_etag(wire.Product.from_model(product, ctx.tenant), product.revision)


@operations.post(
    "/api/v1/goods/{location_id}",
    "create_product",
    Permission.PRODUCTS_CREATE,
    refuses=(refusals.NO_RIGHT_TO_FIELDS, refusals.UNKNOWN_REFERENCES),
)
async def create_product(ctx: Writing, data: Body[forms.ProductForm]) -> WithETag[Answer[wire.Product]]:
    """Create a product

    It belongs to the location. Each optional field that is set needs the right to that field.
    """
    product = None if data.faults else await service.create_product(ctx.conn, ctx.tenant, data.accept().to_patch())
    if product is None:
        raise Invalid(await _faults(ctx.conn, ctx.tenant, data, for_chain=False))
    return with_etag(wire.Product.from_model(product, ctx.tenant), product.revision)


@operations.put(
    "/api/v1/goods/{location_id}/{product_id}",
    "update_product",
    Permission.PRODUCTS_UPDATE,
    refuses=(
        refusals.NO_RIGHT_TO_FIELDS,
        NO_RIGHT_IN_CHAIN.showing(Permission.PRODUCTS_UPDATE),
        stock_refusals.HAS_MOVEMENTS,
        stock_refusals.NO_RULE,
        refusals.UNKNOWN_REFERENCES,
    ),
)
async def update_product(
    ctx: Writing, product_id: lists.ProductInPath, data: Body[forms.ProductChange], if_match: Revisions
) -> WithETag[Answer[wire.Product]]:
    """Change a product

    Fields that are left out keep their values. In addition to the right to change products, some fields need a right of
    their own; a refusal names the missing rights. A cost price that the user may not see always needs its right; null
    keeps it.
    """
    product = await service.lock_product(ctx.conn, ctx.tenant, product_id, Permission.PRODUCTS_UPDATE, if_match)
    shown = {"cost": product.fields.price} | (
        {"actual_cost": product.fields.cost_price} if sees_costs(ctx.tenant) else {}
    )
    data = data.with_repeated(forms.ProductChange, shown)
    changed = None
    if not data.faults:
        change = data.accept()
        with faults_named({"rules": "correction_rules"}):
            changed = await service.update_product(ctx.conn, ctx.tenant, product, change.to_patch(), change.to_rules())
    if changed is None:
        raise Invalid(await _faults(ctx.conn, ctx.tenant, data, for_chain=product.is_chain))
    return with_etag(wire.Product.from_model(changed, ctx.tenant), changed.revision)


@operations.delete(
    "/api/v1/goods/{location_id}/{product_id}",
    "delete_product",
    Permission.PRODUCTS_DELETE,
    refuses=(NO_RIGHT_IN_CHAIN.showing(Permission.PRODUCTS_DELETE), stock_refusals.HAS_STOCK),
)
async def delete_product(
    ctx: Writing, product_id: lists.ProductInPath, if_match: Revisions, query: lists.ProductDeletion
) -> None:
    """Delete a product

    It is no longer listed; its history is kept, and its article and barcode may be used again. While any storage of the
    chain has stock of it, the answer is a 409 with the storages and amounts. With `force=1` it is deleted anyway: the
    stock is kept, but only the history shows it.
    """
    await service.delete_product(ctx.conn, ctx.tenant, product_id, if_match, with_stock=query.force)


async def _faults(conn: Connection, tenant: Tenant, data: Body[forms.ProductForm], *, for_chain: bool) -> list[Fault]:
    """Return all faults of a body: its own, and those of references that don't exist."""
    references = References(
        *(_or_none(data.given(name)) for name in ("category_id", "sale_unit_id", "service_unit_id"))
    )
    unknown = await queries.find_unknown_references(conn, tenant, references, for_chain=for_chain)
    return [*data.faults, *(forms.UNKNOWN[name] for name in unknown)]


def _or_none(given: int | UnsetType) -> int | None:
    return None if given is UNSET else given
