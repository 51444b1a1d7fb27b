"""/clients/{location_id}/clients/{client_id}/comments, and the same below /company"""

import asyncio

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client, make_comment
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, OWNER, PARTNER, TRAINEE, Person

PLACES = ("clients", "company")


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant) -> int:
    return await make_client(conn, tenant)


def at(place: str, client_id: int) -> str:
    return f"/{place}/{HARBOUR}/clients/{client_id}/comments"


@pytest.mark.parametrize("place", PLACES)
async def test_comments_are_written_read_and_deleted(client: Client, maya: int, place: str) -> None:
    """Q-260."""
    added = await client.post(at(place, maya), {"text": " Allergic to ammonia\n"})
    comment = added.json()["data"]
    when = comment["create_date"]
    assert (added.status_code, when[10], when[-5:]) == (201, "T", "-0500")
    assert comment == {
        "id": 1,
        "create_date": when,
        "update_date": when,
        "type": "default",
        "text": "Allergic to ammonia",
        "files": [],
        "user": {"id": OWNER.id, "name": "owner", "avatar": ""},
    }
    await client.post(at(place, maya), {"text": "Later"})
    listed = (await client.get(at(place, maya))).json()
    assert ([each["text"] for each in listed["data"]], listed["meta"]) == (
        ["Later", "Allergic to ammonia"],
        {"count": 2},
    )
    deleted = await client.delete(f"{at(place, maya)}/1")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert [each["text"] for each in (await client.get(at(place, maya))).json()["data"]] == ["Later"]
    assert (await client.delete(f"{at(place, maya)}/1")).json()["meta"] == {"message": "Comment not found."}


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "Must not be empty."), (" ", "Must not be empty."), ("x" * 256, "Must be at most 255 characters long.")],
)
async def test_a_comment_has_1_to_255_characters(
    client: Client, conn: Connection, maya: int, text: str, fault: str
) -> None:
    assert faults_of(await client.post(at("company", maya), {"text": text})) == {"text": fault}
    assert await conn.fetchval("SELECT count(*) FROM client_comments") == 0
    assert (await client.post(at("company", maya), {"text": "x" * 255})).status_code == 201


async def test_each_change_moves_the_card(client: Client, conn: Connection, maya: int) -> None:
    seen = []
    for method, path, body in (
        ("POST", at("company", maya), {"text": "x"}),
        ("DELETE", f"{at('company', maya)}/1", None),
    ):
        await conn.execute("UPDATE clients SET changed_at = '2020-01-01'")
        await client.send(method, path, json=body)
        seen.append((await client.get(f"/client/{HARBOUR}/{maya}")).headers["ETag"])
        assert await conn.fetchval("SELECT changed_at > '2020-01-02' FROM clients")
    assert seen == ['"2"', '"3"']


async def test_comments_of_others_need_a_right(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    limited = await make_member(conn, "limited", "manager", client_comments_other_edit_access=False)
    others, own = await make_comment(conn, tenant, maya), await make_comment(conn, tenant, maya, author_id=limited.id)
    refused = await client.by(limited).delete(f"{at('clients', maya)}/{others}")
    assert refused.json()["meta"]["message"] == "You lack the right client_comments_other_edit_access in this location."
    assert (await client.by(limited).delete(f"{at('clients', maya)}/{own}")).status_code == 204
    assert (await client.by(MANAGER).delete(f"{at('clients', maya)}/{others}")).status_code == 204


async def test_a_comment_belongs_to_its_client(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    comment = await make_comment(conn, tenant, maya)
    ben = await make_client(conn, tenant, "Ben")
    assert (await client.delete(f"{at('clients', ben)}/{comment}")).status_code == 404
    assert (await client.get(at("clients", ben))).json() == {"success": True, "data": [], "meta": {"count": 0}}


async def test_clients_that_are_not_there(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    deleted = await make_client(conn, tenant)
    await conn.execute("UPDATE clients SET deleted_at = now()")
    comments = {deleted: await make_comment(conn, tenant, deleted), 999_999: 1}
    for owner in (hillside, abroad):
        client_id = await make_client(conn, owner)
        comments[client_id] = await make_comment(conn, owner, client_id)
    for client_id, comment in comments.items():
        for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{comment}")):
            answer = await client.send(method, f"{at('company', client_id)}{path}", json={"text": "x"})
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Client not found."})


async def test_a_comment_is_deleted_once(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    comment = await make_comment(conn, tenant, maya)
    path = f"{at('clients', maya)}/{comment}"
    answers = await asyncio.gather(client.delete(path), client.delete(path))
    assert sorted(answer.status_code for answer in answers) == [204, 404]


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (TRAINEE, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, tenant: Tenant, maya: int, person: Person, status: int
) -> None:
    comment = await make_comment(conn, tenant, maya)
    if person is TRAINEE:
        await conn.execute("UPDATE location_roles SET rights = '{\"client_comments_list_access\": false}'")
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{comment}")):
        answer = await client.by(person).send(method, f"{at('company', maya)}{path}", json={"text": "x"})
        assert answer.status_code == status
    assert await conn.fetchval("SELECT count(*) FROM client_comments WHERE deleted_at IS NULL") == 1
