"""GET /book_services/{location_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, open_shop
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.services import make_service, make_service_category
from tests.support.people import HARBOUR, PARTNER


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def services(client: Client, **query: Any) -> list[tuple[int, int | None]]:
    """The services that are listed, with their lengths."""
    answer = await client.by(PARTNER).get(f"/book_services/{HARBOUR}", params=query)
    return [(each["id"], each["seance_length"]) for each in answer.json()["data"]["services"]]


async def test_services_with_their_categories(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    hair = await make_service_category(conn, tenant, "Hair", weight=7, api_id="h")
    await make_service_category(conn, tenant, "Empty")
    fields = {"category_id": hair, "weight": 5, "booking_title": "Wash and cut", "comment": "For all"}
    wash = await make_service(conn, tenant, "Wash", **fields, price_min=20, price_max=30, discount=5, api_id="w")
    await make_service(conn, tenant, "Inside", is_online=False)
    await make_service(conn, tenant, "Yoga", is_for_events=True)
    data = (await client.get(f"/book_services/{HARBOUR}")).json()["data"]
    assert data["services"][0] == {
        "id": wash, "title": "Wash and cut", "category_id": hair, "price_min": 20, "price_max": 30, "discount": 5,
        "comment": "For all", "weight": 5, "active": 1, "api_id": "w", "image": "", "prepaid": "forbidden",
        "seance_length": None, "is_chain": False, "is_composite": False, "composite_details": None,
        "abonement_restriction": 0, "prepaid_settings": {}, "gender": 0, "images": None,
    }  # fmt: skip
    assert [each["id"] for each in data["services"]] == [wash, shop.colouring, shop.haircut]
    assert data["category"] == [{"id": hair, "title": "Hair", "gender": 0, "api_id": "h", "weight": 7}]
    assert data["events"] == []


async def test_services_of_a_member_have_lengths(client: Client, shop: Shop) -> None:
    assert await services(client, staff_id=shop.ben) == [(shop.haircut, 1800)]
    assert await services(client, staff_id=0) == [(shop.colouring, None), (shop.haircut, None)]
    assert (await client.get(f"/book_services/{HARBOUR}", params={"staff_id": 999999})).status_code == 404


async def test_what_can_be_booked_at_a_time(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 10:30", 60)
    at = {"staff_id": shop.ana, "datetime": f"{DAY}T10:00"}
    assert await services(client, **at) == [(shop.colouring, 1800)]
    assert await services(client, datetime=f"{DAY}T10:00") == [(shop.colouring, None), (shop.haircut, None)]
    assert await services(client, **at, service_ids=shop.colouring) == []
    late = {"staff_id": shop.ana, "datetime": f"{DAY}T12:00"}
    assert await services(client, **late, service_ids=shop.colouring) == [(shop.colouring, 1800)]
