"""Statements on products. A list for a location merges two ordered index scans: of its own items and the chain's."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.folding import search_text
from parlour.areas.products.model.products import Product, ProductFields, ProductFilter, Reference, References
from parlour.areas.products.queries.columns import (
    COLUMNS,
    COLUMNS_ON_PAGE,
    FROM_PAGE,
    JOINS,
    VISIBLE_PRODUCT,
    VISIBLE_WITH_DELETED,
)
from parlour.areas.products.queries.search_order import ProductPlace, place_args
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.stretch import IdPlace, Stretch, after_id

FIND_PRODUCT: LiteralString = f"SELECT {COLUMNS} FROM products p {JOINS} WHERE {VISIBLE_PRODUCT} AND p.id = $3"


async def find_product(conn: Connection, tenant: Tenant, product_id: int) -> Product | None:
    row = await conn.fetchrow(FIND_PRODUCT, tenant.chain_id, tenant.location_id, product_id)
    return to_struct_or_none(Product, row)


# A deleted product is still shown with its past transactions.
FIND_PRODUCT_WITH_DELETED: LiteralString = f"""
    SELECT {COLUMNS} FROM products p {JOINS}
    WHERE {VISIBLE_WITH_DELETED} AND p.id = $3
"""


async def find_product_with_deleted(conn: Connection, tenant: Tenant, product_id: int) -> Product | None:
    """Return a product that the location sees, or saw before it was deleted; None if there is none."""
    row = await conn.fetchrow(FIND_PRODUCT_WITH_DELETED, tenant.chain_id, tenant.location_id, product_id)
    return to_struct_or_none(Product, row)


# Without the joins above: if the row changes while this waits for its lock, it would be joined by its old values.
LOCK_PRODUCT: LiteralString = f"SELECT p.id FROM products p WHERE {VISIBLE_PRODUCT} AND p.id = $3 FOR NO KEY UPDATE"


async def lock_product(conn: Connection, tenant: Tenant, product_id: int) -> None:
    """Lock the product until the transaction ends."""
    await conn.execute(LOCK_PRODUCT, tenant.chain_id, tenant.location_id, product_id)


LIST_PRODUCTS: LiteralString = f"""
    WITH page AS (
        (SELECT id FROM products WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        UNION ALL
        (SELECT id FROM products WHERE chain_id = $1 AND location_id IS NULL AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_products(conn: Connection, tenant: Tenant, stretch: Stretch[IdPlace]) -> list[Product]:
    """List the products that the location sees, by id."""
    where = (tenant.chain_id, tenant.location_id, stretch.limit, stretch.offset, after_id(stretch))
    return to_structs(Product, await conn.fetch(LIST_PRODUCTS, *where))


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
    SELECT {COLUMNS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""
LIST_PRODUCTS_BY_CATEGORY: LiteralString = f"""
    WITH page AS (
        SELECT id FROM products
        WHERE chain_id = $1 AND category_id = $6 AND (location_id = $2 OR location_id IS NULL) AND id > $9
          AND ($5 = '' OR {CONTAINS_TERM}) AND {OTHER_FILTERS}
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT {COLUMNS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
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
    SELECT {COLUMNS_ON_PAGE} FROM {FROM_PAGE} ORDER BY p.id
"""


def place_of(product: Product) -> IdPlace:
    """Return the place of a product in a list."""
    return IdPlace(product.id)


async def filter_products(
    conn: Connection, tenant: Tenant, filter_: ProductFilter, stretch: Stretch[IdPlace]
) -> list[Product]:
    """List the products that the location sees and that match the filter, by id.

    The condition whose index narrows most chooses the statement, which applies the other conditions, too.
    """
    if filter_.term:
        statement = LIST_PRODUCTS_BY_TERM
    elif filter_.category_id is not None:
        statement = LIST_PRODUCTS_BY_CATEGORY
    else:
        statement = LIST_PRODUCTS_BY_CHANGE
    rows = await conn.fetch(
        statement,
        tenant.chain_id,
        tenant.location_id,
        stretch.limit,
        stretch.offset,
        filter_.term,
        filter_.category_id,
        filter_.changed_after,
        filter_.changed_before,
        after_id(stretch),
    )
    return to_structs(Product, rows)


SEARCH_PRODUCTS: LiteralString = f"""
    WITH page AS (
        SELECT id, rank FROM search_products($1, $2, $3, $4::bigint + $5::bigint) ORDER BY rank LIMIT $4 OFFSET $5
    )
    SELECT {COLUMNS_ON_PAGE} FROM {FROM_PAGE} ORDER BY page.rank
"""


async def search_products(conn: Connection, tenant: Tenant, term: str, limit: int, offset: int) -> list[Product]:
    """List a page of the products that match a folded term, the best first: see `tree.search_tree`."""
    rows = await conn.fetch(SEARCH_PRODUCTS, tenant.chain_id, tenant.location_id, term, limit, offset)
    return to_structs(Product, rows)


SEARCH_PRODUCTS_AFTER: LiteralString = f"""
    WITH page AS (SELECT id, fit, key FROM search_products_behind($1, $2, $3, $4, $5, $6, $7))
    SELECT {COLUMNS_ON_PAGE}, page.fit, page.key FROM {FROM_PAGE} ORDER BY page.fit, page.key, page.id
"""


class FoundProduct(Product, frozen=True, gc=False):
    """A product with its place in a search."""

    fit: int
    key: str


def place_in_search(product: FoundProduct) -> ProductPlace:
    return ProductPlace(product.fit, product.key, product.id)


async def search_products_after(
    conn: Connection, tenant: Tenant, term: str, stretch: Stretch[ProductPlace]
) -> list[FoundProduct]:
    """List the products that match a folded term, in the order of `search_products`, after any place in it."""
    where = (tenant.chain_id, tenant.location_id, term, stretch.limit)
    return to_structs(FoundProduct, await conn.fetch(SEARCH_PRODUCTS_AFTER, *where, *place_args(stretch, 3)))


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
    SELECT {COLUMNS} FROM created p {JOINS}
"""


async def create_product(conn: Connection, tenant: Tenant, fields: ProductFields) -> Product | None:
    """Create a product in the location and return it; None when its category or a unit doesn't exist."""
    row = await conn.fetchrow(
        CREATE_PRODUCT,
        tenant.chain_id,
        tenant.location_id,
        _search_text(fields),
        *msgspec.structs.astuple(fields),
    )
    return to_struct_or_none(Product, row)


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
    SELECT {COLUMNS} FROM changed p {JOINS}
"""


async def update_product(
    conn: Connection, tenant: Tenant, product_id: int, fields: ProductFields, *, sets_cost_price: bool
) -> Product | None:
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
    return to_struct_or_none(Product, row)


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
