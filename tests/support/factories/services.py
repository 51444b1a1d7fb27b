"""Services, their categories and who provides them, for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_service_category(conn: Connection, tenant: Tenant, title: str = "Hair", **fields: Any) -> int:
    """Make a category of services, and return its id."""
    return await insert(conn, "service_categories", tenant, title=title, **fields)


async def make_service(conn: Connection, tenant: Tenant, title: str = "Haircut", **fields: Any) -> int:
    """Make a service that can be booked online, and return its id."""
    return await insert(conn, "services", tenant, **{"title": title, "is_online": True, **fields})


async def assign(conn: Connection, tenant: Tenant, service_id: int, team_member_id: int, **fields: Any) -> None:
    """Let a team member provide a service."""
    ids = {"service_id": service_id, "team_member_id": team_member_id}
    await insert(conn, "service_team_members", tenant, **{**ids, "duration": 3600, **fields})
