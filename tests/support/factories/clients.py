"""Clients for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_client(conn: Connection, tenant: Tenant, name: str = "Maya Reyes", **fields: Any) -> int:
    """Make a client of the location and return their id."""
    return await insert(conn, "clients", tenant, **{"name": name, "search_text": name.casefold(), **fields})
