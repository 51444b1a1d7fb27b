"""GET and PUT /company/{location_id}/users/{user_id}/permissions"""

import asyncio
import json
from typing import Any

import pytest

from parlour.access.roles import roles
from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_role, make_member, make_user
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, OWNER, WORKER, Person

KEPT = "SELECT role, rights::text FROM location_roles WHERE location_id = $1 AND user_id = $2"
# A manager who may also decide over users.
MAY_EDIT = {"edit_users_access": True, "delete_users_access": True}


def rights_of(person: Person) -> str:
    return f"/company/{HARBOUR}/users/{person.id}/permissions"


def form(role: str | None = None, **rights: Any) -> dict[str, Any]:
    values = [{"slug": slug, "value": value} for slug, value in rights.items()]
    return ({"user_role": role} if role else {}) | ({"user_permissions": values} if values else {})


async def kept(conn: Connection, person: Person) -> tuple[str, dict[str, Any]]:
    row = await conn.fetchrow(KEPT, HARBOUR, person.id)
    assert row is not None
    return row["role"], json.loads(row["rights"])


async def unowned(conn: Connection) -> None:
    """Takes the owner of the chain away, so that locations are on their own."""
    await conn.execute("UPDATE chain_roles SET role = 'manager' WHERE chain_id = $1", CHAIN)


async def test_every_right_is_shown_with_its_value(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", storages_access=True)
    data = (await client.get(rights_of(person))).json()["data"]
    values = {right["slug"]: right["value"] for right in data["user_permissions"]}
    assert values == {**roles()["worker"].values, "storages_access": True}
    assert (data["user_role"], data["staff_id"], data["is_editable"]) == ("worker", None, True)


async def test_only_what_differs_from_the_role_is_kept(client: Client, conn: Connection) -> None:
    answer = await client.put(rights_of(WORKER), form(storages_access=True, timetable_access=True, master_id=7))
    assert answer.status_code == 200
    assert await kept(conn, WORKER) == ("worker", {"storages_access": True, "master_id": 7})


async def test_missing_fields_keep_their_values(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", storages_access=True)
    await client.put(rights_of(person), form(clients_access=True))
    assert await kept(conn, person) == ("worker", {"clients_access": True, "storages_access": True})


async def test_null_gives_the_value_of_the_role_back(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", storages_access=True, clients_access=True)
    await client.put(rights_of(person), form(storages_access=None))
    assert await kept(conn, person) == ("worker", {"clients_access": True})


async def test_a_new_role_brings_its_own_rights_and_those_sent_along(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "worker", clients_delete_access=True)
    await client.put(rights_of(person), form("accountant", storages_access=False))
    assert await kept(conn, person) == ("accountant", {"storages_access": False})


async def test_a_change_takes_effect_at_once(client: Client) -> None:
    goods = f"/goods/{HARBOUR}"
    assert (await client.by(WORKER).get(goods)).status_code == 403
    await client.put(rights_of(WORKER), form(storages_access=True))
    assert (await client.by(WORKER).get(goods)).status_code == 200
    await client.put(rights_of(WORKER), form(storages_access=False))
    assert (await client.by(WORKER).get(goods)).status_code == 403


async def test_a_right_may_come_under_its_second_name(client: Client, conn: Connection) -> None:
    """Q-041."""
    await client.put(rights_of(WORKER), form(expenses_read_access=True))
    assert await kept(conn, WORKER) == ("worker", {"finances_expenses_read_access": True})


async def test_the_team_member_is_tied_and_untied(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    for sent, shown in ((member_id, member_id), (0, None)):
        answer = await client.put(rights_of(WORKER), {"staff_id": sent})
        assert answer.json()["data"]["staff_id"] == shown
    await client.put(rights_of(WORKER), {"master_id": member_id})
    assert (await client.put(rights_of(WORKER), form(storages_access=True))).json()["data"]["staff_id"] == member_id


async def test_every_fault_is_named_and_nothing_changes(client: Client, conn: Connection) -> None:
    before = await kept(conn, WORKER)
    values = [
        {"slug": "clients_access", "value": True},
        {"slug": "no_such_right", "value": True},
        {"slug": "storages_access", "value": "maybe"},
        {"slug": "master_id", "value": -1},
        {"slug": "storages_ids", "value": ["x"]},
        {"slug": "auth_list_allowed_ip", "value": ["300.1.1.1"]},
        {"slug": "clients_access", "value": False},
        {"value": True},
        {"slug": "finances_access"},
        {"slug": "last_days_count", "value": "x"},
    ]
    answer = await client.put(rights_of(WORKER), {"user_role": "king", "user_permissions": values})
    assert faults_of(answer).keys() == {
        "user_permissions[1].slug",
        "user_permissions[2].value",
        "user_permissions[3].value",
        "user_permissions[4].value",
        "user_permissions[5].value",
        "user_permissions[6].value",
        "user_permissions[7].slug",
        "user_permissions[8].value",
        "user_permissions[9].value",
        "user_role",
    }
    assert await kept(conn, WORKER) == before


@pytest.mark.parametrize("sent", ["everything", [1], {"slug": "storages_access"}, [["storages_access", True]]])
async def test_an_invalid_list_of_rights_is_refused(client: Client, sent: Any) -> None:
    (field,) = faults_of(await client.put(rights_of(WORKER), {"user_permissions": sent}))
    assert field in ("user_permissions", "user_permissions[0]")


async def test_a_right_that_the_caller_lacks_cannot_be_granted(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "anna", "manager", **MAY_EDIT, storages_access=False)
    answer = await client.by(editor).put(rights_of(WORKER), form(storages_access=True, billing_access=True))
    assert answer.status_code == 403
    message = answer.json()["meta"]["message"]
    assert message == "You can't grant rights that you don't have: storages_access, billing_access."
    assert (await client.by(editor).put(rights_of(WORKER), form(clients_access=True))).status_code == 200


async def test_a_wider_limit_than_the_callers_cannot_be_granted(client: Client, conn: Connection) -> None:
    narrow = await make_member(conn, "anna", "manager", **MAY_EDIT, storages_ids=[1, 2])
    await conn.execute("""UPDATE location_roles SET rights = '{"storages_ids": [1]}' WHERE user_id = $1""", WORKER.id)
    by = client.by(narrow)
    assert (await by.put(rights_of(WORKER), form(storages_ids=[2]))).status_code == 200
    for wider in ([2, 3], []):
        assert (await by.put(rights_of(WORKER), form(storages_ids=wider))).status_code == 403


async def test_a_stronger_user_cannot_be_changed(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "anna", "administrator", edit_users_access=True)
    answer = await client.by(editor).put(rights_of(MANAGER), form(clients_access=False))
    assert answer.status_code == 403
    assert "clients_delete_access" in answer.json()["meta"]["message"]


async def test_users_cannot_extend_their_own_rights(client: Client, conn: Connection) -> None:
    editor = await make_member(conn, "anna", "administrator", edit_users_access=True)
    assert (await client.by(editor).put(rights_of(editor), form("manager"))).status_code == 403
    assert (await client.by(editor).put(rights_of(editor), form(billing_access=True))).status_code == 403


async def test_giving_up_an_own_right_is_still_answered(client: Client, conn: Connection) -> None:
    """The access that the request runs by changes with it."""
    editor = await make_member(conn, "anna", "administrator", edit_users_access=True)
    answer = await client.by(editor).put(rights_of(editor), form(edit_users_access=False))
    assert answer.status_code == 200
    assert (await client.by(editor).put(rights_of(editor), form(edit_users_access=False))).status_code == 403


async def test_only_an_owner_makes_and_unmakes_owners(client: Client, conn: Connection) -> None:
    # Somebody who holds every single right, and owns nothing.
    everything = await make_member(conn, "anna", "manager", **roles()["owner"].values)
    owner = await make_member(conn, "otto", "owner")
    for person, body in ((WORKER, form("owner")), (owner, form("worker"))):
        answer = await client.by(everything).put(rights_of(person), body)
        assert answer.status_code == 403
        assert "Only an owner" in answer.json()["meta"]["message"]
        assert (await client.by(OWNER).put(rights_of(person), body)).status_code == 200


async def test_an_owners_rights_cannot_be_cut(client: Client, conn: Connection) -> None:
    """Q-044."""
    owner = await make_member(conn, "otto", "owner")
    for person, body in ((owner, form(clients_access=False)), (WORKER, form("owner", clients_access=False))):
        assert faults_of(await client.put(rights_of(person), body)).keys() == {"user_permissions"}


async def test_the_role_of_an_owner_of_the_chain_cannot_be_changed_in_a_location(client: Client) -> None:
    answer = await client.put(rights_of(OWNER), form("worker"))
    assert (answer.status_code, answer.json()["meta"]["conflict"]) == (409, True)


async def test_the_last_owner_cannot_lose_the_role(client: Client, conn: Connection) -> None:
    await unowned(conn)
    last, other = await make_member(conn, "otto", "owner"), await make_member(conn, "olga", "owner")
    assert (await client.by(last).put(rights_of(other), form("worker"))).status_code == 200
    answer = await client.by(last).put(rights_of(last), form("worker"))
    assert answer.status_code == 409
    assert "last owner of location 1" in answer.json()["meta"]["message"]


async def test_an_owner_who_is_only_invited_does_not_count(client: Client, conn: Connection) -> None:
    await unowned(conn)
    last = await make_member(conn, "otto", "owner")
    await client.by(last).post(f"/user/invite/{HARBOUR}", {"invites": [{"search": "a@b.cd", "user_role": "owner"}]})
    assert (await client.by(last).put(rights_of(last), form("worker"))).status_code == 409


async def test_an_owner_of_the_chain_is_enough(client: Client, conn: Connection) -> None:
    only = await make_member(conn, "otto", "owner")
    assert (await client.put(rights_of(only), form("worker"))).status_code == 200


async def test_two_owners_who_demote_each_other_at_once_leave_one(client: Client, conn: Connection) -> None:
    await unowned(conn)
    for number in range(5):
        one = await make_member(conn, f"otto-{number}", "owner")
        other = await make_member(conn, f"olga-{number}", "owner")
        answers = await asyncio.gather(
            client.by(one).put(rights_of(other), form("worker")),
            client.by(other).put(rights_of(one), form("worker")),
        )
        assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
        owners = await conn.fetch("SELECT user_id FROM location_roles WHERE location_id = 1 AND role = 'owner'")
        assert len(owners) == 1
        await conn.execute("DELETE FROM location_roles WHERE role = 'owner'")


async def test_users_of_another_chain_are_not_found(client: Client, conn: Connection) -> None:
    elsewhere = await give_role(conn, await make_user(conn, "anna"), "worker", HILLSIDE)
    for person in (FOREIGNER, elsewhere, Person(999_999, "nobody")):
        assert (await client.get(rights_of(person))).status_code == 404
        assert (await client.put(rights_of(person), form("worker"))).status_code == 404
