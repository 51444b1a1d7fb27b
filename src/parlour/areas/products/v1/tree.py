"""The product tree (tag Products): searching it, and listing what a category contains."""

from collections.abc import Sequence
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories.service import get_category
from parlour.areas.folding import fold
from parlour.areas.products.model.products import TreeNode
from parlour.areas.products.queries import tree
from parlour.areas.products.queries.search_order import NodePlace
from parlour.areas.products.v1.wire import tree as wire
from parlour.areas.products.v1.wire.parameters import PRODUCTS, Term
from parlour.db.pool import Connection
from parlour.http.cursors import Cursor
from parlour.http.json import JSONAnswer
from parlour.http.pages import Pages
from parlour.http.paging import Page
from parlour.http.v1_envelope import CountedPageAnswer, PageAnswer, counted_page, tagged_page

MAX_FOUND = 100


@get(
    "/api/v1/goods/search/{location_id:int}",
    operation_id="search_product",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
    query_aliases={"search_term": "term", "max_count": "count"},
)
async def search_product(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    pages: NamedDependency[Pages],
    term: Term = None,
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, description="How many at most; more than 100 means 100.")] = 25,
    cursor: Cursor = None,
) -> CountedPageAnswer[list[wire.TreeElement]]:
    """Search the product tree

    What has the very article or barcode comes first; then categories, then products, until `count` is full. Of each
    those with a code that begins with the term, then by title: those that begin with it, those with its words side by
    side, those with all words in any order. `page` goes on from there. Without a term: the root categories, whatever
    the count. Case, accents, width and the shape of signs don't matter. `search_term` and `max_count` are heard too.
    """
    folded, limit = fold(term or ""), min(count, MAX_FOUND)
    stretch = pages.stretch(NodePlace, page, limit, cursor)
    nodes: Sequence[TreeNode]
    if not folded:
        nodes = await tree.list_root_nodes(conn, tenant)
    elif pages.is_by_cursor:
        found = pages.cut(await tree.search_tree_after(conn, tenant, folded, stretch), tree.place_of)
        nodes = found
    else:
        nodes = await tree.search_tree(conn, tenant, folded, limit, pages.passed)
    rows = [wire.TreeElement.from_model(node) for node in nodes]
    return counted_page(rows, len(rows), pages.next_cursor)


@get(
    "/api/v1/goods/category_node/{location_id:int}/{category_id:int}",
    operation_id="get_product_category_composition",
    tags=PRODUCTS,
    permission=Permission.INVENTORY_VIEW,
)
async def get_product_category_composition(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    pages: NamedDependency[Pages],
    category_id: FromPath[int],
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=1000, description="Children on a page.")] = 1000,
    cursor: Cursor = None,
) -> JSONAnswer[PageAnswer[wire.CategoryNode]]:
    """Get a category with its children

    What lies right below it: categories, then products, by title within each.
    """
    category = await get_category(conn, tenant, category_id)
    stretch = pages.stretch(tree.ChildPlace, page, count, cursor)
    found = await tree.list_child_nodes(conn, tenant, category_id, stretch)
    children_count = found[0].count if found else await tree.count_child_nodes(conn, tenant, category_id)
    children = pages.cut(found, tree.place_of_child)
    element = wire.TreeElement.from_model(
        TreeNode(category.parent_id, None, category.id, category.title, category.is_chain)
    )
    node = wire.CategoryNode(
        **{name: getattr(element, name) for name in element.__struct_fields__},
        children=[wire.TreeElement.from_model(child) for child in children],
        children_count=children_count,
    )
    return tagged_page(node, category.revision, pages.next_cursor)


HANDLERS = [search_product, get_product_category_composition]
