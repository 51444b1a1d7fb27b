"""A studio for tests of events: a team member who gives yoga classes on a Monday from 10 to 19."""

from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.events import make_event_service
from tests.support.factories.resources import make_resource
from tests.support.people import HARBOUR
from tests.support.salon import Salon, open_salon

CREATE = f"/activity/{HARBOUR}"


class Studio(msgspec.Struct, frozen=True):
    """What events are made of."""

    salon: Salon
    yoga: int
    """An hour that Ana and Ben provide, for 15 a seat."""
    hall: int
    """A kind of rooms."""
    left: int
    right: int

    @property
    def ana(self) -> int:
        return self.salon.ana

    @property
    def ben(self) -> int:
        return self.salon.ben

    def event(self, time: str = "10:00", **fields: Any) -> dict[str, Any]:
        """Return the body of a request for a class by Ana on the Monday."""
        needed = {"staff_id": self.ana, "service_id": self.yoga, "capacity": 5, "force": False}
        return {**needed, "date": f"2026-02-02 {time}", **fields}


async def open_studio(conn: Connection, tenant: Tenant) -> Studio:
    salon = await open_salon(conn, tenant)
    yoga = await make_event_service(conn, tenant, salon.ana, salon.ben, price_min=15, price_max=15)
    hall = await make_resource(conn, tenant, "Hall", "Left", "Right")
    left, right = (instance.id for instance in hall.instances)
    return Studio(salon, yoga, hall.id, left, right)


async def created(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    """Create an event and return it as it is answered."""
    return shown(await client.post(CREATE, body))


def shown(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


def conflict_of(response: httpx.Response) -> str:
    """Return the message of a conflict that can be forced."""
    meta = response.json()["meta"]
    assert (response.status_code, meta.get("conflict")) == (409, True), response.text
    message: str = meta["message"]
    return message
