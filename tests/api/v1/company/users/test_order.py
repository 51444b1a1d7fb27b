"""What is looked at first in requests on users, and whose roles count for them."""

from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import give_role, make_member
from tests.support.people import HARBOUR, HILLSIDE, MANAGER, OWNER, WORKER, Person

STRANGER = Person(999_999, "stranger")
SEVERAL = ("remove_from_companies", "copy_to_companies")


def at(person: Person, what: str) -> str:
    return f"/company/{HARBOUR}/users/{person.id}/{what}"


def links(*location_ids: int) -> dict[str, Any]:
    return {"user_company_links": [{"company_id": id_} for id_ in location_ids]}


async def test_a_user_who_is_not_here_is_reported_before_faults_of_the_body(client: Client) -> None:
    answers = [await client.put(at(STRANGER, "permissions"), {"user_role": "king"})]
    answers += [await client.post(at(STRANGER, what), {"user_company_links": []}) for what in SEVERAL]
    assert [(answer.status_code, answer.json()["meta"]["message"]) for answer in answers] == [
        (404, "User not found.")
    ] * 3


async def test_a_team_member_who_is_not_here_is_reported_before_the_role_in_the_chain(client: Client) -> None:
    assert faults_of(await client.put(at(OWNER, "permissions"), {"staff_id": 999_999})).keys() == {"staff_id"}


async def test_users_are_editable_to_those_with_the_right_alone(client: Client) -> None:
    """A manager sees users, holds what a worker holds, and may not change one."""
    for caller, may in ((MANAGER, False), (OWNER, True)):
        shown = await client.by(caller).get(at(WORKER, "permissions"))
        assert shown.json()["data"]["is_editable"] is may


@pytest.mark.parametrize("what", SEVERAL)
async def test_a_role_that_the_caller_has_not_accepted_there_gives_no_right_there(
    client: Client, conn: Connection, what: str
) -> None:
    rita = await make_member(conn, "rita", "owner")
    await give_role(conn, rita, "owner", HILLSIDE)
    person = await give_role(conn, await make_member(conn, "anna"), "worker", HILLSIDE)
    pending = "UPDATE location_roles SET is_accepted = $3 WHERE user_id = $1 AND location_id = $2"
    for is_accepted, status in ((False, 403), (True, 200)):
        await conn.execute(pending, rita.id, HILLSIDE, is_accepted)
        answer = await client.by(rita).post(at(person, what), links(HILLSIDE))
        assert answer.status_code == status
    right = {"remove_from_companies": "delete_users_access", "copy_to_companies": "edit_users_access"}[what]
    await conn.execute(pending, rita.id, HILLSIDE, False)
    refused = await client.by(rita).post(at(WORKER, what), links(HILLSIDE))
    assert refused.json()["meta"]["message"] == f"You lack the right {right} in location {HILLSIDE}."


@pytest.mark.parametrize("what", SEVERAL)
async def test_an_owner_of_the_chain_has_every_right_in_each_location(
    client: Client, conn: Connection, what: str
) -> None:
    """Also where another role of theirs says less, or no role is."""
    await give_role(conn, OWNER, "worker", HILLSIDE)
    owner = await give_role(conn, await make_member(conn, "otto", "owner"), "owner", HILLSIDE)
    assert (await client.post(at(owner, what), links(HARBOUR, HILLSIDE))).status_code == 200
