"""Creating, moving and deleting categories, with the rules of the tree."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.categories import queries, refusals
from parlour.areas.categories.model import Category, CategoryPatch, NewCategory
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


async def get_category(conn: Connection, tenant: Tenant, category_id: int) -> Category:
    """Return a category. Raise `NotFound` for one that the location doesn't see."""
    category = await queries.find_category(conn, tenant, category_id)
    if category is None:
        raise NotFound("Category")
    return category


async def list_children(conn: Connection, tenant: Tenant, parent_id: int) -> list[Category]:
    """List the categories directly below a parent, for 0 the roots. Raise `NotFound` for an unknown parent."""
    if parent_id == 0:
        return await queries.list_roots(conn, tenant)
    await get_category(conn, tenant, parent_id)
    return await queries.list_children(conn, tenant, parent_id)


async def create_category(conn: Connection, tenant: Tenant, new: NewCategory) -> Category:
    """Create a category. Raise `NotFound` for an unknown parent, `Invalid` for one that is too deep."""
    if new.parent_id is not None:
        await queries.lock_tree(conn, tenant)
        await _check_position(conn, tenant, new.parent_id, None)
    return await queries.create_category(conn, tenant, new)


async def update_category(conn: Connection, tenant: Tenant, category: Category, patch: CategoryPatch) -> Category:
    """Apply a patch to a locked category. Raise `NotFound` or `Invalid` for a bad parent."""
    changed = patched(category, patch)
    if changed.parent_id is not None and changed.parent_id != category.parent_id:
        await _check_position(conn, tenant, changed.parent_id, category)
    return await queries.update_category(conn, tenant, changed)


async def delete_category(conn: Connection, tenant: Tenant, category_id: int, expected: Revisions) -> None:
    """Mark an empty category as deleted. Raise `Conflict`, with the numbers of its items, for any other."""
    await lock_category(conn, tenant, category_id, expected)
    contents = await queries.count_contents(conn, tenant, category_id)
    if contents:
        raise refusals.NOT_EMPTY.error(str(contents))
    await queries.soft_delete_category(conn, tenant, category_id)


async def lock_category(conn: Connection, tenant: Tenant, category_id: int, expected: Revisions) -> Category:
    """Lock and return a category, to change it in this transaction.

    The tree is always locked first: two transactions that lock in different orders would wait for each other.
    Raise `NotFound`, `Forbidden` for a chain item without the right in the chain, `Stale`.
    """
    await queries.lock_tree(conn, tenant)
    category = await queries.lock_category(conn, tenant, category_id)
    if category is None:
        raise NotFound("Category")
    if category.is_chain:
        tenant.require_in_chain(Permission.PRODUCTS_MANAGE)
    check_revision(category.revision, expected)
    return category


async def _check_position(conn: Connection, tenant: Tenant, parent_id: int, moved: Category | None) -> None:
    # Locked, so that the parent isn't deleted before its new child is written.
    parent = await queries.lock_category(conn, tenant, parent_id)
    if parent is None:
        raise refusals.NO_PARENT.error()
    if moved is not None and moved.is_chain and not parent.is_chain:
        raise Invalid([Fault("parent_id", "A category of the chain can't be inside a category of a single location.")])
    position = await queries.find_position(conn, tenant, parent_id, moved.id if moved else None)
    position.check()
