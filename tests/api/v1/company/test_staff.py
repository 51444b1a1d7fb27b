"""GET /company/{location_id}/staff/{team_member_id}"""

from decimal import Decimal

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.images import make_photo
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

STAFF = f"/company/{HARBOUR}/staff"


async def test_one_is_a_list_with_a_total(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-156."""
    await make_team_member(conn, tenant)
    member_id = await make_team_member(conn, tenant, "Ben Okafor")
    answer = await client.get(f"{STAFF}/{member_id}")
    assert [each["name"] for each in answer.json()["data"]] == ["Ben Okafor"]
    assert (answer.json()["meta"], answer.headers["ETag"]) == ({"total_count": 1, "count": 1}, '"1"')


@pytest.mark.parametrize("path", ["", "/", "/0", "?with_deleted=0"])
async def test_without_an_id_it_is_the_team(client: Client, conn: Connection, tenant: Tenant, path: str) -> None:
    for name, weight in (("Ana", 0), ("Ben", 9)):
        await make_team_member(conn, tenant, name, weight=weight)
    answer = await client.get(f"{STAFF}{path}")
    assert [each["name"] for each in answer.json()["data"]] == ["Ben", "Ana"]
    assert answer.json()["meta"] == {"total_count": 2, "count": 2}
    assert "ETag" not in answer.headers


async def test_an_empty_team(client: Client) -> None:
    answer = await client.get(STAFF)
    assert answer.json() == {"success": True, "data": [], "meta": {"total_count": 0, "count": 0}}


async def test_the_services_of_a_member(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-160."""
    member_id, other = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    bill_id = await insert(conn, "bills_of_materials", tenant, title="Colour")
    cut, colour, gone = [await make_service(conn, tenant, title) for title in ("Cut", "Colour", "Gone")]
    prices = {"price_min": Decimal(40), "price_max": Decimal("60.50")}
    await assign(conn, tenant, colour, member_id, duration=5400, **prices, bill_id=bill_id, is_offline=False)
    await assign(conn, tenant, cut, member_id, api_id="C-1", price_min=Decimal(30), is_online=False)
    await assign(conn, tenant, cut, other)
    await assign(conn, tenant, gone, member_id)
    await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", gone)
    (found,) = (await client.get(f"{STAFF}/{member_id}")).json()["data"]
    plain = {"service_id": cut, "length": 3600, "technological_card_id": None, "api_id": "C-1"}
    assert found["services_links"] == [
        {**plain, "is_online": False, "is_offline_records_allowed": True, "price": {"min": 30, "max": None}},
        {
            "service_id": colour,
            "length": 5400,
            "technological_card_id": bill_id,
            "api_id": "",
            "is_online": True,
            "is_offline_records_allowed": False,
            "price": {"min": 40, "max": 60.5},
        },
    ]
    assert found["is_bookable"] is True
    (of_other,) = (await client.get(f"{STAFF}/{other}")).json()["data"][0]["services_links"]
    assert (of_other["service_id"], of_other["price"]) == (cut, None)


async def test_the_photo_of_a_member(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    await make_photo(conn, tenant, member_id)
    (found,) = (await client.get(f"{STAFF}/{member_id}")).json()["data"]
    assert found["avatar"] == f"http://127.0.0.1:8000/images/71/{2:032x}.webp"
    assert found["avatar_big"] == f"http://127.0.0.1:8000/images/71/{0:032x}.webp"


async def test_the_end_of_the_schedule(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    await insert(conn, "schedules", tenant, team_member_id=member_id)
    await conn.execute("UPDATE schedules SET last_day = '2026-03-31'")
    assert (await client.get(STAFF)).json()["data"][0]["schedule_till"] == "2026-03-31"


async def test_a_team_of_fifty_is_shown_with_the_services_of_each(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    service_id = await make_service(conn, tenant)
    for number in range(50):
        await assign(conn, tenant, service_id, await make_team_member(conn, tenant, f"Member {number}"))
    rows = (await client.get(STAFF)).json()["data"]
    assert len(rows) == 50
    assert {len(each["services_links"]) for each in rows} == {1}
