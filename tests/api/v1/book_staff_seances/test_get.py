"""GET /book_staff_seances/{location_id}/{team_member_id}"""

from datetime import date

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, open_shop
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.schedules import set_hours
from tests.support.people import HARBOUR, PARTNER


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def test_the_nearest_day_with_a_slot(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 10:00", 180)
    await set_hours(conn, tenant, shop.ana, [date(2036, 2, 7), date(2036, 2, 8)], [600, 660])
    query = {"service_ids[]": shop.haircut, "datetime": "2036-02-01"}
    answer = await client.by(PARTNER).get(f"/book_staff_seances/{HARBOUR}/{shop.ana}", params=query)
    slot = {"time": "10:00", "seance_length": 3600, "sum_length": 3600, "datetime": "2036-02-07T10:00:00-05:00"}
    assert answer.json() == {"success": True, "data": {"seance_date": "2036-02-07", "seances": [slot]}, "meta": []}
    anyone = await client.get(f"/book_staff_seances/{HARBOUR}/0", params=query)
    assert anyone.json()["data"]["seance_date"] == DAY


async def test_nothing_ahead(client: Client, shop: Shop) -> None:
    """Q-368."""
    late = {"datetime": "2036-02-05T10:00"}
    for query in (late, {}):
        answer = await client.get(f"/book_staff_seances/{HARBOUR}/{shop.ana}", params=query)
        assert answer.json()["data"] == {"seance_date": None, "seances": []}


async def test_who_is_not_there_is_not_found(client: Client, shop: Shop) -> None:
    assert (await client.get(f"/book_staff_seances/{HARBOUR}/999999")).status_code == 404
