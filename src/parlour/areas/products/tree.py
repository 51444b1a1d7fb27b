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
# Whatever has all pieces of the term, by the index and nothing else: a plan that may choose would rather read all rows
# of the location. The pieces are bound to the location or chain; the few rows are then looked at closely.
_CANDIDATES: LiteralString = """
    (search_pieces(item_scope(chain_id, location_id), search_text) @> term_pieces($2, $3)
     OR search_pieces(item_scope(chain_id, location_id), search_text) @> term_pieces(-$1::bigint, $3))
    AND deleted_at IS NULL
"""
# A term that fits thousands is not worth sorting them all: the first thousand found are sorted.
_FITTING: LiteralString = """
    chain_id = $1 AND (location_id = $2 OR location_id IS NULL)
    AND (strpos(split_part(search_text, chr(31), 1), $3) > 0 OR strpos(search_text, chr(31) || $3) > 0)
    LIMIT 1000
"""

SEARCH_TREE: LiteralString = f"""
    WITH category_candidates AS MATERIALIZED (
        SELECT chain_id, id, location_id, parent_id, title, search_text FROM categories WHERE {_CANDIDATES}
    ), product_candidates AS MATERIALIZED (
        SELECT chain_id, id, location_id, category_id, title, search_text FROM products WHERE {_CANDIDATES}
    ), found AS (
        (SELECT {_CATEGORY_NODE} FROM category_candidates WHERE {_FITTING})
        UNION ALL
        (SELECT {_PRODUCT_NODE} FROM product_candidates WHERE {_FITTING})
    )
    SELECT {_NODE} FROM found ORDER BY kind, sort_text, sort_id LIMIT $4
"""


async def search_tree(conn: Connection, tenant: Tenant, term: str, limit: int) -> list[TreeNode]:
    """Categories, then products, that a folded term fits: anywhere in the title, or at the start of article or barcode.

    By title within each kind.
    """
    rows = await conn.fetch(SEARCH_TREE, tenant.chain_id, tenant.location_id, term, limit)
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
