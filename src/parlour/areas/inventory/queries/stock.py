"""Statements on what limits stock movements: the location's rules, the locks of products, their costs and levels."""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Level, Shortage, StockedProduct, StockRules
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs

FIND_STOCK_RULES: LiteralString = """
    SELECT allows_negative_stock, stock_closed_until AS closed_until,
           ARRAY (
               SELECT s.id FROM storages s
               WHERE s.chain_id = $1 AND s.location_id = $2 AND s.id = ANY ($3::bigint[])
           ) AS storage_ids
    FROM locations WHERE chain_id = $1 AND id = $2
"""


async def find_stock_rules(conn: Connection, tenant: Tenant, storage_ids: Sequence[int]) -> StockRules:
    row = await conn.fetchrow(FIND_STOCK_RULES, tenant.chain_id, tenant.location_id, storage_ids)
    assert row is not None  # noqa: S101 - the tenant's location exists
    return to_struct(StockRules, row)


# Without a join: if a row changes while this waits for its lock, it would be joined by its old values. A deleted
# product can still be taken off a document, but no longer be added to one.
LOCK_PRODUCTS: LiteralString = """
    SELECT id, title, unit_ratio, sale_unit_id, write_off_unit_id, price, cost_price, is_cost_price_fixed
    FROM products
    WHERE chain_id = $1 AND id = ANY ($3::bigint[]) AND (location_id = $2 OR location_id IS NULL)
      AND (deleted_at IS NULL OR id = ANY ($4::bigint[]))
    ORDER BY id FOR NO KEY UPDATE
"""


async def lock_products(
    conn: Connection, tenant: Tenant, product_ids: Sequence[int], also_deleted: Sequence[int] = ()
) -> dict[int, StockedProduct]:
    """Lock the products that the location sees, and return them by id; deleted ones only if they are in `also_deleted`.

    Until the transaction ends, no other can move their stock.
    """
    rows = await conn.fetch(LOCK_PRODUCTS, tenant.chain_id, tenant.location_id, product_ids, also_deleted)
    return {product.id: product for product in to_structs(StockedProduct, rows)}


LIST_AVERAGES: LiteralString = """
    SELECT product_id, average FROM stock_costs WHERE chain_id = $1 AND product_id = ANY ($2::bigint[])
"""


async def list_averages(conn: Connection, tenant: Tenant, product_ids: Sequence[int]) -> dict[int, Decimal | None]:
    """Return the average cost of a write-off unit, by product; None, or no key, where there was no receipt yet."""
    rows = await conn.fetch(LIST_AVERAGES, tenant.chain_id, product_ids)
    return {row[0]: row[1] for row in rows}


LIST_LEVELS: LiteralString = """
    SELECT l.product_id, l.storage_id, l.amount
    FROM stock_levels l
    WHERE l.chain_id = $1 AND l.product_id = ANY ($3::bigint[])
      AND l.storage_id IN (SELECT s.id FROM storages s WHERE s.chain_id = $1 AND s.location_id = $2)
"""


async def list_levels(conn: Connection, tenant: Tenant, product_ids: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """Return the stock in the location, by product and storage."""
    rows = await conn.fetch(LIST_LEVELS, tenant.chain_id, tenant.location_id, product_ids)
    return {(level.product_id, level.storage_id): level.amount for level in to_structs(Level, rows)}


LIST_SHORTAGES: LiteralString = """
    SELECT p.id AS product_id, s.id AS storage_id, p.title AS product_title, s.title AS storage_title,
           u.short_title AS unit_short_title
    FROM unnest($2::bigint[], $3::bigint[]) AS short (product_id, storage_id)
    JOIN products p ON p.chain_id = $1 AND p.id = short.product_id
    JOIN storages s ON s.chain_id = $1 AND s.id = short.storage_id
    JOIN units u ON u.id = p.write_off_unit_id
"""


async def list_shortages(
    conn: Connection, tenant: Tenant, keys: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Shortage]:
    """Return the names of products and storages, by their ids."""
    product_ids, storage_ids = zip(*keys, strict=True)
    rows = await conn.fetch(LIST_SHORTAGES, tenant.chain_id, product_ids, storage_ids)
    return {(named.product_id, named.storage_id): named for named in to_structs(Shortage, rows)}
