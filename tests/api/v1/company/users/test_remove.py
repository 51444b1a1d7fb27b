"""DELETE /company/{location_id}/users/{user_id} and POST …/remove_from_companies"""

import asyncio
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import give_role, make_member, make_user
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    OTHER_CHAIN,
    OWNER,
    WORKER,
    Person,
)

PLACES = "SELECT location_id FROM location_roles WHERE user_id = $1 ORDER BY location_id"


def at(person: Person) -> str:
    return f"/company/{HARBOUR}/users/{person.id}"


def links(*location_ids: int) -> dict[str, Any]:
    return {"user_company_links": [{"company_id": id_} for id_ in location_ids]}


async def places(conn: Connection, person: Person) -> list[int]:
    return [row[0] for row in await conn.fetch(PLACES, person.id)]


async def test_a_removed_user_has_no_access(client: Client, conn: Connection) -> None:
    rights = f"/user/permissions/{HARBOUR}"
    assert (await client.by(WORKER).get(rights)).status_code == 200
    assert (await client.delete(at(WORKER))).status_code == 204
    assert (await client.by(WORKER).get(rights)).status_code == 404
    assert await places(conn, WORKER) == []


async def test_an_invitation_that_waits_is_withdrawn(client: Client, conn: Connection) -> None:
    await client.post(f"/user/invite/{HARBOUR}", {"invites": [{"search": "anna@example.com"}]})
    user_id = await conn.fetchval("SELECT user_id FROM invitations")
    assert (await client.delete(f"/company/{HARBOUR}/users/{user_id}")).status_code == 204
    assert await conn.fetchval("SELECT count(*) FROM invitations") == 0


async def test_people_may_leave(client: Client, conn: Connection) -> None:
    leaver = await make_member(conn, "anna", "worker", delete_users_access=True)
    assert (await client.by(leaver).delete(at(leaver))).status_code == 204


async def test_a_stronger_user_cannot_be_removed(client: Client, conn: Connection) -> None:
    remover = await make_member(conn, "anna", "worker", delete_users_access=True)
    assert (await client.by(remover).delete(at(MANAGER))).status_code == 403
    owner = await make_member(conn, "otto", "owner")
    assert (await client.by(remover).delete(at(owner))).status_code == 403


async def test_an_owner_of_the_chain_cannot_be_removed_from_a_location(client: Client) -> None:
    assert (await client.delete(at(OWNER))).status_code == 409
    assert (await client.post(f"{at(OWNER)}/remove_from_companies", links(HARBOUR))).status_code == 409


async def test_the_last_owner_cannot_be_removed(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM chain_roles WHERE chain_id = $1", CHAIN)
    last = await make_member(conn, "otto", "owner")
    for answer in (
        await client.by(last).delete(at(last)),
        await client.by(last).post(f"{at(last)}/remove_from_companies", links(HARBOUR)),
    ):
        assert answer.status_code == 409
        assert "last owner of location 1" in answer.json()["meta"]["message"]
    assert await places(conn, last) == [HARBOUR]


async def test_two_owners_who_remove_each_other_at_once_leave_one(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM chain_roles WHERE chain_id = $1", CHAIN)
    for number in range(5):
        one, other = [await make_member(conn, f"{name}-{number}", "owner") for name in ("otto", "olga")]
        await asyncio.gather(client.by(one).delete(at(other)), client.by(other).delete(at(one)))
        assert await conn.fetchval("SELECT count(*) FROM location_roles WHERE role = 'owner'") == 1
        await conn.execute("DELETE FROM location_roles WHERE role = 'owner'")


async def test_a_user_is_removed_from_several_locations_at_once(client: Client, conn: Connection) -> None:
    person = await give_role(conn, await make_member(conn, "anna"), "worker", HILLSIDE)
    answer = await client.post(f"{at(person)}/remove_from_companies", links(HARBOUR, HILLSIDE))
    assert (answer.status_code, answer.json()) == (200, {"success": True, "data": None, "meta": []})
    assert await places(conn, person) == []


async def test_the_right_is_needed_in_each_location(client: Client, conn: Connection) -> None:
    person = await give_role(conn, await make_member(conn, "anna"), "worker", HILLSIDE)
    remover = await make_member(conn, "rita", "manager", delete_users_access=True)
    answer = await client.by(remover).post(f"{at(person)}/remove_from_companies", links(HARBOUR, HILLSIDE))
    assert answer.status_code == 403
    assert answer.json()["meta"]["message"] == f"You lack the right delete_users_access in location {HILLSIDE}."
    assert await places(conn, person) == [HARBOUR, HILLSIDE]


@pytest.mark.parametrize("other", [ABROAD, 999_999])
async def test_a_location_of_another_chain_is_like_none(client: Client, conn: Connection, other: int) -> None:
    answer = await client.post(f"{at(WORKER)}/remove_from_companies", links(HARBOUR, other))
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Location not found.")
    assert await places(conn, WORKER) == [HARBOUR]


async def test_a_location_without_the_user_is_named_and_nothing_is_done(client: Client, conn: Connection) -> None:
    answer = await client.post(f"{at(WORKER)}/remove_from_companies", links(HARBOUR, HILLSIDE))
    assert faults_of(answer).keys() == {"user_company_links[1].company_id"}
    assert await places(conn, WORKER) == [HARBOUR]


async def test_a_location_is_named_once(client: Client) -> None:
    answer = await client.post(f"{at(WORKER)}/remove_from_companies", links(HARBOUR, HARBOUR))
    assert faults_of(answer).keys() == {"user_company_links[1].company_id"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([], "user_company_links"),
        ([{}], "user_company_links[0].company_id"),
        ([{"company_id": "x"}], "user_company_links[0].company_id"),
        ([5], "user_company_links[0]"),
        ("x", "user_company_links"),
    ],
)
async def test_an_invalid_list_of_locations_is_refused(client: Client, sent: Any, field: str) -> None:
    answer = await client.post(f"{at(WORKER)}/remove_from_companies", {"user_company_links": sent})
    assert faults_of(answer).keys() == {field}


async def test_a_location_may_come_under_another_name_of_its_family(client: Client, conn: Connection) -> None:
    sent = {"user_company_links": [{"location_id": HARBOUR}]}
    assert (await client.post(f"{at(WORKER)}/remove_from_companies", sent)).status_code == 200
    assert await places(conn, WORKER) == []


async def test_a_pending_user_is_not_active(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", WORKER.id)
    answer = await client.post(f"{at(WORKER)}/remove_from_companies", links(HARBOUR))
    assert (answer.status_code, answer.json()["meta"]["conflict"]) == (409, True)


async def test_users_of_another_chain_are_not_found(client: Client) -> None:
    for person in (FOREIGNER, NEIGHBOUR):
        assert (await client.delete(at(person))).status_code == 404
        assert (await client.post(f"{at(person)}/remove_from_companies", links(HARBOUR))).status_code == 404


async def test_data_of_another_tenant_is_not_found(client: Client, conn: Connection) -> None:
    both = await give_role(conn, await make_user(conn, "anna"), "worker", HARBOUR)
    await conn.execute(
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($2, $1, 'manager')", both.id, OTHER_CHAIN
    )
    assert (await client.by(FOREIGNER).delete(at(both))).status_code == 404
    assert (await client.delete(at(both))).status_code == 204
    assert (await client.by(both).get(f"/user/permissions/{ABROAD}")).status_code == 200
