"""The product tree (tag Products): searching it, and listing what a category contains."""

from collections.abc import Sequence

from parlour.access.permissions import Permission
from parlour.areas.categories.service import get_category
from parlour.areas.folding import fold
from parlour.areas.products.model.products import TreeNode
from parlour.areas.products.queries import tree
from parlour.areas.products.queries.search_order import NodeSortKey
from parlour.areas.products.v1.wire import lists
from parlour.areas.products.v1.wire import tree as wire
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import CountedPageAnswer, PageAnswer, counted_page, page_with_etag

MAX_FOUND = 100

operations = Operations(B2B_V1, "Products")


@operations.get("/api/v1/goods/search/{location_id}", "search_product", Permission.INVENTORY_VIEW)
async def search_product(
    ctx: Reading, query: lists.TreeSearch, pages: Pages
) -> CountedPageAnswer[list[wire.TreeElement]]:
    """Search the product tree

    Items with the exact article or barcode come first, then categories, then products, up to `count`. Within each:
    items with a code that begins with the term, then by title: those that begin with it, those with its words side by
    side, those with all words in any order. `page` continues from there. Without a term, all root categories are
    returned, whatever the count is. Case, accents, width and variants of characters don't matter. `search_term` and
    `max_count` are accepted, too.
    """
    folded = fold(query.term or "")
    page = pages.rows(NodeSortKey, at_most=MAX_FOUND)
    nodes: Sequence[TreeNode]
    if not folded:
        nodes = await tree.list_root_nodes(ctx.conn, ctx.tenant)
    elif pages.is_by_cursor:
        found = pages.cut(await tree.search_tree_after(ctx.conn, ctx.tenant, folded, page), tree.sort_key_of)
        nodes = found
    else:
        nodes = await tree.search_tree(ctx.conn, ctx.tenant, folded, pages.limit, pages.passed)
    rows = [wire.TreeElement.from_model(node) for node in nodes]
    return counted_page(rows, len(rows), pages.next_cursor)


@operations.get(
    "/api/v1/goods/category_node/{location_id}/{category_id}",
    "get_product_category_composition",
    Permission.INVENTORY_VIEW,
)
async def get_product_category_composition(
    ctx: Reading,
    category_id: lists.CategoryInPath,
    query: lists.CategoryChildren,  # noqa: ARG001 - `pages` reads it
    pages: Pages,
) -> WithETag[PageAnswer[wire.CategoryNode]]:
    """Get a category with its children

    The direct children: first categories, then products, each sorted by title.
    """
    category = await get_category(ctx.conn, ctx.tenant, category_id)
    page = pages.rows(tree.ChildSortKey)
    found = await tree.list_child_nodes(ctx.conn, ctx.tenant, category_id, page)
    children_count = found[0].count if found else await tree.count_child_nodes(ctx.conn, ctx.tenant, category_id)
    children = pages.cut(found, tree.sort_key_of_child)
    above = TreeNode(category.parent_id, None, category.id, category.title, category.is_chain)
    node = wire.CategoryNode.of(above, children, children_count)
    return page_with_etag(node, category.revision, pages.next_cursor)
