"""Team members and positions for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_team_member(conn: Connection, tenant: Tenant, name: str = "Ana Lima", **fields: Any) -> int:
    """Make a team member who may have a schedule, and return their id."""
    return await insert(conn, "team_members", tenant, **{"name": name, "has_timetable": True, **fields})


async def make_position(conn: Connection, tenant: Tenant, title: str = "Stylist", **fields: Any) -> int:
    """Make a position of the chain that the tenant's location uses, and return its id."""
    position_id: int = await conn.fetchval(
        "INSERT INTO positions (chain_id, title) VALUES ($1, $2) RETURNING id", tenant.chain_id, title
    )
    await insert(conn, "position_locations", tenant, position_id=position_id, **fields)
    return position_id
