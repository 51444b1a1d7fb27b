"""POST /labels/{location_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.tags import make_tag
from tests.support.people import (
    ACCOUNTANT,
    ADMINISTRATOR,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    NEIGHBOUR,
    NOBODY,
    PARTNER,
    WORKER,
    Person,
)
from tests.support.waiting import wait_until_blocked

CREATE = f"/labels/{HARBOUR}"
GOOD = {"title": "Allergy", "color": "#2266CC", "entity": 1, "icon": "star"}
MISSING = "This field is missing."
TAKEN = {"title": "There is a tag of this kind with this title already."}
NO_COLOR = "Expected a colour, such as #FF8800 or #F80."


async def test_the_answer_is_the_new_tag(client: Client) -> None:
    response = await client.by(ADMINISTRATOR).post(CREATE, GOOD)
    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    body = response.json()
    tag_id = body["data"].pop("id")
    data = {
        "salon_id": HARBOUR,
        "title": "Allergy",
        "color": "#2266cc",
        "icon": "star",
        "slug": "",
        "entity": 1,
        "deleted": 0,
        "not_editable": 0,
        "font_color": "#ffffff",
    }
    assert body == {"success": True, "data": data, "meta": []}
    listed = await client.get(f"/labels/{HARBOUR}/client")
    assert listed.json() == {"success": True, "data": [{"id": tag_id, **data}], "meta": []}


async def test_the_fields_may_stand_in_the_query(client: Client) -> None:
    """Show that a client may do what the contract documents (Q-151)."""
    response = await client.post(f"{CREATE}?title=Allergy&color=%232266CC&entity=2&icon=star")
    assert response.status_code == 200
    data = response.json()["data"]
    assert (data["title"], data["color"], data["entity"], data["icon"]) == ("Allergy", "#2266cc", 2, "star")


async def test_faults_of_the_query_are_named(client: Client) -> None:
    assert faults_of(await client.post(f"{CREATE}?color=blue")) == {"title": MISSING, "color": NO_COLOR}


async def test_kind_and_icon_may_be_left_out(client: Client) -> None:
    for given in ({}, {"entity": None, "icon": None}, {"entity": "", "icon": ""}, {"entity": "0"}):
        title = f"Tag {len(given)} {given.get('entity')}"
        data = (await client.post(CREATE, {"title": title, "color": "#f80", **given})).json()["data"]
        assert (data["entity"], data["icon"], data["color"]) == (0, "", "#ff8800"), given


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"title": MISSING, "color": MISSING}),
    ({**GOOD, "title": " "}, {"title": "Must not be empty."}),
    ({**GOOD, "title": "x" * 256}, {"title": "Must be at most 255 characters long."}),
    ({**GOOD, "color": ""}, {"color": NO_COLOR}),
    ({**GOOD, "color": "2266cc"}, {"color": NO_COLOR}),
    ({**GOOD, "color": "#2266c"}, {"color": NO_COLOR}),
    ({**GOOD, "color": 5}, {"color": "Expected a text, not 5."}),
    ({**GOOD, "entity": 4}, {"entity": "Must be at most 3."}),
    ({**GOOD, "entity": -1}, {"entity": "Must be at least 0."}),
    ({**GOOD, "entity": "client"}, {"entity": 'Expected a whole number, not "client".'}),
    ({**GOOD, "icon": "x" * 256}, {"icon": "Must be at most 255 characters long."}),
    ([], {"body": "Expected a JSON object."}),
]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(CREATE, body)) == faults, body
    assert await conn.fetchval("SELECT count(*) FROM tags") == 0


async def test_a_title_exists_once_of_each_kind(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show that case doesn't matter (Q-149)."""
    await make_tag(conn, tenant, "Аллергия")
    for title in ("Аллергия", " аллергия "):
        assert faults_of(await client.post(CREATE, {**GOOD, "title": title})) == TAKEN
    assert await conn.fetchval("SELECT count(*) FROM tags") == 1


async def test_another_kind_or_location_may_have_the_same_title(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    await make_tag(conn, tenant, "Allergy", kind=Kind.EVENT)
    await make_tag(conn, hillside, "Allergy")
    assert (await client.post(CREATE, GOOD)).status_code == 200


async def test_the_title_of_a_deleted_tag_is_free(client: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant, "Allergy")
    await client.delete(f"/labels/{HARBOUR}/{tag.id}")
    assert (await client.post(CREATE, GOOD)).status_code == 200


async def test_of_two_at_the_same_time_one_gets_the_title(client: Client, conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        await make_tag(conn, tenant, "Allergy")
        late = asyncio.create_task(client.post(CREATE, GOOD))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == TAKEN
    assert await conn.fetchval("SELECT count(*) FROM tags") == 1


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (WORKER, HARBOUR, 403),
        (ACCOUNTANT, HARBOUR, 403),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, HILLSIDE, 404),
    ],
)
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, person: Person, location_id: int, status: int
) -> None:
    assert (await client.by(person).post(f"/labels/{location_id}", GOOD)).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM tags") == 0


async def test_the_audit_log_has_a_line(client: Client, conn: Connection) -> None:
    tag_id = (await client.post(CREATE, GOOD)).json()["data"]["id"]
    lines = await conn.fetch(
        "SELECT action, location_id, after ->> 'title' AS title FROM audit_log WHERE entity = 'tag' AND entity_id = $1",
        tag_id,
    )
    assert [tuple(line) for line in lines] == [("created", HARBOUR, "Allergy")]


async def test_a_repeated_request_with_a_key_makes_one_tag(client: Client, conn: Connection) -> None:
    answers = [await client.post(CREATE, GOOD, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert await conn.fetchval("SELECT count(*) FROM tags") == 1
