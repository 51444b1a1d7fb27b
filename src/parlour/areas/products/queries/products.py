"""Statements on one product."""

from collections.abc import Collection
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.folding import search_text
from parlour.areas.products.model.products import Product, ProductFields, ProductWithLevels, Reference, References
from parlour.areas.products.queries.columns import (
    COLUMNS,
    COLUMNS_WITH_LEVELS,
    JOINS,
    VISIBLE_PRODUCT,
    VISIBLE_WITH_DELETED,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

FIND_PRODUCT: LiteralString = f"SELECT {COLUMNS} FROM products p {JOINS} WHERE {VISIBLE_PRODUCT} AND p.id = $3"


async def find_product(conn: Connection, tenant: Tenant, product_id: int) -> Product | None:
    row = await conn.fetchrow(FIND_PRODUCT, tenant.chain_id, tenant.location_id, product_id)
    return to_struct_or_none(Product, row)


FIND_PRODUCT_WITH_LEVELS: LiteralString = f"""
    SELECT {COLUMNS_WITH_LEVELS} FROM products p {JOINS} WHERE {VISIBLE_PRODUCT} AND p.id = $3
"""


async def find_product_with_levels(conn: Connection, tenant: Tenant, product_id: int) -> ProductWithLevels | None:
    row = await conn.fetchrow(FIND_PRODUCT_WITH_LEVELS, tenant.chain_id, tenant.location_id, product_id)
    return to_struct_or_none(ProductWithLevels, row)


# A deleted product is still shown with its past transactions.
FIND_PRODUCT_WITH_DELETED: LiteralString = f"""
    SELECT {COLUMNS_WITH_LEVELS} FROM products p {JOINS}
    WHERE {VISIBLE_WITH_DELETED} AND p.id = $3
"""


async def find_product_with_deleted(conn: Connection, tenant: Tenant, product_id: int) -> ProductWithLevels | None:
    """Return a product that the location sees, or saw before it was deleted; None if there is none."""
    row = await conn.fetchrow(FIND_PRODUCT_WITH_DELETED, tenant.chain_id, tenant.location_id, product_id)
    return to_struct_or_none(ProductWithLevels, row)


LIST_OF_IDS: LiteralString = f"""
    SELECT {COLUMNS} FROM products p {JOINS} WHERE {VISIBLE_PRODUCT} AND p.id = ANY ($3::bigint[]) ORDER BY p.id
"""


async def list_of_ids(conn: Connection, tenant: Tenant, product_ids: Collection[int]) -> list[Product]:
    rows = await conn.fetch(LIST_OF_IDS, tenant.chain_id, tenant.location_id, [*product_ids])
    return to_structs(Product, rows)


# Without the joins above: if the row changes while this waits for its lock, it would be joined by its old values.
LOCK_PRODUCT: LiteralString = f"SELECT p.id FROM products p WHERE {VISIBLE_PRODUCT} AND p.id = $3 FOR NO KEY UPDATE"


async def lock_product(conn: Connection, tenant: Tenant, product_id: int) -> None:
    """Lock the product until the transaction ends."""
    await conn.execute(LOCK_PRODUCT, tenant.chain_id, tenant.location_id, product_id)


# Nothing is inserted unless category and units exist. The category is locked, so that it isn't deleted before its new
# product is written.
CREATE_PRODUCT: LiteralString = f"""
    WITH created AS (
        INSERT INTO products (
            chain_id, location_id, search_text, category_id, title, receipt_title, article, barcode, price, cost_price,
            sale_unit_id, write_off_unit_id, unit_ratio, critical_amount, desired_amount, net_mass, gross_mass,
            comment, tax_variant, vat_id, is_cost_price_fixed)
        SELECT $1, $2, $3, category.id, $5, $6, $7, $8, $9, $10, sale_unit.id, write_off_unit.id,
               $13, $14, $15, $16, $17, $18, $19, $20, $10::numeric > 0
        FROM categories category, units sale_unit, units write_off_unit
        WHERE category.chain_id = $1 AND category.id = $4 AND category.deleted_at IS NULL
          AND (category.location_id = $2 OR category.location_id IS NULL)
          AND sale_unit.id = $11 AND write_off_unit.id = $12
        FOR SHARE OF category
        RETURNING *
    )
    SELECT {COLUMNS_WITH_LEVELS} FROM created p {JOINS}
"""


async def create_product(conn: Connection, tenant: Tenant, fields: ProductFields) -> ProductWithLevels | None:
    """Create a product in the location and return it; None when its category or a unit doesn't exist."""
    row = await conn.fetchrow(
        CREATE_PRODUCT,
        tenant.chain_id,
        tenant.location_id,
        _search_text(fields),
        *msgspec.structs.astuple(fields),
    )
    return to_struct_or_none(ProductWithLevels, row)


# A cost price above 0 is set by hand; 0 makes it follow the average cost.
UPDATE_PRODUCT: LiteralString = f"""
    WITH category AS (
        SELECT id FROM categories
        WHERE chain_id = $1 AND id = $4 AND deleted_at IS NULL
          AND (location_id = $2 OR location_id IS NULL)
          AND (location_id IS NULL OR EXISTS (
              SELECT FROM products WHERE chain_id = $1 AND id = $21 AND location_id IS NOT NULL))
        FOR SHARE
    ), changed AS (
        UPDATE products SET
            search_text = $3, category_id = category.id, title = $5, receipt_title = $6, article = $7, barcode = $8,
            price = $9, cost_price = CASE WHEN $22::boolean THEN $10 ELSE cost_price END,
            is_cost_price_fixed = CASE WHEN $22::boolean THEN $10::numeric > 0 ELSE is_cost_price_fixed END,
            sale_unit_id = sale_unit.id, write_off_unit_id = write_off_unit.id, unit_ratio = $13,
            critical_amount = $14, desired_amount = $15, net_mass = $16, gross_mass = $17,
            comment = $18, tax_variant = $19, vat_id = $20, revision = revision + 1, changed_at = now()
        FROM category, units sale_unit, units write_off_unit
        WHERE chain_id = $1 AND products.id = $21 AND sale_unit.id = $11 AND write_off_unit.id = $12
        RETURNING products.*
    )
    SELECT {COLUMNS_WITH_LEVELS} FROM changed p {JOINS}
"""


async def update_product(
    conn: Connection, tenant: Tenant, product_id: int, fields: ProductFields, *, sets_cost_price: bool
) -> ProductWithLevels | None:
    """Write all fields of a locked product, but the cost price only if `sets_cost_price`.

    Return None when its category or a unit doesn't exist.
    """
    row = await conn.fetchrow(
        UPDATE_PRODUCT,
        tenant.chain_id,
        tenant.location_id,
        _search_text(fields),
        *msgspec.structs.astuple(fields),
        product_id,
        sets_cost_price,
    )
    return to_struct_or_none(ProductWithLevels, row)


SOFT_DELETE_PRODUCT: LiteralString = """
    UPDATE products SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_product(conn: Connection, tenant: Tenant, product_id: int) -> None:
    await conn.execute(SOFT_DELETE_PRODUCT, tenant.chain_id, product_id)


FIND_KNOWN_REFERENCES: LiteralString = """
    SELECT EXISTS (SELECT FROM categories
                   WHERE chain_id = $1 AND id = $3 AND deleted_at IS NULL
                     AND (location_id IS NULL OR (location_id = $2 AND NOT $6::boolean))) AS category,
           EXISTS (SELECT FROM units WHERE id = $4) AS sale_unit,
           EXISTS (SELECT FROM units WHERE id = $5) AS write_off_unit
"""


async def find_unknown_references(
    conn: Connection, tenant: Tenant, references: References, *, for_chain: bool
) -> list[Reference]:
    """List the given references that are unknown here; a product of the chain needs a category of the chain."""
    wanted = (references.category_id, references.sale_unit_id, references.write_off_unit_id)
    known = await conn.fetchrow(FIND_KNOWN_REFERENCES, tenant.chain_id, tenant.location_id, *wanted, for_chain)
    assert known is not None  # noqa: S101 - a row of three answers
    names = (Reference.CATEGORY, Reference.SALE_UNIT, Reference.WRITE_OFF_UNIT)
    return [
        name for name, value, is_known in zip(names, wanted, known, strict=True) if value is not None and not is_known
    ]


def _search_text(fields: ProductFields) -> str:
    return search_text(fields.title, fields.article, fields.barcode)
