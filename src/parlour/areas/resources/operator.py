"""Listing resources across chains, for the operator."""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class Resource(msgspec.Struct, frozen=True):
    """A resource as the operator sees it, with the titles of its instances."""

    id: int
    chain_id: int
    location_id: int
    location_title: str
    title: str
    instances: list[str]


LIST_RESOURCES: LiteralString = """
    SELECT r.id, r.chain_id, r.location_id, l.title AS location_title, r.title, ARRAY (
        SELECT i.title FROM resource_instances i
        WHERE i.chain_id = r.chain_id AND i.resource_id = r.id AND i.deleted_at IS NULL
        ORDER BY i.id
    ) AS instances
    FROM resources r JOIN locations l ON l.chain_id = r.chain_id AND l.id = r.location_id
    WHERE r.deleted_at IS NULL
      AND ($1::bigint IS NULL OR r.chain_id = $1) AND ($2::bigint IS NULL OR r.location_id = $2)
      AND ($3::bigint IS NULL OR r.id = $3)
    ORDER BY r.chain_id, r.location_id, r.id
"""


async def list_resources(
    conn: Connection, chain_id: int | None = None, location_id: int | None = None, resource_id: int | None = None
) -> list[Resource]:
    """List the resources of one chain or of one location, the one with an id, or all."""
    return to_structs(Resource, await conn.fetch(LIST_RESOURCES, chain_id, location_id, resource_id))
