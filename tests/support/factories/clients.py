"""Clients for tests."""

from collections.abc import Sequence
from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.clients.queries.tags import add_tags
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_client(
    conn: Connection, tenant: Tenant, name: str = "Maya Reyes", tag_ids: Sequence[int] = (), **fields: Any
) -> int:
    """Make a client of the location and return their id."""
    client_id = await insert(conn, "clients", tenant, **{"name": name, "search_text": name.casefold(), **fields})
    await add_tags(conn, tenant, {client_id: tag_ids})
    return client_id
