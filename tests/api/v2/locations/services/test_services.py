"""GET /locations/{location_id}/services, …/services/{service_id} and …/service_categories of API v2"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import for_chain
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, WORKER

LIST = f"/locations/{HARBOUR}/services"
CATEGORIES = f"/locations/{HARBOUR}/service_categories"
ALL = "resources,service_composite,resource_links,company_links,trial_settings"


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> tuple[int, int, int]:
    """A category, a service in it that needs a room, and the room; another service is first in lists."""
    category_id = await make_service_category(conn, tenant)
    service_id = await make_service(conn, tenant, category_id=category_id)
    await make_service(conn, for_chain(tenant), "Massage", weight=3)
    room = await insert(conn, "resources", tenant, title="Room")
    await insert(conn, "service_resources", tenant, service_id=service_id, resource_id=room)
    return category_id, service_id, room


async def test_the_highest_weight_is_first_and_there_is_no_meta(v2: Client, ids: tuple[int, int, int]) -> None:
    category_id, service_id, _ = ids
    body = (await v2.get(LIST)).json()
    first = body["data"].pop(0)
    assert first["attributes"] == {"title": "Massage", "category_id": 0}
    haircut = {
        "type": "service",
        "id": str(service_id),
        "attributes": {"title": "Haircut", "category_id": category_id},
    }
    assert body == {"data": [haircut]}
    assert (await v2.get(f"{LIST}/{service_id}")).json() == {"data": haircut, "meta": []}


async def test_pages_and_filters(v2: Client, ids: tuple[int, int, int]) -> None:
    second = (await v2.get(f"{LIST}?limit=1&page=2")).json()["data"]
    assert [row["id"] for row in second] == [str(ids[1])]
    only = (await v2.get(f"{LIST}?filter[service_ids][]={ids[1]}&filter[service_ids][]=999")).json()["data"]
    assert [row["id"] for row in only] == [str(ids[1])]
    assert (await v2.get(f"{LIST}?limit=251")).status_code == 422
    assert (await v2.get(f"{LIST}?filter[title]=x")).status_code == 422


@pytest.mark.parametrize("is_list", [True, False])
async def test_what_is_included(v2: Client, ids: tuple[int, int, int], is_list: bool) -> None:
    _, service_id, room = ids
    where = f"{LIST}?filter[service_ids]={service_id}&include=" if is_list else f"{LIST}/{service_id}?include="
    body = (await v2.get(f"{where}{ALL}")).json()
    row = body["data"][0] if is_list else body["data"]
    link = f"{service_id}_{room}"
    assert row["relationships"] == {
        "resources": {"data": [{"type": "resource", "id": str(room)}]},
        "service_composite": {"data": None},
        "resource_links": {"data": [{"type": "service_resource_link", "id": link}]},
        "company_links": {"data": [{"type": "service_company_link", "id": str(service_id)}]},
        "trial_settings": {"data": None},
    }
    linked = {"service_id": service_id, "resource_id": room}
    at = {"company_id": HARBOUR, "service_id": service_id}
    assert body["included"] == [
        {"type": "resource", "id": str(room), "attributes": {"title": "Room"}},
        {"type": "service_resource_link", "id": link, "attributes": linked},
        {"type": "service_company_link", "id": str(service_id), "attributes": at},
    ]
    some = (await v2.get(f"{where}resources")).json()
    assert [*(some["data"][0] if is_list else some["data"])["relationships"]] == ["resources"]


async def test_categories_and_those_of_a_member(
    v2: Client, conn: Connection, tenant: Tenant, ids: tuple[int, int, int]
) -> None:
    category_id, service_id, _ = ids
    await make_service_category(conn, for_chain(tenant), "Nails", weight=2)
    rows = (await v2.get(CATEGORIES)).json()["data"]
    assert [row["attributes"]["title"] for row in rows] == ["Nails", "Hair"]
    attributes = {"title": "Hair", "salon_service_id": category_id}
    assert rows[1] == {"type": "service_category", "id": str(category_id), "attributes": attributes}
    ana = await make_team_member(conn, tenant)
    await assign(conn, tenant, service_id, ana)
    of_ana = await v2.get(f"{CATEGORIES}?filter[staff_id]={ana}")
    assert of_ana.json() == {"data": rows[1:]}
    missing = await v2.get(f"{CATEGORIES}?filter[staff_id]=999")
    assert (missing.status_code, missing.json()["meta"]) == (404, {"message": "Team member not found."})


async def test_who_may_not(v2: Client, ids: tuple[int, int, int]) -> None:
    for address in (LIST, f"{LIST}/{ids[1]}", CATEGORIES):
        assert (await v2.by(WORKER).get(address)).status_code == 403
        assert (await v2.by(FOREIGNER).get(address)).status_code == 404
    missing = await v2.get(f"{LIST}/999")
    assert (missing.status_code, missing.json()["meta"]["message"]) == (404, "Service not found.")
