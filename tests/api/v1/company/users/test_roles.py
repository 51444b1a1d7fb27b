"""GET /company/{location_id}/users/roles and /company/{location_id}/users/{user_id}/roles."""

from typing import Any

from parlour.access.rights import rights_by_name
from parlour.access.roles import NAMES
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, MANAGER, OWNER, WORKER

ROLES = f"/company/{HARBOUR}/users/roles"
WITH_RIGHTS = "?include[]=user_permissions"


def flat(role: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rights of a role by name, wherever they stand in the tree."""
    nodes = [node for branch in role["user_permissions"] for node in (branch, *(branch["children"] or ()))]
    return {node["slug"]: node for node in nodes}


async def tree(client: Client, slug: str, path: str = ROLES) -> dict[str, dict[str, Any]]:
    rows = (await client.get(f"{path}{WITH_RIGHTS}")).json()["data"]
    return flat(next(row for row in rows if row["slug"] == slug))


async def test_roles_come_the_strongest_first(client: Client) -> None:
    rows = (await client.get(ROLES)).json()["data"]
    assert [row["slug"] for row in rows] == list(NAMES)
    assert [row["weight"] for row in rows] == sorted((row["weight"] for row in rows), reverse=True)


async def test_rights_are_left_out_unless_asked_for(client: Client) -> None:
    assert {row["user_permissions"] for row in (await client.get(ROLES)).json()["data"]} == {None}


async def test_the_tree_holds_every_right_once(client: Client) -> None:
    """Q-041."""
    for row in (await client.get(f"{ROLES}{WITH_RIGHTS}")).json()["data"]:
        nodes = [node for branch in row["user_permissions"] for node in (branch, *(branch["children"] or ()))]
        assert sorted(node["slug"] for node in nodes) == sorted(rights_by_name())


async def test_a_right_is_below_the_one_that_opens_its_section(client: Client) -> None:
    """Q-041."""
    rows = (await client.get(f"{ROLES}{WITH_RIGHTS}")).json()["data"]
    branch = next(branch for branch in rows[0]["user_permissions"] if branch["slug"] == "storages_access")
    assert "storages_goods_create_access" in [node["slug"] for node in branch["children"]]


async def test_a_right_has_its_kind_and_the_value_of_the_role(client: Client) -> None:
    """Q-038."""
    rights = await tree(client, "worker")
    flag, days = rights["storages_access"], rights["records_edit_last_days_count"]
    assert flag["type"] == {"slug": "has_access", "all_access_value": "true", "no_access_value": "false"}
    assert (flag["default_value"], flag["is_recommended"], flag["options"]) == ("false", False, None)
    assert days["type"] == {"slug": "last_days_count", "all_access_value": "-1", "no_access_value": "0"}
    assert {option["value"] for option in days["options"]} == {-1, 0, 7, 30, 365}
    assert rights["storages_ids"]["type"]["all_access_value"] == "[]"


async def test_a_right_is_editable_when_the_caller_holds_it(client: Client) -> None:
    assert all(node["is_editable"] for node in (await tree(client, "worker")).values())
    rights = await tree(client.by(MANAGER), "worker")
    assert rights["storages_access"]["is_editable"] is True
    assert rights["edit_users_access"]["is_editable"] is False


async def test_an_option_that_the_caller_may_not_grant_is_disabled(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "anna", "manager", records_edit_last_days_count=7)
    options = (await tree(client.by(person), "worker"))["records_edit_last_days_count"]["options"]
    assert {option["value"] for option in options if not option["is_disabled"]} == {0, 7}


async def test_nothing_is_editable_for_a_user_whom_the_caller_may_not_change(client: Client) -> None:
    """Q-039."""
    for person, editable in ((WORKER, True), (OWNER, False)):
        rights = await tree(client, "worker", f"/company/{HARBOUR}/users/{person.id}/roles")
        assert {node["is_editable"] for node in rights.values()} == {editable}


async def test_an_unknown_include_is_refused(client: Client) -> None:
    assert faults_of(await client.get(f"{ROLES}?include=everything")).keys() == {"include"}
