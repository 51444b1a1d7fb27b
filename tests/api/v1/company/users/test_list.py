"""GET /company/{location_id}/users and its older twin /company_users/{location_id}."""

from typing import Any

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import give_role, make_member
from tests.support.people import (
    CHAIN,
    CHAIN_ROLES,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    LOCATION_ROLES,
    MANAGER,
    OWNER,
    WORKER,
)

USERS = f"/company/{HARBOUR}/users"
INVITE = f"/user/invite/{HARBOUR}"
OLDER = f"/company_users/{HARBOUR}"


async def listed(client: Client, query: str = "") -> dict[int, dict[str, Any]]:
    found = (await client.get(f"{USERS}{query}")).json()
    assert found["meta"] == {"count": len(found["data"])}
    return {row["id"]: row for row in found["data"]}


async def test_everybody_with_a_role_in_the_location_or_its_chain_is_listed(client: Client) -> None:
    expected = {user for _, location, user, _ in LOCATION_ROLES if location == HARBOUR}
    expected |= {user for chain, user, _ in CHAIN_ROLES if chain == CHAIN}
    assert set(await listed(client)) == expected


async def test_a_row_says_who_it_is(client: Client, conn: Connection) -> None:
    """Q-013."""
    await conn.execute("UPDATE location_roles SET position = 'Stylist' WHERE user_id = $1", WORKER.id)
    await conn.execute("UPDATE users SET phone = '+13155550188' WHERE id = $1", WORKER.id)
    assert (await listed(client))[WORKER.id] == {
        "id": WORKER.id,
        "name": "worker",
        "phone": "13155550188",
        "email": WORKER.email,
        "information": "Stylist",
        "is_approved": True,
        "is_non_deletable": False,
    }


async def test_a_user_without_an_address_has_an_empty_one(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE users SET email = NULL, phone = '+13155550188' WHERE id = $1", WORKER.id)
    row = (await listed(client))[WORKER.id]
    assert (row["email"], row["phone"]) == ("", "13155550188")


async def test_an_owner_of_the_chain_cannot_be_deleted_from_a_location(client: Client) -> None:
    rows = await listed(client)
    assert {id_ for id_, row in rows.items() if row["is_non_deletable"]} == {OWNER.id}


async def test_the_filter_separates_accepted_and_pending_users(client: Client) -> None:
    everybody = set(await listed(client))
    await client.post(INVITE, {"invites": [{"search": "anna@example.com"}]})
    assert set(await listed(client, "?filter[is_approved]=1")) == everybody
    (waiting,) = (await listed(client, "?filter[is_approved]=0")).values()
    assert (waiting["email"], waiting["is_approved"]) == ("anna@example.com", False)
    assert len(await listed(client)) == len(everybody) + 1


async def test_a_filter_that_is_neither_is_refused(client: Client) -> None:
    assert faults_of(await client.get(f"{USERS}?filter[is_approved]=2")).keys() == {"filter[is_approved]"}


async def test_of_a_pending_user_only_the_invitation_is_shown(client: Client, conn: Connection) -> None:
    """Q-043."""
    await conn.execute("UPDATE users SET phone = '+13155550177' WHERE id = $1", FOREIGNER.id)
    await client.post(INVITE, {"invites": [{"search": FOREIGNER.email, "name": "My friend"}]})
    row = (await listed(client))[FOREIGNER.id]
    assert (row["name"], row["email"], row["phone"]) == ("My friend", FOREIGNER.email, "")


async def test_a_user_whom_two_locations_invited_is_shown_to_each_as_that_one_wrote(client: Client) -> None:
    await client.by(FOREIGNER).post("/user/invite/3", {"invites": [{"search": "anna@example.com", "name": "Anna A"}]})
    await client.post(INVITE, {"invites": [{"search": "anna@example.com", "name": "Anna H"}]})
    assert {row["name"] for row in (await listed(client)).values() if row["email"] == "anna@example.com"} == {"Anna H"}


async def test_the_older_list_shows_some_rights(client: Client, conn: Connection) -> None:
    """Q-042."""
    person = await make_member(conn, "anna", "worker", storages_access=True, master_id=7)
    rows = {row["id"]: row for row in (await client.get(OLDER)).json()["data"]}
    row = rows[person.id]
    assert (row["firstname"], row["login"], row["email"]) == ("anna", person.email, person.email)
    assert row["access"]["storages_access"] is True
    assert row["access"]["timetable_access"] is True
    assert row["access"]["finances_access"] is False
    assert row["access"]["master_id"] == 7
    assert all(value is True for name, value in rows[OWNER.id]["access"].items() if name != "master_id")


async def test_the_older_list_has_no_pending_users(client: Client) -> None:
    """Q-042."""
    await client.post(INVITE, {"invites": [{"search": "anna@example.com"}]})
    assert "anna@example.com" not in (await client.get(OLDER)).text


async def test_a_role_in_a_sister_location_is_neither_shown_nor_counted(client: Client, conn: Connection) -> None:
    before = (await client.get(f"/company/{HARBOUR}/users")).json()["data"]
    for person in (WORKER, MANAGER):
        await give_role(conn, person, "accountant", HILLSIDE, users_access=False)
    assert (await client.get(f"/company/{HARBOUR}/users")).json()["data"] == before
    await conn.execute("DELETE FROM location_roles WHERE location_id = $1 AND user_id = $2", HARBOUR, WORKER.id)
    assert WORKER.id not in {user["id"] for user in (await client.get(f"/company/{HARBOUR}/users")).json()["data"]}
