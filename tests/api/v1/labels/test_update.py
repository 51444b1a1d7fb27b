"""PUT and DELETE /labels/{location_id}/{tag_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind, Tag
from parlour.areas.tags.queries import find_tag
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.tags import lock, make_tag
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

LOCKED = {"message": "This tag is locked: it can't be changed or deleted."}
TAKEN = {"title": "There is a tag of this kind with this title already."}


def at(tag: Tag) -> str:
    return f"/labels/{HARBOUR}/{tag.id}"


async def test_a_change_is_answered_with_a_message_and_the_new_etag(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    tag = await make_tag(conn, tenant)
    answer = await client.put(at(tag), {"title": " VIP ", "color": "#ABC", "entity": 3, "icon": ""})
    assert (answer.status_code, answer.headers["ETag"]) == (202, '"2"')
    assert answer.json() == {"success": True, "data": None, "meta": {"message": "The tag was changed."}}
    assert await find_tag(conn, tenant, tag.id) == Tag(
        tag.id, HARBOUR, Kind.EVENT, "VIP", "#aabbcc", "", is_locked=False, revision=2
    )


async def test_what_is_left_out_stays(client: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant)
    for body in ({"title": "VIP"}, {"color": "", "entity": None}, {"icon": None}):
        assert (await client.put(at(tag), body)).status_code == 202
    found = await find_tag(conn, tenant, tag.id)
    assert found == Tag(tag.id, HARBOUR, Kind.CLIENT, "VIP", "#ff8800", "star", is_locked=False, revision=4)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"title": ""}, {"title": "Must not be empty."}),
        ({"color": "red"}, {"color": "Expected a colour, such as #FF8800 or #F80."}),
        ({"entity": 4, "icon": 5}, {"entity": "Must be at most 3.", "icon": "Expected a text, not 5."}),
        ({"title": "ALLERGY"}, TAKEN),
    ],
)
async def test_faults_are_named_and_nothing_changes(
    client: Client, conn: Connection, tenant: Tenant, body: dict[str, Any], faults: dict[str, str]
) -> None:
    await make_tag(conn, tenant, "Allergy")
    tag = await make_tag(conn, tenant)
    assert faults_of(await client.put(at(tag), body)) == faults
    assert await find_tag(conn, tenant, tag.id) == tag


async def test_another_kind_needs_a_title_that_is_free_there(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_tag(conn, tenant, "Allergy", kind=Kind.APPOINTMENT)
    tag = await make_tag(conn, tenant, "Allergy")
    assert faults_of(await client.put(at(tag), {"entity": 2})) == TAKEN
    assert (await client.put(at(tag), {"title": "allergy"})).status_code == 202


async def test_a_deleted_tag_is_gone_and_stays_in_the_database(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    tag = await make_tag(conn, tenant)
    answer = await client.delete(at(tag))
    assert answer.status_code == 202
    assert answer.json() == {"success": True, "data": None, "meta": {"message": "The tag was deleted."}}
    for method in ("DELETE", "PUT"):
        gone = await client.send(method, at(tag), json={"title": "VIP"})
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Tag not found."})
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM tags WHERE id = $1", tag.id)
    actions = await conn.fetch("SELECT action FROM audit_log WHERE entity = 'tag' ORDER BY id")
    assert [line["action"] for line in actions] == ["created", "deleted"]


async def test_a_locked_tag_is_left_alone(client: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant)
    await lock(conn, tag)
    for method in ("PUT", "DELETE"):
        answer = await client.send(method, at(tag), json={"title": "VIP"})
        assert (answer.status_code, answer.json()["meta"]) == (403, LOCKED)
    found = await find_tag(conn, tenant, tag.id)
    assert found is not None
    assert (found.title, found.revision) == (tag.title, 1)


async def test_a_tag_of_a_sister_location_or_of_another_chain_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    """Show a 404 where the contract has a 403 (Q-152)."""
    for owner in (hillside, abroad):
        tag = await make_tag(conn, owner)
        for method in ("PUT", "DELETE"):
            answer = await client.send(method, at(tag), json={"title": "VIP"})
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Tag not found."})
        assert await find_tag(conn, owner, tag.id) == tag


async def test_who_has_read_an_older_tag_changes_nothing(client: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant)
    await client.put(at(tag), {"title": "VIP"})
    for method in ("PUT", "DELETE"):
        stale = await client.send(method, at(tag), json={"title": "Guest"}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
    fresh = await client.put(at(tag), {"title": "Guest"}, headers={"If-Match": '"2"'})
    assert (fresh.status_code, fresh.headers["ETag"]) == (202, '"3"')


async def test_two_who_want_the_same_title_do_not_both_get_it(client: Client, conn: Connection, tenant: Tenant) -> None:
    first, second = await make_tag(conn, tenant, "First"), await make_tag(conn, tenant, "Second")
    async with conn.transaction():
        await conn.execute("UPDATE tags SET title = 'Allergy' WHERE id = $1", first.id)
        late = asyncio.create_task(client.put(at(second), {"title": "Allergy"}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == TAKEN


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    tag = await make_tag(conn, tenant)
    for method in ("PUT", "DELETE"):
        answer = await client.by(person).send(method, at(tag), json={"title": "VIP"})
        assert answer.status_code == status
    assert await find_tag(conn, tenant, tag.id) == tag
