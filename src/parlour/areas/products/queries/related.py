"""Statements that only API v2 uses: units, products by their ids, products of several categories."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product, UnitOfMeasure
from parlour.areas.products.queries.columns import COLUMNS, FROM_PAGE, VISIBLE
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.stretch import IdPlace, Stretch, after_id

LIST_UNITS: LiteralString = "SELECT id, title, short_title FROM units ORDER BY id"


async def list_units(conn: Connection) -> list[UnitOfMeasure]:
    """List all units; no location has units of its own."""
    return to_structs(UnitOfMeasure, await conn.fetch(LIST_UNITS))


LIST_PRODUCTS_BY_IDS: LiteralString = f"""
    WITH page AS (
        SELECT id FROM products WHERE {VISIBLE} AND id = ANY ($3::bigint[]) AND id > $6
        ORDER BY id LIMIT $4 OFFSET $5
    )
    SELECT {COLUMNS} FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_products_by_ids(
    conn: Connection, tenant: Tenant, ids: list[int], stretch: Stretch[IdPlace]
) -> list[Product]:
    """List the products with these ids that the location sees, by id."""
    where = (tenant.chain_id, tenant.location_id, ids, stretch.limit, stretch.offset, after_id(stretch))
    rows = await conn.fetch(LIST_PRODUCTS_BY_IDS, *where)
    return to_structs(Product, rows)


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
