"""Team members and positions for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.team.model.positions import NewPosition, ServicesBinding
from parlour.areas.team.queries import positions
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_team_member(conn: Connection, tenant: Tenant, name: str = "Ana Lima", **fields: Any) -> int:
    """Make a team member who may have a schedule, and return their id."""
    return await insert(conn, "team_members", tenant, **{"name": name, "has_timetable": True, **fields})


async def make_position(conn: Connection, tenant: Tenant, title: str = "Stylist", **fields: Any) -> int:
    """Make a position of the chain, or find the one with the title, let the location use it, and return its id."""
    new = NewPosition(**{"title": title, "description": "", "services_binding": ServicesBinding.OFF, **fields})
    position_id = await positions.add_position(conn, tenant, new)
    await positions.link_position(conn, tenant, position_id)
    return position_id


async def make_employee(conn: Connection, tenant: Tenant, team_member_id: int, **fields: Any) -> None:
    """Make the personal data of a team member."""
    await insert(conn, "employees", tenant, team_member_id=team_member_id, **{"first_name": "Ana", **fields})
