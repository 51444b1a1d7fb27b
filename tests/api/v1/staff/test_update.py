"""PUT and DELETE /staff/{location_id}/{team_member_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

STAFF = f"/staff/{HARBOUR}"


@pytest.fixture
async def member_id(conn: Connection, tenant: Tenant) -> int:
    position_id = await make_position(conn, tenant)
    return await make_team_member(
        conn, tenant, specialization="Colour", weight=3, api_id="E-17", position_id=position_id, user_id=OWNER.id
    )


async def shown(client: Client, member_id: int) -> dict[str, Any]:
    (found,) = (await client.get(f"/company/{HARBOUR}/staff/{member_id}")).json()["data"]
    return found  # type: ignore[no-any-return] # JSON


async def test_what_is_sent_changes_and_what_is_left_out_stays(client: Client, member_id: int) -> None:
    before = await shown(client, member_id)
    answer = await client.put(f"{STAFF}/{member_id}", {"name": "Ana Lima Reis", "hidden": 1, "weight": 0})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    expected = {**before, "name": "Ana Lima Reis", "hidden": 1, "is_online": False, "weight": 0}
    assert answer.json() == {"success": True, "data": expected, "meta": []}
    assert await shown(client, member_id) == expected
    assert (await client.put(f"{STAFF}/{member_id}", {})).json()["data"] == expected


@pytest.mark.parametrize(
    ("field", "value", "twin"),
    [
        ("hidden", 1, {"is_online": False}),
        ("fired", 1, {"is_fired": True}),
        ("has_access_timetable", False, {}),
        ("is_paid_staff", True, {}),
        ("is_available_as_assistant", True, {}),
        ("is_online_random_choice_allowed", False, {}),
        ("show_rating", 0, {"is_rating_shown": False}),
        ("prepaid", "required", {}),
        ("seance_search_start", 300, {}),
        ("seance_search_finish", 300, {}),
        ("seance_search_step", 300, {}),
    ],
)
async def test_a_field_changes_alone(
    client: Client, member_id: int, field: str, value: object, twin: dict[str, Any]
) -> None:
    before = await shown(client, member_id)
    changed = (await client.put(f"{STAFF}/{member_id}", {field: value})).json()["data"]
    assert before[field] != value
    assert changed == {**before, field: value, **twin}


async def test_texts_may_become_empty(client: Client, member_id: int) -> None:
    changed = (await client.put(f"{STAFF}/{member_id}", {"specialization": "", "api_id": ""})).json()["data"]
    assert (changed["specialization"], changed["api_id"]) == ("", "")


async def test_0_takes_the_user_and_the_position_away(client: Client, member_id: int) -> None:
    """Q-161, Q-165."""
    changed = (await client.put(f"{STAFF}/{member_id}", {"user_id": 0, "position_id": 0})).json()["data"]
    assert (changed["user_id"], changed["user"], changed["position_id"], changed["position"]) == (None, None, 0, None)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"name": " ", "fired": "x"}, {"name": "Must not be empty.", "fired": 'Expected a whole number, not "x".'}),
        ({"seance_search_start": 86400, "seance_search_finish": 0}, {
            "seance_search_finish": "Must not be less than seance_search_start."}),
        ({"seance_search_finish": 0, "position_id": 999_999, "user_id": 999_999}, {
            "position_id": "There is no such position in this location.",
            "user_id": "There is no user with this id who has a role in this location."}),
    ],
)  # fmt: skip
async def test_faults_are_named_and_nothing_changes(
    client: Client, member_id: int, body: dict[str, Any], faults: dict[str, str]
) -> None:
    before = await shown(client, member_id)
    assert faults_of(await client.put(f"{STAFF}/{member_id}", body)) == faults
    assert await shown(client, member_id) == before


async def test_a_search_ends_before_it_begins_by_what_is_kept(client: Client, member_id: int) -> None:
    await client.put(f"{STAFF}/{member_id}", {"seance_search_start": 3600})
    assert faults_of(await client.put(f"{STAFF}/{member_id}", {"seance_search_finish": 3599})) == {
        "seance_search_finish": "Must not be less than seance_search_start."
    }
    assert (await client.put(f"{STAFF}/{member_id}", {"seance_search_finish": 3600})).status_code == 200


async def test_dismissing_needs_its_right_and_repeating_the_value_does_not(
    client: Client, conn: Connection, member_id: int
) -> None:
    limited = client.by(await make_member(conn, "limited", "manager", settings_master_dismiss_access=False))
    assert (await limited.put(f"{STAFF}/{member_id}", {"fired": 0, "name": "Ana"})).status_code == 200
    refused = await limited.put(f"{STAFF}/{member_id}", {"fired": 1, "name": "Ben"})
    assert refused.json()["meta"]["message"] == "You lack the right settings_master_dismiss_access in this location."
    assert (await shown(client, member_id))["name"] == "Ana"
    assert (await client.put(f"{STAFF}/{member_id}", {"fired": 1})).json()["data"]["fired"] == 1
    assert (await limited.put(f"{STAFF}/{member_id}", {"fired": 1, "name": "Ben"})).status_code == 200
    assert (await limited.put(f"{STAFF}/{member_id}", {"fired": 0})).status_code == 403


async def test_a_deleted_member_is_gone_and_stays_in_the_database(
    client: Client, conn: Connection, member_id: int
) -> None:
    answer = await client.delete(f"{STAFF}/{member_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("DELETE", "PUT", "GET"):
        gone = await client.send(method, f"{STAFF}/{member_id}", json={"name": "Ana"})
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Team member not found."})
    assert (await client.get(f"/company/{HARBOUR}/staff/{member_id}")).status_code == 404
    for path in (STAFF, f"/company/{HARBOUR}/staff"):
        assert (await client.get(path)).json()["data"] == []
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM team_members WHERE id = $1", member_id)


async def test_who_has_read_an_older_one_changes_nothing(client: Client, member_id: int) -> None:
    await client.put(f"{STAFF}/{member_id}", {"weight": 1})
    for method in ("PUT", "DELETE"):
        stale = await client.send(method, f"{STAFF}/{member_id}", json={}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
    assert (await client.put(f"{STAFF}/{member_id}", {}, headers={"If-Match": '"2"'})).headers["ETag"] == '"3"'


async def test_two_who_link_the_same_user_do_not_both_succeed(client: Client, conn: Connection, tenant: Tenant) -> None:
    first, second = await make_team_member(conn, tenant), await make_team_member(conn, tenant)
    async with conn.transaction():
        await conn.execute("UPDATE team_members SET user_id = $2 WHERE id = $1", first, WORKER.id)
        late = asyncio.create_task(client.put(f"{STAFF}/{second}", {"user_id": WORKER.id}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"user_id": "Another team member of this location is linked to this user."}


async def test_a_position_that_is_deleted_first_is_not_given(
    client: Client, conn: Connection, tenant: Tenant, member_id: int
) -> None:
    position_id = await make_position(conn, tenant, "Barber")
    async with conn.transaction():
        await conn.execute("UPDATE positions SET deleted_at = now() WHERE id = $1", position_id)
        late = asyncio.create_task(client.put(f"{STAFF}/{member_id}", {"position_id": position_id}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"position_id": "There is no such position in this location."}


async def test_a_member_of_a_sister_location_or_of_another_chain_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        member_id = await make_team_member(conn, owner)
        for method in ("PUT", "DELETE"):
            answer = await client.send(method, f"{STAFF}/{member_id}", json={"name": "Ben", "weight": "x"})
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Team member not found."})
    assert {row["name"] for row in await conn.fetch("SELECT name FROM team_members")} == {"Ana Lima"}


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, member_id: int, person: Person, status: int) -> None:
    before = await shown(client, member_id)
    for method in ("PUT", "DELETE"):
        answer = await client.by(person).send(method, f"{STAFF}/{member_id}", json={"name": "Ben"})
        assert answer.status_code == status
    assert await shown(client, member_id) == before
