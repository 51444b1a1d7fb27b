"""Lists of products with the stock of each, for API v1."""

from typing import LiteralString

from msgspec.structs import astuple

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import ProductFilter, ProductWithLevels
from parlour.areas.products.queries.columns import COLUMNS_WITH_LEVELS_ON_PAGE, FROM_PAGE
from parlour.areas.products.queries.lists import PAGE_OF_ALL
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

EVERYTHING = ProductFilter()

LIST_PRODUCTS: LiteralString = f"""
    WITH {PAGE_OF_ALL}
    SELECT {COLUMNS_WITH_LEVELS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""

# All words of a term occur in the title, or the article or barcode begins with it. The index finds the rows that have
# all pieces of the words (see decision 0018); this condition checks them exactly. Subqueries are evaluated only once.
CONTAINS_TERM: LiteralString = """
    (split_part(search_text, chr(31), 1) LIKE ALL ((SELECT word_patterns(string_to_array($5, ' ')))::text[])
     OR code_key(split_part(search_text, chr(31), 2)) ^@ ANY ((SELECT code_beginnings($5))::text[])
     OR code_key(split_part(search_text, chr(31), 3)) ^@ ANY ((SELECT code_beginnings($5))::text[]))
"""
OTHER_FILTERS: LiteralString = """
    deleted_at IS NULL
    AND ($6::bigint IS NULL OR category_id = $6)
    AND ($7::timestamptz IS NULL OR changed_at >= $7) AND ($8::timestamptz IS NULL OR changed_at < $8)
"""

LIST_PRODUCTS_BY_TERM: LiteralString = f"""
    WITH candidates AS MATERIALIZED (
        SELECT chain_id, id, location_id, category_id, search_text, changed_at, deleted_at FROM products
        WHERE (search_pieces(item_scope(chain_id, location_id), search_text)
                   @> word_pieces($2, string_to_array($5, ' '))
               OR search_pieces(item_scope(chain_id, location_id), search_text)
                   @> word_pieces(-$1::bigint, string_to_array($5, ' ')))
          AND deleted_at IS NULL
    ), page AS (
        SELECT id FROM (
            SELECT id FROM candidates
            WHERE chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND {CONTAINS_TERM} AND {OTHER_FILTERS}
            UNION
            SELECT id FROM products_by_code($1, $2, $5) AS coded (id) JOIN products USING (id)
            WHERE chain_id = $1 AND {OTHER_FILTERS}
        ) AS matching
        WHERE id > $9
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS_WITH_LEVELS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""
LIST_PRODUCTS_BY_CATEGORY: LiteralString = f"""
    WITH page AS (
        SELECT id FROM products
        WHERE chain_id = $1 AND category_id = $6 AND (location_id = $2 OR location_id IS NULL) AND id > $9
          AND ($5 = '' OR {CONTAINS_TERM}) AND {OTHER_FILTERS}
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS_WITH_LEVELS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""
LIST_PRODUCTS_BY_CHANGE: LiteralString = f"""
    WITH page AS (
        SELECT id FROM (
            SELECT id FROM products
            WHERE chain_id = $1 AND location_id = $2
              AND changed_at >= coalesce($7::timestamptz, '-infinity')
              AND changed_at < coalesce($8::timestamptz, 'infinity')
              AND ($5 = '' OR {CONTAINS_TERM}) AND {OTHER_FILTERS}
            UNION ALL
            SELECT id FROM products
            WHERE chain_id = $1 AND location_id IS NULL
              AND changed_at >= coalesce($7::timestamptz, '-infinity')
              AND changed_at < coalesce($8::timestamptz, 'infinity')
              AND ($5 = '' OR {CONTAINS_TERM}) AND {OTHER_FILTERS}
        ) found
        WHERE id > $9
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS_WITH_LEVELS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_products(
    conn: Connection, tenant: Tenant, filter_: ProductFilter, page: PageRequest[IdSortKey]
) -> list[ProductWithLevels]:
    """List the products that the location sees and that match the filter, by id.

    The condition whose index narrows most chooses the statement, which applies the other conditions, too.
    """
    if filter_.term:
        statement = LIST_PRODUCTS_BY_TERM
    elif filter_.category_id is not None:
        statement = LIST_PRODUCTS_BY_CATEGORY
    elif filter_ != EVERYTHING:
        statement = LIST_PRODUCTS_BY_CHANGE
    else:
        where = (tenant.chain_id, tenant.location_id, page.limit, page.offset, after_id(page))
        rows = await conn.fetch(LIST_PRODUCTS, *where)
        return to_structs(ProductWithLevels, rows)
    rows = await conn.fetch(
        statement,
        tenant.chain_id,
        tenant.location_id,
        page.limit,
        page.offset,
        *astuple(filter_),
        after_id(page),
    )
    return to_structs(ProductWithLevels, rows)
