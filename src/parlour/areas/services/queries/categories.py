"""Statements on categories of services."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.services.model.categories import Category, ChainCategory, NewCategory
from parlour.areas.services.queries.columns import VISIBLE
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

# The members of the location who provide a service of category `c`.
_MEMBERS: LiteralString = """
    ARRAY(SELECT DISTINCT m.id
          FROM services s
          JOIN service_team_members l ON l.chain_id = $1 AND l.service_id = s.id AND l.location_id = $2
          JOIN team_members m ON m.chain_id = $1 AND m.id = l.team_member_id AND m.deleted_at IS NULL
          WHERE s.chain_id = $1 AND s.category_id = c.id AND s.deleted_at IS NULL
          ORDER BY m.id)
"""
_COLUMNS: LiteralString = "c.id, c.location_id, c.title, c.api_id, c.weight, c.revision"
_FROM: LiteralString = f"FROM (SELECT * FROM service_categories WHERE {VISIBLE}) AS c"

LIST_CATEGORIES: LiteralString = f"""
    SELECT found.* FROM (SELECT {_COLUMNS}, {_MEMBERS} AS team_member_ids {_FROM}) AS found
    WHERE ($3::bigint IS NULL OR id = $3) AND ($4::bigint IS NULL OR $4 = ANY (team_member_ids))
    ORDER BY weight DESC, title, id
"""


async def list_categories(
    conn: Connection, tenant: Tenant, category_id: int | None = None, team_member_id: int | None = None
) -> list[Category]:
    """List the categories that the location sees, the highest weight first: all, one, or those of a team member."""
    rows = await conn.fetch(LIST_CATEGORIES, tenant.chain_id, tenant.location_id, category_id, team_member_id)
    return to_structs(Category, rows)


FIND_CATEGORY: LiteralString = f"SELECT {_COLUMNS}, {_MEMBERS} AS team_member_ids {_FROM} WHERE c.id = $3"


async def find_category(conn: Connection, tenant: Tenant, category_id: int) -> Category | None:
    row = await conn.fetchrow(FIND_CATEGORY, tenant.chain_id, tenant.location_id, category_id)
    return to_struct_or_none(Category, row)


LOCK_CATEGORY: LiteralString = f"SELECT FROM service_categories WHERE {VISIBLE} AND id = $3 FOR UPDATE"


async def lock_category(conn: Connection, tenant: Tenant, category_id: int) -> None:
    """Lock a category: until the transaction ends, no other can change, fill or delete it."""
    await conn.execute(LOCK_CATEGORY, tenant.chain_id, tenant.location_id, category_id)


CREATE_CATEGORY: LiteralString = """
    INSERT INTO service_categories (chain_id, location_id, title, api_id, weight) VALUES ($1, $2, $3, $4, $5)
    RETURNING id, location_id, title, api_id, weight, revision, '{}'::bigint[] AS team_member_ids
"""


async def create_category(conn: Connection, tenant: Tenant, new: NewCategory) -> Category:
    row = await conn.fetchrow(CREATE_CATEGORY, tenant.chain_id, tenant.location_id, new.title, new.api_id, new.weight)
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(Category, row)


UPDATE_CATEGORY: LiteralString = """
    UPDATE service_categories SET title = $3, api_id = $4, weight = $5, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_category(conn: Connection, tenant: Tenant, category: Category) -> None:
    """Write the category as given; the row must be locked."""
    await conn.execute(UPDATE_CATEGORY, tenant.chain_id, category.id, category.title, category.api_id, category.weight)


SOFT_DELETE_CATEGORY: LiteralString = """
    UPDATE service_categories SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_category(conn: Connection, tenant: Tenant, category_id: int) -> None:
    await conn.execute(SOFT_DELETE_CATEGORY, tenant.chain_id, category_id)


COUNT_SERVICES: LiteralString = """
    SELECT count(*) FROM services WHERE chain_id = $1 AND category_id = $2 AND deleted_at IS NULL
"""


async def count_services(conn: Connection, tenant: Tenant, category_id: int) -> int:
    """Count the services of a category, in all locations."""
    count: int = await conn.fetchval(COUNT_SERVICES, tenant.chain_id, category_id)
    return count


LIST_CHAIN_CATEGORIES: LiteralString = """
    SELECT c.id, c.title, coalesce(offered.ids, '{}') AS service_ids, coalesce(offered.titles, '{}') AS service_titles
    FROM service_categories c
    LEFT JOIN (
        SELECT category_id, array_agg(id ORDER BY weight DESC, title, id) AS ids,
               array_agg(title ORDER BY weight DESC, title, id) AS titles
        FROM services
        WHERE chain_id = $1 AND location_id IS NULL AND deleted_at IS NULL AND (is_online OR NOT $2)
        GROUP BY category_id
    ) AS offered ON offered.category_id = c.id
    WHERE c.chain_id = $1 AND c.location_id IS NULL AND c.deleted_at IS NULL
      AND (offered.category_id IS NOT NULL OR NOT $2)
    ORDER BY c.weight DESC, c.title, c.id
"""


async def list_chain_categories(conn: Connection, chain_id: int, *, online_only: bool) -> list[ChainCategory]:
    """List the categories of a whole chain with its services; or only what clients see when they book."""
    return to_structs(ChainCategory, await conn.fetch(LIST_CHAIN_CATEGORIES, chain_id, online_only))
