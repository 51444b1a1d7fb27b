"""Statements on categories."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category, Contents, NewCategory, Position
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

_COLUMNS: LiteralString = "id, location_id, parent_id, title, article, comment, revision"
_VISIBLE: LiteralString = "chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL"

FIND_CATEGORY: LiteralString = f"SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} AND id = $3"


async def find_category(conn: Connection, tenant: Tenant, category_id: int) -> Category | None:
    row = await conn.fetchrow(FIND_CATEGORY, tenant.chain_id, tenant.location_id, category_id)
    return to_struct_or_none(Category, row)


LOCK_CATEGORY: LiteralString = f"{FIND_CATEGORY} FOR UPDATE"


async def lock_category(conn: Connection, tenant: Tenant, category_id: int) -> Category | None:
    """Lock and return a category, or None. Until the transaction ends, no other can change, fill or delete it."""
    row = await conn.fetchrow(LOCK_CATEGORY, tenant.chain_id, tenant.location_id, category_id)
    return to_struct_or_none(Category, row)


LOCK_TREE: LiteralString = "SELECT id FROM chains WHERE id = $1 FOR NO KEY UPDATE"


async def lock_tree(conn: Connection, tenant: Tenant) -> None:
    """Lock the chain's category tree until the transaction ends: two moves at the same time could create a loop."""
    await conn.execute(LOCK_TREE, tenant.chain_id)


LIST_CHILDREN: LiteralString = f"""
    SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} AND parent_id = $3
    ORDER BY left(search_text, 64), id
"""
LIST_ROOTS: LiteralString = f"""
    SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} AND parent_id IS NULL ORDER BY left(search_text, 64), id
"""


async def list_children(conn: Connection, tenant: Tenant, parent_id: int) -> list[Category]:
    """List the categories directly below a parent, by title."""
    return to_structs(Category, await conn.fetch(LIST_CHILDREN, tenant.chain_id, tenant.location_id, parent_id))


async def list_roots(conn: Connection, tenant: Tenant) -> list[Category]:
    """List the categories without a parent, by title."""
    return to_structs(Category, await conn.fetch(LIST_ROOTS, tenant.chain_id, tenant.location_id))


LIST_CHILDREN_OF_ALL: LiteralString = f"""
    SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} AND parent_id = ANY ($3::bigint[])
    ORDER BY left(search_text, 64), id
"""


async def list_children_of_all(conn: Connection, tenant: Tenant, parent_ids: list[int]) -> list[Category]:
    """List the categories directly below any of the parents, by title."""
    rows = await conn.fetch(LIST_CHILDREN_OF_ALL, tenant.chain_id, tenant.location_id, parent_ids)
    return to_structs(Category, rows)


LIST_CATEGORIES: LiteralString = f"SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} ORDER BY id"


async def list_categories(conn: Connection, tenant: Tenant) -> list[Category]:
    """List all categories that the location sees, by id."""
    return to_structs(Category, await conn.fetch(LIST_CATEGORIES, tenant.chain_id, tenant.location_id))


LIST_CATEGORIES_BY_IDS: LiteralString = f"""
    SELECT {_COLUMNS} FROM categories WHERE {_VISIBLE} AND id = ANY ($3::bigint[]) ORDER BY id
"""


async def list_categories_by_ids(conn: Connection, tenant: Tenant, ids: list[int]) -> list[Category]:
    """List the categories with these ids, by id; unknown ids are left out."""
    return to_structs(Category, await conn.fetch(LIST_CATEGORIES_BY_IDS, tenant.chain_id, tenant.location_id, ids))


CREATE_CATEGORY: LiteralString = f"""
    INSERT INTO categories (chain_id, location_id, title, parent_id, article, comment, search_text)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {_COLUMNS}
"""


async def create_category(conn: Connection, tenant: Tenant, new: NewCategory) -> Category:
    row = await conn.fetchrow(
        CREATE_CATEGORY,
        tenant.chain_id,
        tenant.location_id,
        new.title,
        new.parent_id,
        new.article,
        new.comment,
        search_text(new.title, new.article),
    )
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(Category, row)


UPDATE_CATEGORY: LiteralString = f"""
    UPDATE categories
    SET title = $3, parent_id = $4, article = $5, comment = $6, search_text = $7,
        revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_category(conn: Connection, tenant: Tenant, category: Category) -> Category:
    """Write the category as given; the row must be locked."""
    row = await conn.fetchrow(
        UPDATE_CATEGORY,
        tenant.chain_id,
        category.id,
        category.title,
        category.parent_id,
        category.article,
        category.comment,
        search_text(category.title, category.article),
    )
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(Category, row)


SOFT_DELETE_CATEGORY: LiteralString = """
    UPDATE categories SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_category(conn: Connection, tenant: Tenant, category_id: int) -> None:
    await conn.execute(SOFT_DELETE_CATEGORY, tenant.chain_id, category_id)


COUNT_CONTENTS: LiteralString = """
    SELECT (SELECT count(*) FROM categories
            WHERE chain_id = $1 AND parent_id = $2 AND deleted_at IS NULL) AS categories,
           (SELECT count(*) FROM products
            WHERE chain_id = $1 AND category_id = $2 AND deleted_at IS NULL) AS products
"""


async def count_contents(conn: Connection, tenant: Tenant, category_id: int) -> Contents:
    """Count the items that the category contains directly, in all locations."""
    row = await conn.fetchrow(COUNT_CONTENTS, tenant.chain_id, category_id)
    assert row is not None  # noqa: S101 - two counts always give a row
    return to_struct(Contents, row)


# For a new category $3 is null, and its branch is one level high.
FIND_POSITION: LiteralString = """
    WITH RECURSIVE ancestors (id, parent_id, depth) AS (
        SELECT id, parent_id, 1 FROM categories WHERE chain_id = $1 AND id = $2
        UNION ALL
        SELECT c.id, c.parent_id, a.depth + 1
        FROM categories c JOIN ancestors a ON c.chain_id = $1 AND c.id = a.parent_id
    ), branch (id, height) AS (
        SELECT $3::bigint, 1
        UNION ALL
        SELECT c.id, b.height + 1
        FROM categories c JOIN branch b ON c.chain_id = $1 AND c.parent_id = b.id AND c.deleted_at IS NULL
    )
    SELECT coalesce((SELECT max(depth) FROM ancestors), 0) AS parent_depth,
           (SELECT max(height) FROM branch) AS branch_height,
           EXISTS (SELECT FROM ancestors WHERE id = $3) AS is_inside_itself
"""


async def find_position(conn: Connection, tenant: Tenant, parent_id: int, category_id: int | None) -> Position:
    """Return the position that a category (None: a new one) would have below a parent."""
    row = await conn.fetchrow(FIND_POSITION, tenant.chain_id, parent_id, category_id)
    assert row is not None  # noqa: S101 - aggregates always give a row
    return to_struct(Position, row)
