"""POST /comments/{location_id}/{team_member_id}, PUT and DELETE /comments/{location_id}/{review_id}"""

import asyncio
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.reviews import make_review
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_rights
from tests.support.people import ADMINISTRATOR, HARBOUR, WORKER
from tests.support.waiting import wait_until_blocked

GOOD = {"mark": 4, "text": "Friendly.\nI had to wait.", "name": "Jonas"}
MISSING = "This field is missing."


async def rating_of(client: Client, member_id: int) -> tuple[float, int, int]:
    """The mean and the two counts of a team member, alike in every answer that has them."""
    answers = [await client.get(path) for path in (f"/staff/{HARBOUR}", f"/company/{HARBOUR}/staff")]
    rows = [row for answer in answers for row in answer.json()["data"] if row["id"] == member_id]
    assert len(rows) == 2
    found = {(row["rating"], row["votes_count"], row["comments_count"]) for row in rows}
    (only,) = found
    return only


async def test_the_answer_is_the_new_review(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    response = await client.by(ADMINISTRATOR).post(f"/comments/{HARBOUR}/{member_id}", GOOD)
    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    body = response.json()
    listed = (await client.get(f"/comments/{HARBOUR}")).json()["data"]
    assert body == {"success": True, "data": listed[0], "meta": []}
    sent = {"rating": 4, "text": GOOD["text"], "user_name": "Jonas", "master_id": member_id, "type": 1}
    assert {name: body["data"][name] for name in sent} == sent
    assert body["data"]["user_id"] == ADMINISTRATOR.id


async def test_a_rating_counts_at_once_in_the_mean(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-303."""
    member_id = await make_team_member(conn, tenant)
    assert await rating_of(client, member_id) == (0, 0, 0)
    ids = []
    for mark in (5, 4, 4):
        response = await client.post(f"/comments/{HARBOUR}/{member_id}", {**GOOD, "mark": mark})
        ids.append(response.json()["data"]["id"])
    assert await rating_of(client, member_id) == (4.33, 3, 3)
    await client.put(f"/comments/{HARBOUR}/{ids[1]}", {"mark": 1})
    assert await rating_of(client, member_id) == (3.33, 3, 3)
    await client.delete(f"/comments/{HARBOUR}/{ids[0]}")
    assert await rating_of(client, member_id) == (2.5, 2, 2)
    await conn.execute("DELETE FROM reviews")
    assert await rating_of(client, member_id) == (0, 0, 0)


async def test_two_reviews_at_the_same_time_both_count(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    async with conn.transaction():
        await make_review(conn, tenant, member_id, rating=2)
        late = asyncio.create_task(client.post(f"/comments/{HARBOUR}/{member_id}", {**GOOD, "mark": 5}))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 201
    assert await rating_of(client, member_id) == (3.5, 2, 2)


async def test_the_location_is_reviewed_with_0(client: Client, conn: Connection) -> None:
    """Q-300."""
    response = await client.post(f"/comments/{HARBOUR}/0", GOOD)
    assert (response.status_code, response.json()["data"]["type"]) == (201, 0)
    assert await conn.fetchval("SELECT count(*) FROM team_member_ratings") == 0


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, dict.fromkeys(("mark", "text", "name"), MISSING)),
    (
        {"mark": 0, "text": 5, "name": " "},
        {"mark": "Must be at least 1.", "text": "Expected a text, not 5.", "name": "Must not be empty."},
    ),
    (
        {**GOOD, "mark": 6, "name": "x" * 256},
        {"mark": "Must be at most 5.", "name": "Must be at most 255 characters long."},
    ),
    ({**GOOD, "mark": 4.5}, {"mark": "Expected a whole number, not 4.5."}),
]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(f"/comments/{HARBOUR}/0", body)) == faults, body
    assert await conn.fetchval("SELECT count(*) FROM reviews") == 0


async def test_an_unknown_team_member_is_a_404(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    gone = await make_team_member(conn, tenant)
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", gone)
    for member_id in (999, gone, await make_team_member(conn, hillside)):
        assert (await client.post(f"/comments/{HARBOUR}/{member_id}", GOOD)).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM reviews") == 0


async def test_a_change_keeps_what_it_leaves_out(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-304."""
    review_id = await make_review(conn, tenant)
    response = await client.put(f"/comments/{HARBOUR}/{review_id}", {"text": "Even better."})
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    data = response.json()["data"]
    assert (data["text"], data["rating"], data["user_name"]) == ("Even better.", 5, "Maya R.")
    assert (await client.put(f"/comments/{HARBOUR}/{review_id}", GOOD, headers={"If-Match": '"1"'})).status_code == 412


async def test_a_deleted_review_is_gone(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-304."""
    review_id = await make_review(conn, tenant)
    stale = await client.delete(f"/comments/{HARBOUR}/{review_id}", headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    assert [(await client.delete(f"/comments/{HARBOUR}/{review_id}")).status_code for _ in range(2)] == [204, 404]
    assert (await client.put(f"/comments/{HARBOUR}/{review_id}", GOOD)).status_code == 404


async def test_changing_and_deleting_need_the_right_to_delete(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    """Q-302."""
    review_id = await make_review(conn, tenant)
    elsewhere = await make_review(conn, hillside)
    await give_rights(conn, ADMINISTRATOR, dash_reviews_delete_access=False)
    for person, id_, status in ((ADMINISTRATOR, review_id, 403), (WORKER, review_id, 403), (None, elsewhere, 404)):
        caller = client.by(person) if person else client
        assert (await caller.put(f"/comments/{HARBOUR}/{id_}", GOOD)).status_code == status
        assert (await caller.delete(f"/comments/{HARBOUR}/{id_}")).status_code == status
    assert (await client.by(WORKER).post(f"/comments/{HARBOUR}/0", GOOD)).status_code == 403
    assert await conn.fetchval("SELECT count(*) FROM reviews WHERE revision = 1 AND deleted_at IS NULL") == 2
