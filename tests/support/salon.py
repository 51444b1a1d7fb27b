"""A salon for tests of appointments: a team member who provides a service on a Monday from 10 to 19."""

from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_position, make_team_member


class Salon(msgspec.Struct, frozen=True):
    """What appointments are made of."""

    ana: int
    ben: int
    """Who provides nothing."""
    haircut: int
    """An hour for 50."""
    colouring: int
    """Half an hour for 80."""

    def booking(self, time: str = "14:00", **fields: Any) -> dict[str, Any]:
        """Return the body of a request for a haircut by Ana on the Monday."""
        return {"staff_id": self.ana, "services": [self.haircut], "datetime": f"2026-02-02 {time}", **fields}


async def open_salon(conn: Connection, tenant: Tenant) -> Salon:
    position_id = await make_position(conn, tenant, "Stylist")
    ana = await make_team_member(conn, tenant, "Ana Lima", position_id=position_id)
    ben = await make_team_member(conn, tenant, "Ben Okafor")
    haircut = await make_service(conn, tenant, "Haircut", price_min=50, price_max=70)
    colouring = await make_service(conn, tenant, "Colouring", price_min=80, price_max=80)
    await assign(conn, tenant, haircut, ana)
    await assign(conn, tenant, colouring, ana, duration=1800)
    for member_id in (ana, ben):
        await set_hours(conn, tenant, member_id)
    return Salon(ana, ben, haircut, colouring)
