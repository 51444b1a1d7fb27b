"""Products, units and stock in storages (tag Products of API v2). Categories have a module of their own."""

from collections.abc import Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.folding import fold
from parlour.areas.products import refusals
from parlour.areas.products.model.emoji import contains_emoji
from parlour.areas.products.model.products import Product
from parlour.areas.products.queries import lists as queries
from parlour.areas.products.queries import units
from parlour.areas.products.queries.search_order import ProductSortKey
from parlour.areas.products.service import products as service
from parlour.areas.products.v2 import lists, wire
from parlour.areas.stock.queries.balances import list_balances
from parlour.errors import Fault, Invalid
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v2_envelope import (
    Listed,
    Paged,
    Pagination,
    Related,
    Single,
    included,
    paged,
    single,
)
from parlour.page_requests import IdSortKey

operations = Operations(B2B_V2, "Products", "Products that are sold or used up, and the tree of their categories.")

# There are no memberships and gift cards yet, and the example has no marks.
RELATIONS = {"loyalty_abonement_type": None, "loyalty_certificate_type": None, "mark_settings": None}


@operations.get("/api/v2/locations/{location_id}/units", "list_product_units", Permission.INVENTORY_VIEW)
async def list_product_units(ctx: Reading) -> Listed[list[wire.Unit]]:
    """List units

    The units in which products are sold and used up. They are the same in all locations.
    """
    return Listed([wire.Unit.from_model(unit) for unit in await units.list_units(ctx.conn)])


@operations.get(
    "/api/v2/locations/{location_id}/products", "list_products", Permission.INVENTORY_VIEW, includes=RELATIONS
)
async def list_products(ctx: Reading, query: lists.ProductList, pages: Pages) -> Paged[list[wire.Product]]:
    """List products

    Products of the location and of its chain, sorted by id. Unknown ids are ignored.
    """
    page = pages.rows(IdSortKey)
    is_there = query.entity == "common"
    found = await queries.list_products(ctx.conn, ctx.tenant, query.ids, page) if is_there else []
    return _page(pages.cut(found, queries.sort_key_of), ctx.tenant, frozenset(query.include or ()), pages)


@operations.get(
    "/api/v2/locations/{location_id}/products/autocomplete",
    "autocomplete_products",
    Permission.INVENTORY_VIEW,
    refuses=(refusals.EMOJI,),
    includes=RELATIONS,
)
async def autocomplete_products(
    ctx: Reading, query: lists.ProductAutocomplete, pages: Pages
) -> Paged[list[wire.Product]]:
    """Find products by a few letters

    All words must occur in the title, in any order, or an article or barcode must begin with the term. The exact
    article or barcode comes first, then codes that begin with the term, then titles: those that begin with it, those
    with the words side by side, and the others. Case, accents, width and variants of characters don't matter.
    """
    if contains_emoji(query.term):
        raise refusals.EMOJI.error()
    folded = fold(query.term)
    if len(query.term.strip()) < lists.SHORTEST_TERM or not folded:
        raise Invalid([Fault("filter[term]", f"Must be at least {lists.SHORTEST_TERM} characters long.")])
    page = pages.rows(ProductSortKey)
    found: Sequence[Product]
    if pages.is_by_cursor:
        behind = pages.cut(
            await queries.search_products_after(ctx.conn, ctx.tenant, folded, page), queries.sort_key_in_search
        )
        found = behind
    else:
        found = await queries.search_products(ctx.conn, ctx.tenant, folded, pages.limit, pages.passed)
    return _page(found, ctx.tenant, frozenset(query.include or ()), pages)


@operations.get(
    "/api/v2/locations/{location_id}/products/{product_id}",
    "get_product",
    Permission.INVENTORY_VIEW,
    includes={**RELATIONS, "storage_amounts": wire.StorageAmount},
)
async def get_product(
    ctx: Reading, product_id: lists.ProductInPath, query: lists.ProductDetails
) -> Single[wire.Product]:
    """Get a product

    With the amount in each storage of the location, if `include` names `storage_amounts`.
    """
    wanted = frozenset(query.include or ())
    product = await service.get_product(ctx.conn, ctx.tenant, product_id)
    balances = await list_balances(ctx.conn, ctx.tenant, product_id) if "storage_amounts" in wanted else []
    amounts = [wire.StorageAmount.from_model(product_id, balance) for balance in balances]
    return single(
        wire.Product.from_model(product, ctx.tenant, wanted, amounts),
        wire.included_for([product], wanted, amounts),
    )


@operations.get(
    "/api/v2/locations/{location_id}/products/{product_id}/storage_amounts",
    "list_product_storage_amounts",
    Permission.INVENTORY_VIEW,
    includes={"storage": wire.Storage},
)
async def list_product_storage_amounts(
    ctx: Reading, product_id: lists.ProductInPath, query: lists.StorageAmounts
) -> Related[list[wire.StorageAmount]]:
    """List the stock of a product by storage

    A row for each storage of the location that the user may see, also for those that never had any.
    """
    await service.get_product(ctx.conn, ctx.tenant, product_id)
    balances = await list_balances(ctx.conn, ctx.tenant, product_id)
    if not query.include:
        return Related([wire.StorageAmount.from_model(product_id, balance) for balance in balances])
    pairs = [(balance, wire.Storage.from_model(balance)) for balance in balances]
    return Related(
        [wire.StorageAmount.from_model(product_id, balance, storage) for balance, storage in pairs],
        included(storage for _, storage in pairs),
    )


def _page(found: Sequence[Product], tenant: Tenant, include: frozenset[str], pages: Pages) -> Paged[list[wire.Product]]:
    rows = [wire.Product.from_model(product, tenant, include) for product in found]
    pagination = Pagination(pages.number, pages.passed, pages.limit)
    return paged(rows, wire.included_for(found, include), pagination, pages.next_cursor)
