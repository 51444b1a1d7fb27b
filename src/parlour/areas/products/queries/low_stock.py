"""Products with too little stock on hand in a location."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.products.model.low_stock import LowProductWithLevels, Threshold
from parlour.areas.products.model.products import ProductFilter
from parlour.areas.products.queries.columns import COLUMNS_WITH_LEVELS_ON_PAGE, FROM_PAGE
from parlour.areas.products.queries.lists_with_levels import CONTAINS_TERM, OTHER_FILTERS
from parlour.areas.stock.rights.limits import limits_of
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

# Products with a critical or desired amount have an index of their own, in the order of their ids, so that a page reads
# the levels of only as many as it needs. A product without these amounts is never low.
_WANTED: LiteralString = f"""
    SELECT id, CASE $9::text WHEN 'critical' THEN critical_amount ELSE desired_amount END AS threshold FROM products
    WHERE chain_id = $1 AND (critical_amount > 0 OR desired_amount > 0)
      AND ($5 = '' OR {CONTAINS_TERM}) AND {OTHER_FILTERS} AND id > $11
"""
LOW_PAGE: LiteralString = f"""
    page AS (
        SELECT wanted.id, on_hand.amount AS on_hand_amount
        FROM (
            ({_WANTED} AND location_id = $2 ORDER BY id) UNION ALL ({_WANTED} AND location_id IS NULL ORDER BY id)
        ) AS wanted
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount), 0) AS amount FROM stock_levels
            WHERE chain_id = $1 AND product_id = wanted.id
              AND storage_id = ANY (ARRAY(
                  SELECT id FROM storages
                  WHERE chain_id = $1 AND location_id = $2 AND ($10::bigint[] IS NULL OR id = ANY ($10))))
        ) AS on_hand
        WHERE wanted.threshold > 0 AND on_hand.amount < wanted.threshold
        ORDER BY wanted.id LIMIT $3 OFFSET $4
    )
"""
LIST_LOW_PRODUCTS: LiteralString = f"""
    WITH {LOW_PAGE}
    SELECT {COLUMNS_WITH_LEVELS_ON_PAGE}, page.on_hand_amount FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_low_products(
    conn: Connection, tenant: Tenant, threshold: Threshold, filter_: ProductFilter, page: PageRequest[IdSortKey]
) -> list[LowProductWithLevels]:
    """List the products below their threshold in the location, by id.

    Only storages that the user may see count: a sum over all storages would reveal the stock in the others.
    """
    rows = await conn.fetch(
        LIST_LOW_PRODUCTS,
        tenant.chain_id,
        tenant.location_id,
        page.limit,
        page.offset,
        filter_.term,
        filter_.category_id,
        filter_.changed_after,
        filter_.changed_before,
        threshold,
        limits_of(tenant).storage_ids,
        after_id(page),
    )
    return to_structs(LowProductWithLevels, rows)
