"""Rows for tests of any area, written straight into their tables."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection


async def insert(conn: Connection, table: str, tenant: Tenant, /, **fields: Any) -> int:
    """Insert a row of the tenant's chain and location with these columns, and return its id."""
    columns = {"chain_id": tenant.chain_id, "location_id": tenant.location_id, **fields}
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) RETURNING *"
    row = await conn.fetchrow(statement, *columns.values())
    assert row is not None
    found: int = row.get("id", 0)
    return found
