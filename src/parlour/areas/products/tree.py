"""Statements on the product tree: finding its elements, and what a category holds."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.products.model import TreeNode
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_CATEGORY_NODE: LiteralString = """
    parent_id, NULL::bigint AS product_id, id AS category_id, title, location_id IS NULL AS is_chain,
    0 AS kind, left(search_text, 64) AS sort_text, id AS sort_id
"""
_PRODUCT_NODE: LiteralString = """
    category_id AS parent_id, id AS product_id, NULL::bigint AS category_id, title, location_id IS NULL AS is_chain,
    1 AS kind, left(search_text, 64) AS sort_text, id AS sort_id
"""
_NODE: LiteralString = "parent_id, product_id, category_id, title, is_chain"

# The database finds the items in their order: search_products and search_categories (migration 0013) try one way of
# fitting after the other until there are enough.
SEARCH_TREE: LiteralString = f"""
    SELECT {_NODE} FROM (
        SELECT c.parent_id, NULL::bigint AS product_id, c.id AS category_id, c.title, c.location_id IS NULL AS is_chain,
               0 AS kind, found.is_exact, found.rank
        FROM search_categories($1, $2, $3, $4::bigint + $5::bigint) AS found
        JOIN categories c ON c.chain_id = $1 AND c.id = found.id
        UNION ALL
        SELECT p.category_id, p.id, NULL, p.title, p.location_id IS NULL, 1, found.is_exact, found.rank
        FROM search_products($1, $2, $3, $4::bigint + $5::bigint) AS found
        JOIN products p ON p.chain_id = $1 AND p.id = found.id
    ) found
    ORDER BY NOT is_exact, kind, rank LIMIT $4 OFFSET $5
"""


async def search_tree(conn: Connection, tenant: Tenant, term: str, limit: int, offset: int) -> list[TreeNode]:
    """What has the very article or barcode, then categories, then products that a folded term fits.

    A term fits by how an article or barcode begins, or by all of its words in the title; the better come first.
    """
    rows = await conn.fetch(SEARCH_TREE, tenant.chain_id, tenant.location_id, term, limit, offset)
    return to_structs(TreeNode, rows)


_VISIBLE: LiteralString = "chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL"

LIST_ROOT_NODES: LiteralString = f"""
    SELECT {_NODE}
    FROM (SELECT {_CATEGORY_NODE} FROM categories WHERE {_VISIBLE} AND parent_id IS NULL) roots
    ORDER BY sort_text, sort_id
"""


async def list_root_nodes(conn: Connection, tenant: Tenant) -> list[TreeNode]:
    """The categories without a parent, by title."""
    return to_structs(TreeNode, await conn.fetch(LIST_ROOT_NODES, tenant.chain_id, tenant.location_id))


LIST_CHILD_NODES: LiteralString = f"""
    SELECT {_NODE} FROM (
        (SELECT {_CATEGORY_NODE} FROM categories WHERE {_VISIBLE} AND parent_id = $3
         ORDER BY left(search_text, 64), id LIMIT $4::bigint + $5::bigint)
        UNION ALL
        (SELECT {_PRODUCT_NODE} FROM products WHERE {_VISIBLE} AND category_id = $3
         ORDER BY left(search_text, 64), id LIMIT $4::bigint + $5::bigint)
    ) children
    ORDER BY kind, sort_text, sort_id LIMIT $4 OFFSET $5
"""


async def list_child_nodes(
    conn: Connection, tenant: Tenant, category_id: int, limit: int, offset: int
) -> list[TreeNode]:
    """A page of what lies right below a category: categories, then products, by title within each."""
    rows = await conn.fetch(LIST_CHILD_NODES, tenant.chain_id, tenant.location_id, category_id, limit, offset)
    return to_structs(TreeNode, rows)


COUNT_CHILD_NODES: LiteralString = f"""
    SELECT (SELECT count(*) FROM categories WHERE {_VISIBLE} AND parent_id = $3)
         + (SELECT count(*) FROM products WHERE {_VISIBLE} AND category_id = $3) AS count
"""


async def count_child_nodes(conn: Connection, tenant: Tenant, category_id: int) -> int:
    """How many categories and products lie right below a category, as far as the location sees them."""
    count: int = await conn.fetchval(COUNT_CHILD_NODES, tenant.chain_id, tenant.location_id, category_id)
    return count
