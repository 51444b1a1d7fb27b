"""A salon that clients can book online: Ana and Ben cut hair on a Monday from 10 to 13, Ana also colours."""

from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.schedules import BOOKABLE_MONDAY, set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member

DAY = BOOKABLE_MONDAY.isoformat()
TEN_TO_ONE = (600, 780)


class Shop(msgspec.Struct, frozen=True):
    """What clients choose from; starts are half an hour apart."""

    ana: int
    ben: int
    haircut: int
    """An hour with Ana, half an hour with Ben."""
    colouring: int
    """Half an hour."""

    def element(self, time: str = "10:00", **fields: Any) -> dict[str, Any]:
        """An element of a booking: a haircut by Ana on the Monday."""
        return {"id": 1, "services": [self.haircut], "staff_id": self.ana, "datetime": f"{DAY}T{time}:00", **fields}


async def open_shop(conn: Connection, tenant: Tenant) -> Shop:
    ana = await make_team_member(conn, tenant, "Ana Lima", weight=10)
    ben = await make_team_member(conn, tenant, "Ben Okafor")
    haircut = await make_service(conn, tenant, "Haircut", search_step=1800, price_min=50, price_max=70)
    colouring = await make_service(conn, tenant, "Colouring", search_step=1800, price_min=80, price_max=80)
    await assign(conn, tenant, haircut, ana)
    await assign(conn, tenant, haircut, ben, duration=1800)
    await assign(conn, tenant, colouring, ana, duration=1800)
    for member_id in (ana, ben):
        await set_hours(conn, tenant, member_id, [BOOKABLE_MONDAY], TEN_TO_ONE)
    return Shop(ana, ben, haircut, colouring)


async def times(client: Client, location_id: int, member_id: int, day: str = DAY, **query: Any) -> str:
    """The starts that are listed."""
    answer = await client.get(f"/book_times/{location_id}/{member_id}/{day}", params=query)
    return " ".join(slot["time"] for slot in answer.json()["data"])


def booking(*elements: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The body of a booking."""
    return {"phone": "+1 (315) 555-0142", "fullname": "Maya", "email": "", "appointments": [*elements], **fields}


def codes_of(response: httpx.Response) -> list[tuple[int, int | str | None]]:
    """The codes of a refusal, each with the element that it is about."""
    assert response.status_code in (403, 422), response.text
    return [(fault["code"], fault.get("id")) for fault in response.json()["meta"]["errors"]]
