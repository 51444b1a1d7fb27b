"""Statements of an export."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.queries.clients import COLUMNS
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_NEXT: LiteralString = f"""
    SELECT {COLUMNS} FROM clients c WHERE {IS_VISIBLE} AND c.id > $4 ORDER BY c.id LIMIT $5
"""


async def list_next(conn: Connection, tenant: Tenant, after_id: int, limit: int) -> list[Client]:
    """List the clients after an id, by id."""
    return to_structs(Client, await conn.fetch(LIST_NEXT, *visible_to(tenant), after_id, limit))
