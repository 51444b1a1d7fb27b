"""POST /company/{location_id}/users/{user_id}/copy_to_companies"""

import json
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_role, make_member
from tests.support.people import ABROAD, CHAIN, HARBOUR, HILLSIDE, MANAGER, OWNER, WORKER, Person

THERE = """
    SELECT role, rights::text, is_accepted, position FROM location_roles
    WHERE location_id = $1 AND user_id = $2
"""


def copying(person: Person) -> str:
    return f"/company/{HARBOUR}/users/{person.id}/copy_to_companies"


def link(location_id: int = HILLSIDE, **rights: Any) -> dict[str, Any]:
    overrides = [{"slug": slug, "value": value} for slug, value in rights.items()]
    return {"company_id": location_id} | ({"user_permissions": overrides} if overrides else {})


async def there(conn: Connection, person: Person) -> tuple[Any, ...] | None:
    row = await conn.fetchrow(THERE, HILLSIDE, person.id)
    return None if row is None else (row["role"], json.loads(row["rights"]), row["is_accepted"])


async def test_a_user_copied_to_a_new_location_is_active_immediately(client: Client, conn: Connection) -> None:
    """Q-044."""
    person = await make_member(conn, "anna", "accountant", storages_access=False)
    rights = f"/user/permissions/{HILLSIDE}"
    assert (await client.by(person).get(rights)).status_code == 403
    answer = await client.post(copying(person), {"user_company_links": [link()]})
    assert (answer.status_code, answer.json()) == (200, {"success": True, "data": None, "meta": []})
    assert await there(conn, person) == ("accountant", {"storages_access": False}, True)
    assert (await client.by(person).get(rights)).status_code == 200


async def test_overrides_apply_in_the_other_location(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "accountant", storages_access=False)
    sent = link(storages_access=None, clients_access=False)
    await client.post(copying(person), {"user_company_links": [sent]})
    assert await there(conn, person) == ("accountant", {"clients_access": False}, True)


async def test_a_user_invited_there_still_has_to_accept(client: Client, conn: Connection) -> None:
    invite = {"invites": [{"search": WORKER.email}]}
    await client.post(f"/user/invite/{HILLSIDE}", invite)
    person = await give_role(conn, WORKER, "accountant")
    await client.post(copying(person), {"user_company_links": [link()]})
    assert await there(conn, person) == ("accountant", {}, False)


async def test_an_existing_role_gets_the_copied_rights(client: Client, conn: Connection) -> None:
    await give_role(conn, WORKER, "worker", HILLSIDE, clients_access=True)
    await client.post(copying(WORKER), {"user_company_links": [link()]})
    assert await there(conn, WORKER) == ("worker", {}, True)


async def test_the_position_comes_along_and_the_team_member_does_not(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-044."""
    await make_team_member(conn, tenant, user_id=WORKER.id)
    await conn.execute("UPDATE location_roles SET position = 'Stylist' WHERE user_id = $1", WORKER.id)
    await client.post(copying(WORKER), {"user_company_links": [link()]})
    row = await conn.fetchrow(THERE, HILLSIDE, WORKER.id)
    assert row is not None
    shown = await client.get(f"/company/{HILLSIDE}/users/{WORKER.id}/permissions")
    assert (row["position"], shown.json()["data"]["staff_id"]) == ("Stylist", None)


async def test_the_right_is_needed_in_each_location(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "rita", "manager", edit_users_access=True)
    answer = await client.by(editor).post(copying(WORKER), {"user_company_links": [link(HARBOUR), link()]})
    assert answer.status_code == 403
    assert answer.json()["meta"]["message"] == f"You lack the right edit_users_access in location {HILLSIDE}."
    assert await there(conn, WORKER) is None


async def test_more_rights_than_the_callers_there_cannot_be_granted(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "rita", "manager", edit_users_access=True)
    await give_role(conn, editor, "administrator", HILLSIDE, edit_users_access=True)
    answer = await client.by(editor).post(copying(MANAGER), {"user_company_links": [link()]})
    assert answer.status_code == 403
    assert "can't grant rights that you don't have" in answer.json()["meta"]["message"]
    assert (await client.by(editor).post(copying(WORKER), {"user_company_links": [link()]})).status_code == 200


async def test_copying_cannot_change_a_stronger_user(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "rita", "manager", edit_users_access=True)
    await give_role(conn, editor, "administrator", HILLSIDE, edit_users_access=True)
    await give_role(conn, WORKER, "manager", HILLSIDE)
    answer = await client.by(editor).post(copying(WORKER), {"user_company_links": [link()]})
    assert answer.status_code == 403
    assert "has rights that you don't have" in answer.json()["meta"]["message"]


async def test_the_last_owner_of_another_location_is_kept(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM chain_roles WHERE chain_id = $1", CHAIN)
    owner = await give_role(conn, await make_member(conn, "otto", "owner"), "owner", HILLSIDE)
    person = await make_member(conn, "anna", "worker")
    await client.by(owner).post(copying(person), {"user_company_links": [link()]})
    await give_role(conn, owner, "worker", HARBOUR, edit_users_access=True)
    answer = await client.by(owner).post(copying(owner), {"user_company_links": [link()]})
    assert answer.status_code == 409
    assert f"last owner of location {HILLSIDE}" in answer.json()["meta"]["message"]


@pytest.mark.parametrize("other", [ABROAD, 999_999])
async def test_a_location_of_another_chain_is_like_none(client: Client, conn: Connection, other: int) -> None:
    answer = await client.post(copying(WORKER), {"user_company_links": [link(), link(other)]})
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Location not found.")
    assert await there(conn, WORKER) is None


async def test_a_user_with_a_chain_role_cannot_be_copied(client: Client) -> None:
    assert (await client.post(copying(OWNER), {"user_company_links": [link()]})).status_code == 409


async def test_a_pending_user_cannot_be_copied(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", WORKER.id)
    assert (await client.post(copying(WORKER), {"user_company_links": [link()]})).status_code == 409
    assert await there(conn, WORKER) is None


async def test_every_fault_is_named_with_its_place(client: Client) -> None:
    sent = [link(HARBOUR, no_such=True), link(clients_access="perhaps")]
    answer = await client.post(copying(WORKER), {"user_company_links": sent})
    assert faults_of(answer).keys() == {
        "user_company_links[0].user_permissions[0].slug",
        "user_company_links[1].user_permissions[0].value",
    }
