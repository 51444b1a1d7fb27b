"""Statements on storages: where a location keeps its stock."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.storages import Storage
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# The first storage of each kind is used when none is named.
LIST_STORAGES: LiteralString = """
    SELECT id, title, kind, comment, weight,
           row_number() OVER (PARTITION BY kind ORDER BY weight, id) = 1 AS is_default
    FROM storages WHERE chain_id = $1 AND location_id = $2
    ORDER BY weight, id
"""


async def list_storages(conn: Connection, tenant: Tenant) -> list[Storage]:
    """List the storages of the location, those with the smallest weight first."""
    return to_structs(Storage, await conn.fetch(LIST_STORAGES, tenant.chain_id, tenant.location_id))
