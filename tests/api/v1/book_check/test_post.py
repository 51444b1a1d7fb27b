"""POST /book_check/{location_id}"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import Shop, codes_of, open_shop
from tests.support.client import Client
from tests.support.people import HARBOUR, PARTNER

CHECK = f"/book_check/{HARBOUR}"


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def test_what_can_be_booked_is_told_and_nothing_made(client: Client, conn: Connection, shop: Shop) -> None:
    response = await client.by(PARTNER).post(CHECK, {"appointments": [{**shop.element(), "events": []}]})
    assert (response.status_code, response.json()) == (
        201,
        {"success": True, "data": None, "meta": {"message": "Created"}},
    )
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0


async def test_each_fault_has_its_code_and_element(client: Client, shop: Shop) -> None:
    elements = [
        shop.element("10:00", id=1),
        shop.element("10:30", id=2),
        shop.element("10:20", id=3),
        shop.element("10:00", id=4, services=[]),
        shop.element("10:00", id=5, services=[999_999]),
        shop.element("09:00", id=6, staff_id=0),
    ]
    response = await client.post(CHECK, {"appointments": elements})
    assert codes_of(response) == [(437, 2), (433, 3), (422, 4), (438, 5), (436, 6)]
    assert response.json()["meta"]["errors"][0]["message"] == "This overlaps another appointment of the same booking."
