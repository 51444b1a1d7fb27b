"""Products, units and stock in storages (tag Products of API v2). Categories have a module of their own."""

from collections.abc import Sequence
from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter
from msgspec import Meta

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.folding import fold
from parlour.areas.products.model.emoji import contains_emoji
from parlour.areas.products.model.products import Product
from parlour.areas.products.queries import products, related
from parlour.areas.products.queries.search_order import ProductPlace
from parlour.areas.products.service import products as service
from parlour.areas.products.v2 import wire
from parlour.areas.stock.queries.balances import list_balances
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, Malformed
from parlour.http.cursors import Cursor
from parlour.http.openapi import Refusal
from parlour.http.pages import Pages
from parlour.http.paging import Page
from parlour.http.v2_envelope import (
    MAX_LIMIT,
    Limit,
    Listed,
    Paged,
    Pagination,
    Related,
    Single,
    include_parameter,
    included,
    paged,
    single,
)
from parlour.ids import MAX_ID
from parlour.stretch import IdPlace

PRODUCTS = ["Products"]
SHORTEST_TERM = 2
NO_EMOJI = "A term can't hold emoji."
EMOJI = Refusal("emoji", "The term holds an emoji.", Malformed(NO_EMOJI))

# There are no memberships and gift cards yet, and the example has no marks.
RELATIONS = {"loyalty_abonement_type": None, "loyalty_certificate_type": None, "mark_settings": None}

Id = Annotated[int, Meta(ge=1, le=MAX_ID)]
Relation = Literal["loyalty_abonement_type", "loyalty_certificate_type", "mark_settings"]
OfMany = Literal[Relation, "actual_cost"]
OfOne = Literal[Relation, "storage_amounts", "actual_cost"]


@get(
    "/api/v2/locations/{location_id:int}/units",
    operation_id="v2.list_product_units",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
)
async def list_product_units(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],  # noqa: ARG001 - the right is checked in a location
) -> Listed[list[wire.Unit]]:
    """List units

    What products are sold in and used up in. All locations have the same.
    """
    return Listed([wire.Unit.from_model(unit) for unit in await related.list_units(conn)])


@get(
    "/api/v2/locations/{location_id:int}/products",
    operation_id="v2.list_products",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    includes=RELATIONS,
)
async def list_products(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    pages: NamedDependency[Pages],
    ids: Annotated[
        list[Id] | None,
        QueryParameter(name="filter[ids]", description="Of these alone.", examples=[Example(value=[501])]),
    ] = None,
    entity: Annotated[
        Literal["common", "loyalty_abonement", "loyalty_certificate"],
        QueryParameter(
            name="filter[related_loyalty_entity_slug]",
            description="Ordinary products, memberships or gift cards; there are none of the latter two.",
        ),
    ] = "common",
    page: Page = 1,
    limit: Limit = MAX_LIMIT,
    cursor: Cursor = None,
    include: Annotated[
        list[OfMany] | None,
        include_parameter(
            "What to bring along; `actual_cost` is no relation and fills the attribute.", "actual_cost", "mark_settings"
        ),
    ] = None,
) -> Paged[list[wire.Product]]:
    """List products

    Those of the location and of its chain, in the order of their ids. Ids that lead to nothing are left out.
    """
    stretch = pages.stretch(IdPlace, page, limit, cursor)
    if entity != "common":
        found: list[Product] = []
    elif ids:
        found = await related.list_products_by_ids(conn, tenant, ids, stretch)
    else:
        found = await products.list_products(conn, tenant, stretch)
    return _page(pages.cut(found, products.place_of), tenant, frozenset(include or ()), pages)


@get(
    "/api/v2/locations/{location_id:int}/products/autocomplete",
    operation_id="v2.autocomplete_products",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    refuses=(EMOJI,),
    includes=RELATIONS,
)
async def autocomplete_products(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    pages: NamedDependency[Pages],
    term: Annotated[
        str,
        QueryParameter(
            name="filter[term]",
            min_length=SHORTEST_TERM,
            max_length=255,
            description="Words of a title, or how an article or a barcode begins. Without emoji.",
            examples=[Example(value="argan")],
        ),
    ],
    page: Page = 1,
    limit: Limit = MAX_LIMIT,
    cursor: Cursor = None,
    include: Annotated[list[Relation] | None, include_parameter("What to bring along.", "mark_settings")] = None,
) -> Paged[list[wire.Product]]:
    """Find products by a few letters

    All words must occur in the title, in any order, or an article or barcode begins with the term. The very article
    or barcode comes first, then those that begin so, then titles: those that begin so, those with the words side by
    side, the others. Case, accents, width and the shape of signs don't matter.
    """
    if contains_emoji(term):
        raise Malformed(NO_EMOJI)
    folded = fold(term)
    if len(term.strip()) < SHORTEST_TERM or not folded:
        raise Invalid([Fault("filter[term]", f"Must be at least {SHORTEST_TERM} characters long.")])
    stretch = pages.stretch(ProductPlace, page, limit, cursor)
    found: Sequence[Product]
    if pages.is_by_cursor:
        behind = pages.cut(
            await products.search_products_after(conn, tenant, folded, stretch), products.place_in_search
        )
        found = behind
    else:
        found = await products.search_products(conn, tenant, folded, limit, pages.passed)
    return _page(found, tenant, frozenset(include or ()), pages)


@get(
    "/api/v2/locations/{location_id:int}/products/{product_id:int}",
    operation_id="v2.get_product",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    includes={**RELATIONS, "storage_amounts": wire.StorageAmount},
)
async def get_product(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    product_id: FromPath[int],
    include: Annotated[
        list[OfOne] | None,
        include_parameter(
            "What to bring along; `actual_cost` is no relation and fills the attribute.",
            "actual_cost",
            "mark_settings",
            "storage_amounts",
        ),
    ] = None,
) -> Single[wire.Product]:
    """Get a product

    With what lies in each storage of the location, if `include` names `storage_amounts`.
    """
    wanted = frozenset(include or ())
    product = await service.get_product(conn, tenant, product_id)
    balances = await list_balances(conn, tenant, product_id) if "storage_amounts" in wanted else []
    amounts = [wire.StorageAmount.from_model(product_id, balance) for balance in balances]
    return single(
        wire.Product.from_model(product, tenant, wanted, amounts),
        wire.brought_along([product], wanted, amounts),
    )


@get(
    "/api/v2/locations/{location_id:int}/products/{product_id:int}/storage_amounts",
    operation_id="v2.list_product_storage_amounts",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    includes={"storage": wire.Storage},
)
async def list_product_storage_amounts(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    product_id: FromPath[int],
    include: Annotated[list[Literal["storage"]] | None, include_parameter("What to bring along.", "storage")] = None,
) -> Related[list[wire.StorageAmount]]:
    """List what of a product lies where

    A line for each storage of the location that the user may see, also where nothing ever lay.
    """
    await service.get_product(conn, tenant, product_id)
    balances = await list_balances(conn, tenant, product_id)
    if not include:
        return Related([wire.StorageAmount.from_model(product_id, balance) for balance in balances])
    pairs = [(balance, wire.Storage.from_model(balance)) for balance in balances]
    return Related(
        [wire.StorageAmount.from_model(product_id, balance, storage) for balance, storage in pairs],
        included(storage for _, storage in pairs),
    )


def _page(found: Sequence[Product], tenant: Tenant, include: frozenset[str], pages: Pages) -> Paged[list[wire.Product]]:
    rows = [wire.Product.from_model(product, tenant, include) for product in found]
    pagination = Pagination(pages.number, pages.passed, pages.limit)
    return paged(rows, wire.brought_along(found, include), pagination, pages.next_cursor)


HANDLERS = [list_product_units, list_products, autocomplete_products, get_product, list_product_storage_amounts]
