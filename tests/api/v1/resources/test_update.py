"""PUT /resources/{location_id}/{resource_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.resources.model import Resource
from parlour.areas.resources.queries import find_resource
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.resources import make_resource
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, WORKER, Person
from tests.support.waiting import wait_until_blocked

NO_INSTANCE = "The resource has no such instance."


def at(resource: Resource) -> str:
    return f"/resources/{HARBOUR}/{resource.id}"


@pytest.fixture
async def rooms(conn: Connection, tenant: Tenant) -> Resource:
    return await make_resource(conn, tenant, "Massage room", "Room 1", "Room 2", "Room 3")


async def test_one_call_renames_adds_and_removes(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource
) -> None:
    """Show that the list is what the resource has afterwards, titles changed around (Q-172)."""
    first, second, third = rooms.instances
    body = {
        "title": " Cabin ",
        "instances": [{"id": second.id, "title": "Room 1"}, {"title": "Room 4"}, {"id": first.id, "title": "Room 2"}],
    }
    answer = await client.put(at(rooms), body)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    data = answer.json()["data"]
    assert (data["id"], data["title"]) == (rooms.id, "Cabin")
    shown = [(each["id"], each["title"]) for each in data["instances"]]
    assert shown[:2] == [(first.id, "Room 2"), (second.id, "Room 1")]
    assert [title for _, title in shown[2:]] == ["Room 4"]
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM resource_instances WHERE id = $1", third.id)
    lines = await conn.fetch(
        "SELECT action, entity_id FROM audit_log WHERE entity = 'resource_instance' AND action <> 'created'"
    )
    changed = {("changed", first.id), ("changed", second.id), ("deleted", third.id)}
    assert {tuple(line) for line in lines} == changed
    found = await find_resource(conn, tenant, rooms.id)
    assert found is not None
    assert [each.id for each in found.instances] == [each["id"] for each in data["instances"]]


async def test_what_is_left_out_stays(client: Client, conn: Connection, tenant: Tenant, rooms: Resource) -> None:
    for body in ({"title": "Cabin"}, {"instances": None}, {}):
        assert (await client.put(at(rooms), body)).status_code == 200
    found = await find_resource(conn, tenant, rooms.id)
    assert found == Resource(rooms.id, HARBOUR, "Cabin", 4, rooms.instances)


async def test_what_was_read_can_be_sent_back(client: Client, conn: Connection, rooms: Resource) -> None:
    read = (await client.get(at(rooms))).json()["data"]
    assert (await client.put(at(rooms), read)).json()["data"] == read
    written = "SELECT count(*) FROM audit_log WHERE entity = 'resource_instance' AND action <> 'created'"
    assert await conn.fetchval(written) == 0


async def test_faults_of_instances_are_named_all_at_once(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource, hillside: Tenant
) -> None:
    first, *_ = rooms.instances
    others = [await make_resource(conn, owner, "Cabin", "Cabin 1") for owner in (tenant, hillside)]
    body: dict[str, Any] = {
        "title": "Kabine",
        "instances": [
            {"id": others[0].instances[0].id, "title": "A"},
            {"id": first.id, "title": "B"},
            {"id": others[1].instances[0].id, "title": "C"},
            {"id": first.id, "title": "D"},
        ],
    }
    assert faults_of(await client.put(at(rooms), body)) == {
        "instances[0].id": NO_INSTANCE,
        "instances[2].id": NO_INSTANCE,
        "instances[3].id": "This instance is in the list already.",
    }
    assert await find_resource(conn, tenant, rooms.id) == rooms


async def test_a_deleted_instance_does_not_come_back(client: Client, rooms: Resource) -> None:
    first, *_ = rooms.instances
    await client.put(at(rooms), {"instances": []})
    again = await client.put(at(rooms), {"instances": [{"id": first.id, "title": "Room 1"}]})
    assert faults_of(again) == {"instances[0].id": NO_INSTANCE}


async def test_a_title_in_use_is_a_fault_and_nothing_is_half_done(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource
) -> None:
    await make_resource(conn, tenant, "Cabin")
    refused = await client.put(at(rooms), {"title": "CABIN", "instances": []})
    assert faults_of(refused) == {"title": "There is a resource with this title already."}
    assert await find_resource(conn, tenant, rooms.id) == rooms
    assert (await client.put(at(rooms), {"title": "MASSAGE ROOM"})).status_code == 200


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"title": ""}, {"title": "Must not be empty."}),
        (
            {"instances": [{"id": 0, "title": "A"}, {"id": "x"}]},
            {
                "instances[0].id": "Must be at least 1.",
                "instances[1].id": 'Expected a whole number, not "x".',
                "instances[1].title": "This field is missing.",
            },
        ),
    ],
)
async def test_faults_of_the_body_are_named(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource, body: dict[str, Any], faults: dict[str, str]
) -> None:
    assert faults_of(await client.put(at(rooms), body)) == faults
    assert await find_resource(conn, tenant, rooms.id) == rooms


async def test_who_has_read_an_older_one_changes_nothing(client: Client, rooms: Resource) -> None:
    await client.put(at(rooms), {"title": "Cabin"})
    stale = await client.put(at(rooms), {"instances": []}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    fresh = await client.put(at(rooms), {"title": "Kabine"}, headers={"If-Match": '"2"'})
    assert (fresh.status_code, fresh.headers["ETag"]) == (200, '"3"')


async def test_two_who_change_the_instances_do_so_one_after_the_other(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource
) -> None:
    """Show that the second knows what the first has removed."""
    first, *_ = rooms.instances
    async with conn.transaction():
        await conn.execute("SELECT FROM resources WHERE id = $1 FOR UPDATE", rooms.id)
        await conn.execute("UPDATE resource_instances SET deleted_at = now() WHERE id = $1", first.id)
        late = asyncio.create_task(client.put(at(rooms), {"instances": [{"id": first.id, "title": "A"}]}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"instances[0].id": NO_INSTANCE}


async def test_a_resource_of_a_sister_location_or_of_another_chain_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        resource = await make_resource(conn, owner, "Room", "Room 1")
        answer = await client.put(at(resource), {"title": "Cabin", "instances": []})
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Resource not found."})
        assert await find_resource(conn, owner, resource.id) == resource


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (WORKER, 403), (ADMINISTRATOR, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, tenant: Tenant, rooms: Resource, person: Person, status: int
) -> None:
    for method in ("PUT", "DELETE"):
        assert (await client.by(person).send(method, at(rooms), json={"title": "Cabin"})).status_code == status
    assert await find_resource(conn, tenant, rooms.id) == rooms
