"""GET and POST /company/{location_id}/calendar_feeds, and DELETE …/{feed_id}"""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, OWNER, SUPERVISOR, TRAINEE, WORKER

FEEDS = f"/company/{HARBOUR}/calendar_feeds"


async def test_the_answer_has_the_address_and_no_other_has(
    client: Client, conn: Connection, tenant: Tenant, http: httpx.AsyncClient
) -> None:
    ana = await make_team_member(conn, tenant)
    answer = await client.post(FEEDS, {"team_member_id": ana, "shows_clients": True})
    assert answer.status_code == 201
    made = answer.json()["data"]
    address = made.pop("address")
    assert made == {
        "id": made["id"],
        "team_member_id": ana,
        "shows_clients": True,
        "user_id": OWNER.id,
        "created_at": made["created_at"],
    }
    assert (await client.get(FEEDS)).json() == {"success": True, "data": [made], "meta": []}
    assert address.startswith("http://127.0.0.1:8000/calendar/")
    assert (await http.get(address)).status_code == 200


async def test_a_new_feed_shows_the_whole_location_and_no_names(client: Client) -> None:
    for given in ({}, {"team_member_id": None, "shows_clients": None}):
        made = (await client.post(FEEDS, given)).json()["data"]
        assert (made["team_member_id"], made["shows_clients"]) == (None, False)


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({"team_member_id": 999}, {"team_member_id": "There is no such team member in this location."}),
    (
        {"team_member_id": -1, "shows_clients": "perhaps"},
        {
            "team_member_id": "Must be at least 0.",
            "shows_clients": 'Expected true or false, not "perhaps".',
        },
    ),
]


@pytest.mark.parametrize(("given", "faults"), FAULTS)
async def test_bad_input_is_refused(client: Client, given: Any, faults: dict[str, str]) -> None:
    answer = await client.post(FEEDS, given)
    assert (answer.status_code, faults_of(answer)) == (422, faults)
    assert (await client.get(FEEDS)).json()["data"] == []


@pytest.mark.parametrize("gone", ["is_dismissed = true", "deleted_at = now()"])
async def test_who_no_longer_works_there_has_no_feed(
    client: Client, conn: Connection, tenant: Tenant, gone: str
) -> None:
    member = await make_team_member(conn, tenant)
    await conn.execute(f"UPDATE team_members SET {gone} WHERE id = $1", member)
    assert faults_of(await client.post(FEEDS, {"team_member_id": member})) == FAULTS[0][1]


async def test_users_have_their_own_and_owners_see_all(client: Client) -> None:
    """Q-320."""
    own, others = [(await client.by(who).post(FEEDS, {})).json()["data"]["id"] for who in (WORKER, MANAGER)]

    shown = {who: [each["id"] for each in (await client.by(who).get(FEEDS)).json()["data"]] for who in (WORKER, OWNER)}
    assert shown == {WORKER: [own], OWNER: [own, others]}
    assert (await client.by(WORKER).delete(f"{FEEDS}/{others}")).status_code == 404
    assert (await client.by(WORKER).delete(f"{FEEDS}/{own}")).status_code == 204
    assert (await client.delete(f"{FEEDS}/{others}")).status_code == 204
    assert (await client.delete(f"{FEEDS}/{others}")).status_code == 404
    assert (await client.get(FEEDS)).json()["data"] == []


async def test_a_user_with_limits_makes_no_feed_of_others(client: Client, conn: Connection, tenant: Tenant) -> None:
    position = await make_position(conn, tenant, "Stylist")
    ana = await make_team_member(conn, tenant, "Ana", position_id=position)
    ben = await make_team_member(conn, tenant, "Ben")
    users = (
        await make_member(conn, "of-one-member", master_id=ana),
        await make_member(conn, "of-one-position", position_id=position),
    )
    for user in users:
        limited = client.by(user)
        assert (await limited.post(FEEDS, {"team_member_id": ana})).status_code == 201
        refused = await limited.post(FEEDS, {"team_member_id": ben})
        assert refused.status_code == 403
        assert refused.json()["meta"]["message"] == "Your rights don't include appointments of this team member."


async def test_who_may_not(client: Client) -> None:
    made = (await client.post(FEEDS, {})).json()["data"]["id"]
    statuses = {
        who.name: [
            (await client.by(who).get(FEEDS)).status_code,
            (await client.by(who).post(FEEDS, {})).status_code,
            (await client.by(who).delete(f"{FEEDS}/{made}")).status_code,
        ]
        for who in (FOREIGNER, NEIGHBOUR, TRAINEE, SUPERVISOR)
    }
    assert statuses == {
        "foreigner": [404, 404, 404],
        "neighbour": [403, 403, 403],
        "trainee": [200, 403, 403],
        "supervisor": [200, 201, 404],
    }


async def test_the_answer_with_the_secret_is_kept_nowhere(client: Client, conn: Connection) -> None:
    """Neither for a repetition nor compressed: the address is in no table."""
    first, second = [await client.post(FEEDS, {}, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert first.json()["data"]["address"] != second.json()["data"]["address"]
    assert await conn.fetchval("SELECT count(*) FROM idempotency_keys") == 0
    token = first.json()["data"]["address"].rpartition("/")[2].removesuffix(".ics")
    (row,) = await conn.fetch("SELECT f::text FROM calendar_feeds f ORDER BY id LIMIT 1")
    assert token not in row[0]
    logged = await conn.fetchval("SELECT string_agg(l::text, ' ') FROM audit_log l WHERE entity = 'calendar_feed'")
    assert "created" in logged
    assert token not in logged
    assert "token" not in logged
