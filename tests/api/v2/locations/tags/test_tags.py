"""/locations/{company_id}/tags"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind, Tag
from parlour.areas.tags.queries import find_tag
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.tags import lock, make_tag
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, PARTNER, TRAINEE, WORKER, Person

TAGS = f"/locations/{HARBOUR}/tags"
GOOD = {"title": "Allergy", "color": "#2266CC", "entity": 2, "icon": "star"}
UNKNOWN_KIND = "entity: Expected 0 (common), 1 (client), 2 (record) or 3 (activity)."


def resource(tag_id: str | int, **attributes: Any) -> dict[str, Any]:
    shown = {
        "company_id": HARBOUR,
        "title": "Allergy",
        "color": "#2266cc",
        "font_color": "#ffffff",
        "icon": "star",
        "entity_type": "record",
        "is_deleted": False,
        "is_editable": True,
        "salon_id": HARBOUR,
        "entity": 2,
        "entity_slug": "record",
        "deleted": 0,
        "not_editable": 0,
    }
    return {"type": "tag", "id": str(tag_id), "attributes": {**shown, **attributes}}


async def test_a_new_tag_is_answered_and_found(v2: Client) -> None:
    created = await v2.post(TAGS, GOOD)
    assert (created.status_code, created.headers["ETag"]) == (201, '"1"')
    tag_id = created.json()["data"]["id"]
    assert created.json() == {"data": resource(tag_id), "meta": []}
    found = await v2.get(f"{TAGS}/{tag_id}")
    assert (found.status_code, found.headers["ETag"]) == (200, '"1"')
    assert found.json() == created.json()
    assert (await v2.get(TAGS)).json() == {"data": [resource(tag_id)]}


async def test_a_list_may_be_of_one_kind(v2: Client, conn: Connection, tenant: Tenant) -> None:
    for kind in Kind:
        await make_tag(conn, tenant, kind.value, kind=kind)
    for entity, title in (("record", "appointment"), ("2", "appointment"), ("common", "common"), ("0", "common")):
        rows = (await v2.get(f"{TAGS}?entity={entity}")).json()["data"]
        assert [row["attributes"]["title"] for row in rows] == [title]
    assert len((await v2.get(f"{TAGS}?entity=")).json()["data"]) == 4
    assert faults_of(await v2.get(f"{TAGS}?entity=4")) == {"entity": "`4` is not one of the documented values."}


@pytest.mark.parametrize("entity", [4, -1, "7"])
async def test_an_unknown_kind_is_a_400(v2: Client, conn: Connection, entity: object) -> None:
    """Show what creating documents; a change answers with a 422 (Q-153)."""
    answer = await v2.post(TAGS, {**GOOD, "entity": entity})
    assert (answer.status_code, answer.json()["meta"]) == (400, {"message": UNKNOWN_KIND})
    assert await conn.fetchval("SELECT count(*) FROM tags") == 0


async def test_other_faults_are_named(v2: Client, conn: Connection, tenant: Tenant) -> None:
    missing = {"title": "This field is missing.", "color": "This field is missing."}
    assert faults_of(await v2.post(TAGS, {"entity": 1})) == missing
    assert faults_of(await v2.post(TAGS, {**GOOD, "entity": "client"})) == {
        "entity": 'Expected a whole number, not "client".'
    }
    tag = await make_tag(conn, tenant)
    for body, faults in (
        ({"entity": 4}, {"entity": "Must be at most 3."}),
        ({"color": "red"}, {"color": "Expected a colour, such as #FF8800 or #F80."}),
    ):
        assert faults_of(await v2.put(f"{TAGS}/{tag.id}", body)) == faults
    await v2.post(TAGS, {**GOOD, "entity": 1})
    taken = {"title": "There is a tag of this kind with this title already."}
    assert faults_of(await v2.put(f"{TAGS}/{tag.id}", {"title": "allergy"})) == taken
    assert faults_of(await v2.post(TAGS, {**GOOD, "entity": 1})) == taken
    assert await find_tag(conn, tenant, tag.id) == tag


async def test_a_change_and_a_deletion_are_answered_with_nothing(v2: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant)
    changed = await v2.put(f"{TAGS}/{tag.id}", GOOD, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.content) == (204, b"")
    assert (await v2.get(f"{TAGS}/{tag.id}")).json()["data"] == resource(tag.id)
    stale = await v2.delete(f"{TAGS}/{tag.id}", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    deleted = await v2.delete(f"{TAGS}/{tag.id}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        gone = await v2.send(method, f"{TAGS}/{tag.id}", json=None if method == "GET" else GOOD)
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Tag not found."})
    assert (await v2.get(TAGS)).json() == {"data": []}


async def test_a_locked_tag_is_left_alone(v2: Client, conn: Connection, tenant: Tenant) -> None:
    tag = await make_tag(conn, tenant)
    await lock(conn, tag)
    shown = (await v2.get(f"{TAGS}/{tag.id}")).json()["data"]["attributes"]
    assert (shown["is_editable"], shown["not_editable"]) == (False, 1)
    for method in ("PUT", "DELETE"):
        answer = await v2.send(method, f"{TAGS}/{tag.id}", json=GOOD)
        assert answer.status_code == 403
        assert answer.json()["meta"] == {"message": "This tag is locked: it can't be changed or deleted."}


async def test_a_tag_of_a_sister_location_or_of_another_chain_is_not_there(
    v2: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        tag: Tag = await make_tag(conn, owner)
        for method in ("GET", "PUT", "DELETE"):
            answer = await v2.send(method, f"{TAGS}/{tag.id}", json=None if method == "GET" else GOOD)
            assert answer.status_code == 404
        assert await find_tag(conn, owner, tag.id) == tag
    assert (await v2.get(TAGS)).json() == {"data": []}


@pytest.mark.parametrize(("person", "status"), [(PARTNER, 401), (TRAINEE, 200), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_everybody_with_a_role_there_reads(v2: Client, person: Person, status: int) -> None:
    assert (await v2.by(person).get(TAGS)).status_code == status


async def test_a_refused_attempt_is_in_the_audit_log(v2: Client, conn: Connection) -> None:
    await v2.by(WORKER).post(TAGS, GOOD)
    line = await conn.fetchrow("SELECT location_id, after ->> 'operation' FROM audit_log WHERE action = 'refused'")
    assert line is not None
    assert tuple(line) == (HARBOUR, "v2.create_tag")
