"""Lists of products without their stock, for API v2."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.products.queries.columns import COLUMNS, FROM_PAGE, VISIBLE, VISIBLE_WITH_DELETED
from parlour.areas.products.queries.search_order import ProductSortKey, sort_key_args
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

# Two ordered index scans are merged: of the location's own items and the chain's.
PAGE_OF_ALL: LiteralString = """
    page AS (
        (SELECT id FROM products WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        UNION ALL
        (SELECT id FROM products WHERE chain_id = $1 AND location_id IS NULL AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        ORDER BY id LIMIT $3 OFFSET $4
    )
"""
LIST_PRODUCTS: LiteralString = f"WITH {PAGE_OF_ALL} SELECT {COLUMNS} FROM {FROM_PAGE} ORDER BY p.id"
LIST_PRODUCTS_BY_IDS: LiteralString = f"""
    WITH page AS (
        SELECT id FROM products WHERE {VISIBLE} AND id = ANY ($6::bigint[]) AND id > $5
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS} FROM {FROM_PAGE} ORDER BY p.id
"""


def sort_key_of(product: Product) -> IdSortKey:
    """Return the sort key of a product in a list by ids."""
    return IdSortKey(product.id)


async def list_products(
    conn: Connection, tenant: Tenant, ids: list[int] | None, page: PageRequest[IdSortKey]
) -> list[Product]:
    """List the products that the location sees, by id; with `ids` only those."""
    where = (tenant.chain_id, tenant.location_id, page.limit, page.offset, after_id(page))
    if ids:
        return to_structs(Product, await conn.fetch(LIST_PRODUCTS_BY_IDS, *where, ids))
    return to_structs(Product, await conn.fetch(LIST_PRODUCTS, *where))


LIST_PRODUCTS_OF_CATEGORIES: LiteralString = f"""
    WITH page AS (
        SELECT found.id
        FROM unnest($3::bigint[]) AS wanted (category_id)
        CROSS JOIN LATERAL (
            SELECT id FROM products WHERE {VISIBLE} AND category_id = wanted.category_id ORDER BY id LIMIT $4
        ) AS found
    )
    SELECT {COLUMNS} FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_products_of_categories(
    conn: Connection, tenant: Tenant, category_ids: list[int], limit: int
) -> list[Product]:
    """List the first `limit` products of each category, by id."""
    rows = await conn.fetch(LIST_PRODUCTS_OF_CATEGORIES, tenant.chain_id, tenant.location_id, category_ids, limit)
    return to_structs(Product, rows)


# The functions compare hashes of scopes and texts: what has the same hash in a sister location is left out here.
SEARCH_PRODUCTS: LiteralString = f"""
    WITH page AS (
        SELECT id, rank FROM search_products($1, $2, $3, $4::bigint + $5::bigint) ORDER BY rank LIMIT $4 OFFSET $5
    )
    SELECT {COLUMNS} FROM {FROM_PAGE} WHERE {VISIBLE_WITH_DELETED} ORDER BY page.rank
"""


async def search_products(conn: Connection, tenant: Tenant, term: str, limit: int, offset: int) -> list[Product]:
    """List a page of the products that match a folded term, the best first: see `tree.search_tree`."""
    rows = await conn.fetch(SEARCH_PRODUCTS, tenant.chain_id, tenant.location_id, term, limit, offset)
    return to_structs(Product, rows)


SEARCH_PRODUCTS_AFTER: LiteralString = f"""
    WITH page AS (SELECT id, fit, key FROM search_products_behind($1, $2, $3, $4, $5, $6, $7))
    SELECT {COLUMNS}, page.fit, page.key FROM {FROM_PAGE} WHERE {VISIBLE_WITH_DELETED}
    ORDER BY page.fit, page.key, page.id
"""


class FoundProduct(Product, frozen=True, gc=False):
    """A product with its place in a search."""

    fit: int
    key: str


def sort_key_in_search(product: FoundProduct) -> ProductSortKey:
    return ProductSortKey(product.fit, product.key, product.id)


async def search_products_after(
    conn: Connection, tenant: Tenant, term: str, page: PageRequest[ProductSortKey]
) -> list[FoundProduct]:
    """List the products that match a folded term, in the order of `search_products`, after any place in it."""
    where = (tenant.chain_id, tenant.location_id, term, page.limit)
    return to_structs(FoundProduct, await conn.fetch(SEARCH_PRODUCTS_AFTER, *where, *sort_key_args(page, 3)))
