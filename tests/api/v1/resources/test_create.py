"""POST /resources/{location_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.resources import make_resource
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, WORKER, Person
from tests.support.waiting import wait_until_blocked

CREATE = f"/resources/{HARBOUR}"
GOOD = {"title": "Massage room", "instances": [{"title": "Room 2"}, {"title": "Room 1"}]}
TAKEN = {"title": "There is a resource with this title already."}


async def test_the_answer_is_the_new_resource(client: Client) -> None:
    answer = await client.by(MANAGER).post(CREATE, GOOD)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    made = answer.json()["data"]
    assert answer.json() == {"success": True, "data": made, "meta": []}
    assert made["title"] == "Massage room"
    assert [(each["title"], each["resource_id"]) for each in made["instances"]] == [
        ("Room 2", made["id"]),
        ("Room 1", made["id"]),
    ]
    assert (await client.get(CREATE)).json()["data"] == [made]


async def test_instances_may_follow_later(client: Client) -> None:
    for title, given in (("A", {}), ("B", {"instances": []}), ("C", {"instances": None})):
        assert (await client.post(CREATE, {"title": title, **given})).json()["data"]["instances"] == []


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"title": "This field is missing."}),
    ({"title": " "}, {"title": "Must not be empty."}),
    ({"title": "x" * 256}, {"title": "Must be at most 255 characters long."}),
    ({"title": "A", "instances": {"title": "Room"}}, {"instances": 'Expected a list, not {"title": "Room"}.'}),
    (
        {"title": "", "instances": [{}, {"title": ""}]},
        {
            "title": "Must not be empty.",
            "instances[0].title": "This field is missing.",
            "instances[1].title": "Must not be empty.",
        },
    ),
]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(CREATE, body)) == faults, body
    many = await client.post(CREATE, {"title": "A", "instances": [{"title": str(number)} for number in range(201)]})
    assert list(faults_of(many)) == ["instances"]
    assert await conn.fetchval("SELECT count(*) FROM resources") == 0


async def test_a_title_exists_once_in_a_location(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    """Show that case doesn't matter, and that the title of a deleted one is free (Q-171)."""
    await make_resource(conn, hillside, "Massage room")
    rooms = await make_resource(conn, tenant, "massage ROOM")
    assert faults_of(await client.post(CREATE, GOOD)) == TAKEN
    await client.delete(f"{CREATE}/{rooms.id}")
    assert (await client.post(CREATE, GOOD)).status_code == 201


async def test_of_two_at_the_same_time_one_gets_the_title(client: Client, conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        await make_resource(conn, tenant, "Massage room")
        late = asyncio.create_task(client.post(CREATE, GOOD))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == TAKEN
    assert await conn.fetchval("SELECT count(*) FROM resource_instances") == 0


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (WORKER, 403), (ADMINISTRATOR, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, person: Person, status: int) -> None:
    assert (await client.by(person).post(CREATE, GOOD)).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM resources") == 0


async def test_the_audit_log_has_a_line_for_each(client: Client, conn: Connection) -> None:
    await client.post(CREATE, GOOD)
    lines = await conn.fetch(
        "SELECT entity, action, location_id, after ->> 'title' FROM audit_log WHERE entity LIKE 'resource%' ORDER BY id"
    )
    assert [tuple(line) for line in lines] == [
        ("resource", "created", HARBOUR, "Massage room"),
        ("resource_instance", "created", HARBOUR, "Room 2"),
        ("resource_instance", "created", HARBOUR, "Room 1"),
    ]


async def test_a_repeated_request_with_a_key_makes_one_resource(client: Client, conn: Connection) -> None:
    answers = [await client.post(CREATE, GOOD, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert await conn.fetchval("SELECT count(*) FROM resources") == 1
