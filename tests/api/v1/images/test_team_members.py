"""POST and DELETE /images/{entity} for team members"""

import asyncio

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, Form, faults_of
from tests.support.factories.images import picture
from tests.support.factories.team import make_team_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, WORKER, Person
from tests.support.waiting import wait_until_blocked


@pytest.fixture
async def member_id(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


def form(member_id: int) -> Form:
    return Form(image=picture(), company_id=HARBOUR, master_id=member_id)


async def avatar(client: Client, member_id: int) -> str:
    (found,) = (await client.get(f"/company/{HARBOUR}/staff/{member_id}")).json()["data"]
    return found["avatar"]  # type: ignore[no-any-return] # JSON


@pytest.mark.parametrize("entity", ["team_member", "master", "staff"])
async def test_a_photo_is_shown_with_the_member(
    client: Client, http: httpx.AsyncClient, member_id: int, entity: str
) -> None:
    """Q-033, Q-169."""
    assert await avatar(client, member_id) == ""
    answer = await client.post(f"/images/{entity}", form(member_id))
    group = answer.json()["data"]["image_group"]
    assert (group["entity"], group["entity_id"]) == ("team_member", member_id)
    address = await avatar(client, member_id)
    assert address == group["images"]["small"]["path"]
    assert (await http.get(address)).headers["content-type"] == "image/webp"


async def test_a_new_photo_replaces_the_one_before(client: Client, member_id: int) -> None:
    await client.post("/images/master", form(member_id))
    before = await avatar(client, member_id)
    await client.post("/images/master", form(member_id))
    assert await avatar(client, member_id) not in ("", before)


async def test_other_names_of_the_field(client: Client, member_id: int) -> None:
    for name in ("team_member_id", "staff_id"):
        sent = Form(image=picture(), company_id=HARBOUR, **{name: member_id})
        assert (await client.post("/images/master", sent)).status_code == 200


async def test_a_deleted_photo_is_no_longer_shown(client: Client, member_id: int) -> None:
    group_id = (await client.post("/images/master", form(member_id))).json()["data"]["image_group"]["id"]
    assert (await client.delete("/images/good", json=Form(image_group_id=group_id))).status_code == 404
    assert (await client.delete("/images/master", json=Form(image_group_id=group_id))).status_code == 200
    assert await avatar(client, member_id) == ""


async def test_the_photo_of_a_deleted_member_is_gone_with_them(client: Client, member_id: int) -> None:
    group_id = (await client.post("/images/master", form(member_id))).json()["data"]["image_group"]["id"]
    await client.delete(f"/staff/{HARBOUR}/{member_id}")
    gone = await client.delete("/images/master", json=Form(image_group_id=group_id))
    assert (gone.status_code, gone.json()["meta"]["message"]) == (404, "Team member not found.")
    assert (await client.post("/images/master", form(member_id))).status_code == 404


async def test_the_member_must_be_named_and_be_of_the_location(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    assert faults_of(await client.post("/images/master", Form(image=picture(), company_id=HARBOUR))) == {
        "master_id": "This field is missing."
    }
    for owner in (hillside, abroad):
        answer = await client.post("/images/master", form(await make_team_member(conn, owner)))
        assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Team member not found.")
    assert await conn.fetchval("SELECT count(*) FROM images") == 0


@pytest.mark.parametrize(
    ("person", "status"), [(WORKER, 403), (ADMINISTRATOR, 403), (NEIGHBOUR, 403), (FOREIGNER, 404), (MANAGER, 200)]
)
async def test_a_photo_needs_the_right_to_change_team_members(
    client: Client, member_id: int, person: Person, status: int
) -> None:
    group_id = (await client.post("/images/master", form(member_id))).json()["data"]["image_group"]["id"]
    assert (await client.by(person).post("/images/master", form(member_id))).status_code == status
    sent = Form(image_group_id=group_id)
    assert (await client.by(person).delete("/images/master", json=sent)).status_code == (
        404 if status == 200 else status
    )


async def test_a_member_who_is_being_deleted_is_waited_for(client: Client, conn: Connection, member_id: int) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", member_id)
        late = asyncio.create_task(client.post("/images/master", form(member_id)))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM images") == 0
