"""/service_categories/…, /service_category/… and /company/{location_id}/service_categories/…"""

import asyncio

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, PARTNER, WORKER
from tests.support.waiting import wait_until_blocked

LISTS = f"/service_categories/{HARBOUR}", f"/company/{HARBOUR}/service_categories"
OF_CHAIN = "This category belongs to the chain: it can't be changed or deleted through a location."


def one(category_id: int) -> str:
    return f"/service_category/{HARBOUR}/{category_id}"


async def test_the_answer_is_the_new_category(client: Client) -> None:
    """Show that members follow from services, whatever is sent (Q-183), and numbers become texts (Q-189)."""
    answer = await client.post(LISTS[0], {"title": "Hair", "api_id": 7, "weight": 5, "staff": [999]})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    data = answer.json()["data"]
    id_ = data["id"]
    fields = {"title": "Hair", "api_id": "7", "weight": 5, "staff": [], "is_chain": False}
    assert data == {"id": id_, "salon_service_id": id_, **fields}
    single = await client.get(one(id_))
    assert (single.json(), single.headers["ETag"]) == ({"success": True, "data": data, "meta": []}, '"1"')
    assert (await client.get(f"{LISTS[0]}/{id_}")).json() == {"success": True, "data": [data], "meta": []}
    counted = await client.get(f"{LISTS[1]}/{id_}")
    assert counted.json() == {"success": True, "data": [data], "meta": {"total_count": 1}}


@pytest.mark.parametrize("address", [each + end for each in LISTS for end in ("", "/", "/0")])
async def test_every_address_of_the_list(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant, address: str
) -> None:
    for owner, title, weight in ((tenant, "B", 0), (chain, "A", 0), (tenant, "Z", 3), (hillside, "Elsewhere", 9)):
        await make_service_category(conn, owner, title, weight=weight)
    rows = (await client.get(address)).json()["data"]
    assert [(row["title"], row["is_chain"]) for row in rows] == [("Z", False), ("A", True), ("B", False)]


async def test_members_are_those_of_its_services_here(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    hair, nails = await make_service_category(conn, chain), await make_service_category(conn, tenant, "Nails")
    cut, dye = [await make_service(conn, chain, title, category_id=hair) for title in ("Cut", "Dye")]
    ana, noa = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell")
    away = await make_team_member(conn, hillside)
    for service_id, member_id in ((cut, ana), (dye, ana), (dye, noa)):
        await assign(conn, tenant, service_id, member_id)
    await assign(conn, hillside, cut, away)
    rows = {row["id"]: row["staff"] for row in (await client.get(LISTS[0])).json()["data"]}
    assert rows == {hair: [ana, noa], nails: []}
    of_noa = (await client.get(f"{LISTS[1]}?staff_id={noa}")).json()
    assert [row["id"] for row in of_noa["data"]] == [hair]
    assert of_noa["meta"] == {"total_count": 1}
    assert (await client.get(f"{LISTS[1]}/{nails}?staff_id={noa}")).json()["data"] == []


async def test_all_that_is_missing_is_told(client: Client) -> None:
    answer = await client.get(f"{LISTS[1]}/999?staff_id=999")
    messages = ["Team member not found.", "Category not found."]
    errors = [{"message": message} for message in messages]
    assert (answer.status_code, answer.json()["meta"]) == (404, {"message": " ".join(messages), "errors": errors})
    for address in (f"{LISTS[0]}/999", one(999)):
        answer = await client.get(address)
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Category not found."})


async def test_a_change_keeps_what_is_left_out(client: Client, conn: Connection, tenant: Tenant) -> None:
    category_id = await make_service_category(conn, tenant, api_id="h", weight=4)
    answer = await client.put(one(category_id), {"title": "Haircuts"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    data = answer.json()["data"]
    assert (data["title"], data["api_id"], data["weight"]) == ("Haircuts", "h", 4)
    assert (await client.put(one(category_id), {"title": "X"}, headers={"If-Match": '"1"'})).status_code == 412
    assert faults_of(await client.put(one(category_id), {"title": ""})) == {"title": "Must not be empty."}
    assert faults_of(await client.put(one(category_id), {"weight": "heavy"})) == {
        "title": "This field is missing.",
        "weight": 'Expected a whole number, not "heavy".',
    }


async def test_a_category_with_services_stays(client: Client, conn: Connection, tenant: Tenant) -> None:
    category_id = await make_service_category(conn, tenant)
    service_id = await make_service(conn, tenant, category_id=category_id)
    answer = await client.delete(one(category_id))
    assert answer.status_code == 409
    assert answer.json()["meta"] == {
        "message": "The category still has 1 service(s). Move or delete them first.",
        "conflict": True,
    }
    await client.delete(f"/services/{HARBOUR}/{service_id}")
    assert (await client.delete(one(category_id))).status_code == 204
    for method in ("GET", "DELETE"):
        assert (await client.send(method, one(category_id))).status_code == 404


async def test_no_service_gets_into_a_category_that_is_being_deleted(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    category_id = await make_service_category(conn, tenant)
    async with conn.transaction():
        await conn.execute("UPDATE service_categories SET deleted_at = now() WHERE id = $1", category_id)
        sent = {"title": "Haircut", "category_id": category_id}
        request = asyncio.create_task(client.post(f"/services/{HARBOUR}", sent))
        await wait_until_blocked(conn, request)
    assert faults_of(await request) == {"category_id": "There is no such category here."}


async def test_a_category_of_the_chain_is_not_changed_through_a_location(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    category_id = await make_service_category(conn, chain)
    for answer in (await client.put(one(category_id), {"title": "X"}), await client.delete(one(category_id))):
        assert (answer.status_code, answer.json()["meta"]["message"]) == (403, OF_CHAIN)


async def test_the_categories_of_a_chain_are_a_bare_list(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    address = f"/chain/{tenant.chain_id}/service_categories"
    nails = await make_service_category(conn, chain, "Nails")
    hair = await make_service_category(conn, chain, "Hair", weight=2)
    await make_service_category(conn, tenant, "Here only")
    dye, cut = [await make_service(conn, chain, title, category_id=hair) for title in ("Dye", "Cut")]
    await make_service(conn, tenant, "Here only", category_id=hair)
    plain = [{"id": hair, "title": "Hair"}, {"id": nails, "title": "Nails"}]
    assert (await client.get(address)).json() == plain
    services = [{"id": cut, "title": "Cut"}, {"id": dye, "title": "Dye"}]
    with_services = [{**plain[0], "services": services}, {**plain[1], "services": []}]
    assert (await client.get(f"{address}?include=services")).json() == with_services
    assert (await client.by(ADMINISTRATOR).get(address)).json() == plain
    stranger = await client.by(FOREIGNER).get(address)
    assert (stranger.status_code, stranger.json()["meta"]["message"]) == (404, "Chain not found.")


async def test_a_partner_alone_sees_of_a_chain_what_clients_see(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    """Show only what is offered online (Q-185)."""
    hair, hidden = await make_service_category(conn, chain), await make_service_category(conn, chain, "Hidden")
    cut = await make_service(conn, chain, "Cut", category_id=hair)
    await make_service(conn, chain, "Secret", category_id=hair, is_online=False)
    await make_service(conn, chain, "Secret", category_id=hidden, is_online=False)
    partner = client.by(PARTNER)
    answer = await partner.get(f"/chain/{tenant.chain_id}/service_categories?include=services")
    assert answer.json() == [{"id": hair, "title": "Hair", "services": [{"id": cut, "title": "Cut"}]}]
    assert (await partner.get("/chain/999/service_categories")).status_code == 404


async def test_who_may_not(client: Client, conn: Connection, tenant: Tenant) -> None:
    category_id = await make_service_category(conn, tenant)
    worker = client.by(WORKER)
    for answer in (
        await worker.get(LISTS[0]),
        await worker.post(LISTS[0], {"title": "X"}),
        await worker.put(one(category_id), {"title": "X"}),
        await worker.delete(one(category_id)),
    ):
        assert answer.status_code == 403
    assert (await client.get(f"/service_category/{HILLSIDE}/{category_id}")).status_code == 404
