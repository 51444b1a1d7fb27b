"""Statements on the product tree: searching it, and listing what a category contains."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import TreeNode
from parlour.areas.products.queries.columns import VISIBLE, VISIBLE_WITH_DELETED
from parlour.areas.products.queries.search_order import Flag, NodeSortKey, sort_key_args
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import Number, PageRequest, Text

_CATEGORY_NODE: LiteralString = """
    parent_id, NULL::bigint AS product_id, id AS category_id, title, location_id IS NULL AS is_chain,
    0 AS kind, left(search_text, 64) AS sort_text, id AS sort_id
"""
_PRODUCT_NODE: LiteralString = """
    category_id AS parent_id, id AS product_id, NULL::bigint AS category_id, title, location_id IS NULL AS is_chain,
    1 AS kind, left(search_text, 64) AS sort_text, id AS sort_id
"""
_NODE: LiteralString = "parent_id, product_id, category_id, title, is_chain"

# The database finds the items in their order: search_products and search_categories (migration 0013) try one kind of
# match after the other until there are enough. They compare hashes of scopes and texts: what has the same hash in a
# sister location is left out here.
_SEEN_CATEGORY: LiteralString = "c.chain_id = $1 AND (c.location_id = $2 OR c.location_id IS NULL)"
SEARCH_TREE: LiteralString = f"""
    SELECT {_NODE} FROM (
        SELECT c.parent_id, NULL::bigint AS product_id, c.id AS category_id, c.title, c.location_id IS NULL AS is_chain,
               0 AS kind, found.is_exact, found.rank
        FROM search_categories($1, $2, $3, $4::bigint + $5::bigint) AS found
        JOIN categories c ON {_SEEN_CATEGORY} AND c.id = found.id
        UNION ALL
        SELECT p.category_id, p.id, NULL, p.title, p.location_id IS NULL, 1, found.is_exact, found.rank
        FROM search_products($1, $2, $3, $4::bigint + $5::bigint) AS found
        JOIN products p ON {VISIBLE_WITH_DELETED} AND p.id = found.id
    ) found
    ORDER BY NOT is_exact, kind, rank LIMIT $4 OFFSET $5
"""


async def search_tree(conn: Connection, tenant: Tenant, term: str, limit: int, offset: int) -> list[TreeNode]:
    """List the matches of a folded term: items with exactly this article or barcode, then categories, then products.

    A term matches when an article or barcode begins with it, or a title has all its words; better matches come first.
    """
    rows = await conn.fetch(SEARCH_TREE, tenant.chain_id, tenant.location_id, term, limit, offset)
    return to_structs(TreeNode, rows)


# $5 to $9 are the sort key. After a category of the second part come products that don't have exactly this code.
SEARCH_TREE_AFTER: LiteralString = f"""
    WITH page AS (
        SELECT part, kind, fit, key, id FROM (
            SELECT (NOT found.is_exact)::integer AS part, 0 AS kind,
                   CASE WHEN own.article = $3 THEN 0
                        WHEN found.is_exact THEN 1
                        WHEN code_key(own.article) ^@ code_key($3) THEN 2
                        WHEN starts_with(own.title, $3) THEN 3
                        WHEN strpos(own.title, $3) > 0 THEN 4
                        ELSE 5 END AS fit,
                   left(own.title, 160) COLLATE "C" AS key, c.id
            FROM search_categories($1, $2, $3, 1000000) AS found
            JOIN categories c ON {_SEEN_CATEGORY} AND c.id = found.id
            CROSS JOIN LATERAL (
                SELECT split_part(c.search_text, chr(31), 1) AS title, split_part(c.search_text, chr(31), 2) AS article
            ) AS own
            UNION ALL
            SELECT (fit > 1)::integer, 1, fit, key, id FROM search_products_behind(
                $1, $2, $3, $4,
                CASE WHEN $6 = 1 THEN $7 WHEN $5 = 1 THEN 1 ELSE -1 END,
                CASE WHEN $6 = 1 THEN $8 ELSE '' END,
                CASE WHEN $6 = 1 THEN $9 WHEN $5 = 1 THEN 9223372036854775807 ELSE 0 END)
        ) AS found
        WHERE (part, kind, fit, key, id) > ($5::integer, $6::integer, $7::integer, $8::text, $9::bigint)
        ORDER BY part, kind, fit, key, id LIMIT $4
    )
    SELECT CASE page.kind WHEN 0 THEN c.parent_id ELSE p.category_id END AS parent_id,
           p.id AS product_id, c.id AS category_id, coalesce(c.title, p.title) AS title,
           coalesce(c.location_id, p.location_id) IS NULL AS is_chain, page.part, page.kind, page.fit, page.key, page.id
    FROM page
    LEFT JOIN categories c ON page.kind = 0 AND c.chain_id = $1 AND c.id = page.id
    LEFT JOIN products p ON page.kind = 1 AND p.chain_id = $1 AND p.id = page.id
    WHERE coalesce(c.location_id, p.location_id, $2) = $2
    ORDER BY page.part, page.kind, page.fit, page.key, page.id
"""


class FoundNode(TreeNode, frozen=True):
    """A node with its sort key in a search."""

    part: int
    kind: int
    fit: int
    key: str
    id: int


def sort_key_of(node: FoundNode) -> NodeSortKey:
    return NodeSortKey(node.part, node.kind, node.fit, node.key, node.id)


async def search_tree_after(
    conn: Connection, tenant: Tenant, term: str, page: PageRequest[NodeSortKey]
) -> list[FoundNode]:
    """List the matches of a folded term, in the order of `search_tree`, after any sort key."""
    where = (tenant.chain_id, tenant.location_id, term, page.limit)
    return to_structs(FoundNode, await conn.fetch(SEARCH_TREE_AFTER, *where, *sort_key_args(page, 5)))


LIST_ROOT_NODES: LiteralString = f"""
    SELECT {_NODE}
    FROM (SELECT {_CATEGORY_NODE} FROM categories WHERE {VISIBLE} AND parent_id IS NULL) roots
    ORDER BY sort_text, sort_id
"""


async def list_root_nodes(conn: Connection, tenant: Tenant) -> list[TreeNode]:
    """List the categories without a parent, by title."""
    return to_structs(TreeNode, await conn.fetch(LIST_ROOT_NODES, tenant.chain_id, tenant.location_id))


_CHILD_COUNT: LiteralString = f"""
    (SELECT count(*) FROM categories WHERE {VISIBLE} AND parent_id = $3)
    + (SELECT count(*) FROM products WHERE {VISIBLE} AND category_id = $3)
"""
# $6 to $8 are the sort key: kind, text and id. After a product come only products, after a category all products, too.
LIST_CHILD_NODES: LiteralString = f"""
    SELECT {_NODE}, sort_text, {_CHILD_COUNT} AS count FROM (
        (SELECT {_CATEGORY_NODE} FROM categories WHERE {VISIBLE} AND parent_id = $3
           AND $6::integer = 0 AND (left(search_text, 64), id) > ($7::text, $8::bigint)
         ORDER BY left(search_text, 64), id LIMIT $4::bigint + $5::bigint)
        UNION ALL
        (SELECT {_PRODUCT_NODE} FROM products WHERE {VISIBLE} AND category_id = $3
           AND (left(search_text, 64), id)
                   > (CASE $6 WHEN 1 THEN $7 ELSE '' END, CASE $6 WHEN 1 THEN $8 ELSE 0 END)
         ORDER BY left(search_text, 64), id LIMIT $4::bigint + $5::bigint)
    ) children
    ORDER BY kind, sort_text, sort_id LIMIT $4 OFFSET $5
"""


class ChildSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a child of a category: 0 for a category and 1 for a product, then the title, then the id."""

    kind: Flag
    text: Text
    id: Number


class ChildNode(TreeNode, frozen=True):
    """A node below a category, with the text by which it is sorted, and the number of all nodes there."""

    sort_text: str
    count: int


def sort_key_of_child(child: ChildNode) -> ChildSortKey:
    if child.product_id is None:
        return ChildSortKey(0, child.sort_text, child.category_id or 0)
    return ChildSortKey(1, child.sort_text, child.product_id)


async def list_child_nodes(
    conn: Connection, tenant: Tenant, category_id: int, page: PageRequest[ChildSortKey]
) -> list[ChildNode]:
    """List what is directly below a category: categories by title, then products by title."""
    sort_key = page.after or ChildSortKey(0, "", 0)
    where = (tenant.chain_id, tenant.location_id, category_id, page.limit, page.offset)
    rows = await conn.fetch(LIST_CHILD_NODES, *where, sort_key.kind, sort_key.text, sort_key.id)
    return to_structs(ChildNode, rows)


# For a page after the last one: it has no row with the count.
COUNT_CHILD_NODES: LiteralString = f"SELECT {_CHILD_COUNT} AS count"


async def count_child_nodes(conn: Connection, tenant: Tenant, category_id: int) -> int:
    """Count the categories and products directly below a category that the location sees."""
    count: int = await conn.fetchval(COUNT_CHILD_NODES, tenant.chain_id, tenant.location_id, category_id)
    return count
