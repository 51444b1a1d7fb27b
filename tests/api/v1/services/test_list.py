"""GET /services/{location_id}, /services/{location_id}/{service_id} and /company/{location_id}/services/{service_id}"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.services.bodies import DEFAULTS, member
from tests.support.client import Client
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, WORKER

OLD, NEW = f"/services/{HARBOUR}", f"/company/{HARBOUR}/services"


async def titles(client: Client, address: str) -> list[str]:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["data"]]


async def test_a_row_has_everything(client: Client, conn: Connection, tenant: Tenant, hillside: Tenant) -> None:
    service_id = await make_service(conn, tenant)
    ana, noa = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell", weight=9)
    gone = await make_team_member(conn, tenant, "Gone")
    await assign(conn, tenant, service_id, ana, duration=2700, price_min=20, price_max=30)
    await assign(conn, tenant, service_id, noa)
    await assign(conn, tenant, service_id, gone)
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", gone)
    room = await insert(conn, "resources", tenant, title="Room")
    await insert(conn, "service_resources", tenant, service_id=service_id, resource_id=room)
    row = {
        "id": service_id,
        "salon_service_id": service_id,
        **DEFAULTS,
        "active": 1,
        "is_online": True,
        "staff": [member(noa, name="Noa Bell"), member(ana, 2700, price={"min": 20, "max": 30})],
        "resources": [{"id": room, "title": "Room"}],
    }
    assert (await client.get(OLD)).json() == {"success": True, "data": [row], "meta": []}
    assert (await client.get(NEW)).json() == {"success": True, "data": [row], "meta": {"total_count": 1}}


@pytest.mark.parametrize("address", [OLD, f"{OLD}/", f"{OLD}/0", NEW, f"{NEW}/", f"{NEW}/0"])
async def test_every_address_of_the_list_has_the_highest_weight_first(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant, address: str
) -> None:
    await make_service(conn, tenant, "B", weight=1)
    await make_service(conn, chain, "A", weight=1)
    await make_service(conn, tenant, "Z", weight=5)
    await make_service(conn, tenant, "First of none", weight=-3)
    await make_service(conn, hillside, "Elsewhere")
    gone = await make_service(conn, tenant, "Deleted")
    await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", gone)
    assert await titles(client, address) == ["Z", "A", "B", "First of none"]


@pytest.mark.parametrize("address", [OLD, NEW])
async def test_one_is_a_list_as_well(client: Client, conn: Connection, tenant: Tenant, address: str) -> None:
    service_id = await make_service(conn, tenant, "A")
    await make_service(conn, tenant, "B")
    assert await titles(client, f"{address}/{service_id}") == ["A"]


async def test_a_service_of_the_chain_is_seen_in_each_location(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    service_id = await make_service(conn, chain)
    ana = await make_team_member(conn, hillside)
    await assign(conn, hillside, service_id, ana)
    for location_id, staff in ((HARBOUR, []), (HILLSIDE, [member(ana)])):
        (row,) = (await client.get(f"/services/{location_id}")).json()["data"]
        assert (row["is_chain"], row["is_price_managed_only_in_chain"], row["staff"]) == (True, True, staff)
        assert row["salon_service_id"] == service_id


async def test_services_of_a_member_have_the_length_of_the_member(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    ana, noa = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell")
    cut, _ = await make_service(conn, tenant, "Cut"), await make_service(conn, tenant, "Colour")
    await assign(conn, tenant, cut, ana, duration=900)
    await assign(conn, tenant, cut, noa, duration=1200)
    for query in (f"staff_id={ana}", f"master_id={ana}", f"team_member_id={ana}"):
        (row,) = (await client.get(f"{OLD}?{query}")).json()["data"]
        assert (row["id"], row["duration"]) == (cut, 900)
        assert row["staff"] == [member(ana, 900), member(noa, 1200, "Noa Bell")]
    (row,) = (await client.get(f"{NEW}/{cut}?staff_id={noa}")).json()["data"]
    assert row["duration"] == 1200
    assert len(await titles(client, f"{OLD}?staff_id=0")) == 2


async def test_services_of_a_category(client: Client, conn: Connection, tenant: Tenant) -> None:
    hair = await make_service_category(conn, tenant)
    await make_service(conn, tenant, "Cut", category_id=hair)
    other = await make_service(conn, tenant, "Massage")
    for address in (OLD, NEW):
        assert await titles(client, f"{address}?category_id={hair}") == ["Cut"]
        assert await titles(client, f"{address}/{other}?category_id={hair}") == []


MISSING: list[tuple[str, list[str]]] = [
    ("/999", ["Service not found."]),
    ("?staff_id=999", ["Team member not found."]),
    ("?category_id=999", ["Category not found."]),
    ("/999?staff_id=999&category_id=999", ["Service not found.", "Team member not found.", "Category not found."]),
]


@pytest.mark.parametrize(("what", "messages"), MISSING)
async def test_all_that_is_missing_is_told(client: Client, what: str, messages: list[str]) -> None:
    """Q-188."""
    answer = await client.get(NEW + what)
    assert answer.status_code == 404
    errors = [{"message": message} for message in messages]
    assert answer.json()["meta"] == {"message": " ".join(messages), "errors": errors}


async def test_a_missing_location_is_told_in_the_same_way(client: Client) -> None:
    answer = await client.get("/company/999/services")
    said = {"message": "Location not found."}
    assert (answer.status_code, answer.json()["meta"]) == (404, {**said, "errors": [said]})


async def test_older_addresses_miss_only_the_service(client: Client) -> None:
    """Q-188."""
    answer = await client.get(f"{OLD}/999")
    assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Service not found."})
    for query in ("staff_id=999", "category_id=999"):
        assert await titles(client, f"{OLD}?{query}") == []


@pytest.mark.parametrize("address", [OLD, f"{OLD}/0", NEW])
async def test_who_may_not_see_services(client: Client, address: str) -> None:
    for person, status in ((WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)):
        assert (await client.by(person).get(address)).status_code == status
