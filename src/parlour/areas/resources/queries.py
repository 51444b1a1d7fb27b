"""Statements on resources and their instances."""

from collections.abc import Sequence
from typing import LiteralString

import asyncpg
import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.resources.model import Instance, InstanceEntry, Resource
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_INSTANCES = msgspec.json.Decoder(list[Instance])
_RESOURCES: LiteralString = """
    SELECT r.id, r.location_id, r.title, r.revision, coalesce((
        SELECT json_agg(json_build_object('id', i.id, 'title', i.title) ORDER BY i.id)
        FROM resource_instances i
        WHERE i.chain_id = r.chain_id AND i.resource_id = r.id AND i.deleted_at IS NULL
    ), '[]')::text AS instances
    FROM resources r
    WHERE r.chain_id = $1 AND r.location_id = $2 AND r.deleted_at IS NULL
"""


def _to_resource(row: asyncpg.Record) -> Resource:
    instances = _INSTANCES.decode(row["instances"])
    return Resource(row["id"], row["location_id"], row["title"], row["revision"], instances)


LIST_RESOURCES: LiteralString = f"{_RESOURCES} ORDER BY r.id"


async def list_resources(conn: Connection, tenant: Tenant) -> list[Resource]:
    """List the location's resources with their instances, both by id."""
    return [_to_resource(row) for row in await conn.fetch(LIST_RESOURCES, tenant.chain_id, tenant.location_id)]


FIND_RESOURCE: LiteralString = f"{_RESOURCES} AND r.id = $3"


async def find_resource(conn: Connection, tenant: Tenant, resource_id: int) -> Resource | None:
    row = await conn.fetchrow(FIND_RESOURCE, tenant.chain_id, tenant.location_id, resource_id)
    return None if row is None else _to_resource(row)


# Stronger than a change needs: it also waits for links of services that are being written, and keeps new ones out.
LOCK_RESOURCE: LiteralString = """
    SELECT FROM resources WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND deleted_at IS NULL FOR UPDATE
"""


async def lock_resource(conn: Connection, tenant: Tenant, resource_id: int) -> Resource | None:
    """Lock and return a resource with its instances, or None.

    The instances are read after the lock was granted: each change of them locks their resource first.
    """
    await conn.execute(LOCK_RESOURCE, tenant.chain_id, tenant.location_id, resource_id)
    return await find_resource(conn, tenant, resource_id)


CREATE_RESOURCE: LiteralString = """
    INSERT INTO resources (chain_id, location_id, title) VALUES ($1, $2, $3) RETURNING id
"""


async def create_resource(conn: Connection, tenant: Tenant, title: str) -> int:
    """Create a resource and return its id. A title that another one has violates `resources_title_idx`."""
    resource_id: int = await conn.fetchval(CREATE_RESOURCE, tenant.chain_id, tenant.location_id, title)
    return resource_id


UPDATE_RESOURCE: LiteralString = """
    UPDATE resources SET title = $3, revision = revision + 1, changed_at = now() WHERE chain_id = $1 AND id = $2
"""


async def update_resource(conn: Connection, tenant: Tenant, resource_id: int, title: str) -> None:
    """Write the title of a locked resource. A title in use violates `resources_title_idx`."""
    await conn.execute(UPDATE_RESOURCE, tenant.chain_id, resource_id, title)


REPLACE_INSTANCES: LiteralString = """
    WITH given AS (
        SELECT id, title, position
        FROM unnest($4::bigint[], $5::text[]) WITH ORDINALITY AS entries (id, title, position)
    ), removed AS (
        UPDATE resource_instances i SET deleted_at = now(), changed_at = now()
        WHERE i.chain_id = $1 AND i.resource_id = $3 AND i.deleted_at IS NULL
          AND NOT EXISTS (SELECT FROM given g WHERE g.id = i.id)
    ), renamed AS (
        UPDATE resource_instances i SET title = g.title, changed_at = now()
        FROM given g
        WHERE i.chain_id = $1 AND i.resource_id = $3 AND i.id = g.id AND i.deleted_at IS NULL AND i.title <> g.title
    )
    INSERT INTO resource_instances (chain_id, location_id, resource_id, title)
    SELECT $1, $2, $3, g.title FROM given g WHERE g.id IS NULL ORDER BY g.position
"""


async def replace_instances(
    conn: Connection, tenant: Tenant, resource_id: int, entries: Sequence[InstanceEntry]
) -> None:
    """Add, rename and mark as deleted, so that a locked resource has these instances and no others."""
    ids, titles = [entry.id for entry in entries], [entry.title for entry in entries]
    await conn.execute(REPLACE_INSTANCES, tenant.chain_id, tenant.location_id, resource_id, ids, titles)


class Need(msgspec.Struct, frozen=True):
    """A service that needs a resource."""

    service_id: int
    title: str


LIST_NEEDS: LiteralString = """
    SELECT s.id AS service_id, s.title
    FROM service_resources sr JOIN services s ON s.chain_id = sr.chain_id AND s.id = sr.service_id
    WHERE sr.chain_id = $1 AND sr.resource_id = $2 AND s.deleted_at IS NULL
    ORDER BY s.title, s.id
"""


async def list_needs(conn: Connection, tenant: Tenant, resource_id: int) -> list[Need]:
    """List the services that need a resource, by title."""
    return to_structs(Need, await conn.fetch(LIST_NEEDS, tenant.chain_id, resource_id))


SOFT_DELETE_RESOURCE: LiteralString = """
    UPDATE resources SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_resource(conn: Connection, tenant: Tenant, resource_id: int) -> None:
    await conn.execute(SOFT_DELETE_RESOURCE, tenant.chain_id, resource_id)
