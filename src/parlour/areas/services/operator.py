"""Listing and importing services, for the operator of the server. Only the command line uses it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.services import ServiceFields
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

COLUMNS = ("chain_id", "location_id", *ServiceFields.__struct_fields__)
FILLED: tuple[LiteralString, ...] = ("services", "service_categories", "audit_log")
"""The tables that an import fills."""


class ListedService(msgspec.Struct, frozen=True):
    """A service as the operator sees it; without a location it belongs to the chain. The duration is in seconds."""

    id: int
    chain_id: int
    location_id: int | None
    category: str
    title: str
    price_min: Decimal
    price_max: Decimal
    duration: int
    is_online: bool
    team_members: int


LIST_SERVICES: LiteralString = """
    SELECT s.id, s.chain_id, s.location_id, coalesce(c.title, '') AS category, s.title, s.price_min, s.price_max,
           s.duration, s.is_online, (
               SELECT count(*) FROM service_team_members l
               JOIN team_members m ON m.chain_id = l.chain_id AND m.id = l.team_member_id AND m.deleted_at IS NULL
               WHERE l.chain_id = s.chain_id AND l.service_id = s.id
           ) AS team_members
    FROM services s LEFT JOIN service_categories c ON c.chain_id = s.chain_id AND c.id = s.category_id
    WHERE s.deleted_at IS NULL
      AND ($1::bigint IS NULL OR s.chain_id = $1) AND ($2::bigint IS NULL OR s.location_id = $2)
    ORDER BY s.chain_id, s.location_id NULLS FIRST, s.weight DESC, s.title, s.id
"""


async def list_services(conn: Connection, chain_id: int | None, location_id: int | None) -> list[ListedService]:
    """List the services of one chain, of one location, or of all."""
    return to_structs(ListedService, await conn.fetch(LIST_SERVICES, chain_id, location_id))


class Category(msgspec.Struct, frozen=True):
    """A category that the location sees, with the titles of its services; without an id those of no category."""

    id: int | None
    title: str
    service_titles: list[str]


# So that none is deleted before it is filled.
LOCK_CATEGORIES: LiteralString = """
    SELECT id FROM service_categories
    WHERE chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL FOR SHARE
"""


async def lock_categories(conn: Connection, tenant: Tenant) -> None:
    """Lock the categories that the location sees until the transaction ends."""
    await conn.execute(LOCK_CATEGORIES, tenant.chain_id, tenant.location_id)


LIST_CATEGORIES: LiteralString = """
    SELECT c.id, coalesce(c.title, '') AS title,
           ARRAY(SELECT title FROM services s
                 WHERE s.chain_id = $1 AND (s.location_id = $2 OR s.location_id IS NULL) AND s.deleted_at IS NULL
                   AND s.category_id IS NOT DISTINCT FROM c.id) AS service_titles
    FROM (SELECT id, title FROM service_categories
          WHERE chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL
          UNION ALL SELECT NULL, NULL) AS c
    ORDER BY c.id NULLS FIRST
"""


async def list_categories(conn: Connection, tenant: Tenant) -> list[Category]:
    """List the categories that the location sees, with what is in them; the first is of what is in none."""
    return to_structs(Category, await conn.fetch(LIST_CATEGORIES, tenant.chain_id, tenant.location_id))


ADD_CATEGORIES: LiteralString = """
    INSERT INTO service_categories (chain_id, location_id, title)
    SELECT $1, $2, title FROM unnest($3::text[]) WITH ORDINALITY AS given (title, place) ORDER BY place
    RETURNING id, title, '{}'::text[] AS service_titles
"""


async def add_categories(conn: Connection, tenant: Tenant, titles: Sequence[str]) -> list[Category]:
    """Create categories of the location."""
    return to_structs(Category, await conn.fetch(ADD_CATEGORIES, tenant.chain_id, tenant.location_id, list(titles)))


async def add_services(conn: Connection, tenant: Tenant, services: Sequence[ServiceFields]) -> None:
    """Create services of the location."""
    records = [(tenant.chain_id, tenant.location_id, *msgspec.structs.astuple(fields)) for fields in services]
    await conn.copy_records_to_table("services", records=records, columns=COLUMNS)
