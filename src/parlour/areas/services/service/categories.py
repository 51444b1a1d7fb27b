"""Creating, changing and deleting categories of services."""

from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.services import refusals
from parlour.areas.services.model.categories import Category, CategoryPatch, NewCategory
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries import categories as queries
from parlour.areas.services.service.filters import require
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_category(conn: Connection, tenant: Tenant, category_id: int) -> Category:
    """Return a category. Raise `NotFound` for one that the location doesn't see."""
    category = await queries.find_category(conn, tenant, category_id)
    if category is None:
        raise NotFound("Category")
    return category


async def list_categories(conn: Connection, tenant: Tenant, filter_: ServiceFilter) -> list[Category]:
    """List categories. Raise `NotFound` with all that the filter names and the location doesn't see."""
    await require(conn, tenant, filter_)
    return await queries.list_categories(conn, tenant, filter_.category_id, filter_.team_member_id)


async def create_category(conn: Connection, tenant: Tenant, new: NewCategory) -> Category:
    """Create a category of the location."""
    return await queries.create_category(conn, tenant, new)


async def update_category(
    conn: Connection, tenant: Tenant, category_id: int, patch: CategoryPatch, expected: Revisions
) -> Category:
    """Apply a patch. Raise `NotFound`, `Forbidden` for a category of the chain, `Stale`."""
    category = await _lock_category(conn, tenant, category_id, expected)
    await queries.update_category(conn, tenant, patched(category, patch))
    return await get_category(conn, tenant, category_id)


async def delete_category(conn: Connection, tenant: Tenant, category_id: int, expected: Revisions) -> None:
    """Mark a category without services as deleted. Raise `Conflict` for any other."""
    await _lock_category(conn, tenant, category_id, expected)
    count = await queries.count_services(conn, tenant, category_id)
    if count:
        raise refusals.NOT_EMPTY.error(count)
    await queries.soft_delete_category(conn, tenant, category_id)


async def _lock_category(conn: Connection, tenant: Tenant, category_id: int, expected: Revisions) -> Category:
    await queries.lock_category(conn, tenant, category_id)
    category = await get_category(conn, tenant, category_id)
    if category.is_chain:
        raise refusals.CATEGORY_OF_CHAIN.error()
    check_revision(category.revision, expected)
    return category
