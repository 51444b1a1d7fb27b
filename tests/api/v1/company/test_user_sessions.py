"""/company/{location_id}/users/…: when colleagues signed in last, and ending what they have open."""

import pytest

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.users import give_role
from tests.support.people import (
    ABROAD,
    ADMINISTRATOR,
    CHAIN,
    CHAIN_ROLES,
    FOREIGNER,
    HARBOUR,
    LOCATION_ROLES,
    MANAGER,
    NEIGHBOUR,
    OWNER,
    PARTNER,
    PASSWORD,
    WORKER,
    Person,
)

OPEN = """
    INSERT INTO sessions (user_id, partner_id, token_hash, device, ip) VALUES ($1, 1, $2, $3, '203.0.113.7')
"""
ROLE = "UPDATE location_roles SET role = $2 WHERE user_id = $1"
# The right itself, on top of a role that lacks it.
MAY_REMOVE = """UPDATE location_roles SET rights = '{"delete_users_access": true}' WHERE user_id = $1"""


def sessions_of(person: Person) -> str:
    return f"/company/{HARBOUR}/users/{person.id}/sessions"


async def test_everybody_who_works_in_the_location_is_listed(client: Client) -> None:
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    of_chain = {(user_id, role) for chain_id, user_id, role in CHAIN_ROLES if chain_id == CHAIN}
    of_location = {(user_id, role) for _, location_id, user_id, role in LOCATION_ROLES if location_id == HARBOUR}
    assert [(user["user_id"], user["role"]) for user in found] == sorted(of_chain | of_location)
    assert found[0] == {**found[0], "user_id": OWNER.id, "name": "owner", "role": "owner"}


async def test_the_last_sign_in_is_shown_although_it_has_ended(client: Client, conn: Connection) -> None:
    await conn.execute(OPEN, WORKER.id, hash_token("later"), "till/2")
    await conn.execute("UPDATE sessions SET revoked_at = now() WHERE device = 'till/2'")
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    (worker,) = (user for user in found if user["user_id"] == WORKER.id)
    assert worker.pop("signed_in_at")[-5:] in ("-0500", "-0400")
    assert worker == {
        "user_id": WORKER.id,
        "name": "worker",
        "role": "worker",
        "ip": "203.0.113.7",
        "device": "till/2",
        "partner": "Tests",
        "open_sessions": 1,
    }


async def test_a_session_of_a_revoked_integration_is_open_nowhere(client: Client, conn: Connection) -> None:
    async def shown() -> tuple[list[str], int]:
        own = (await client.get("/auth/sessions")).json()["data"]
        found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
        return [session["device"] for session in own], next(
            u["open_sessions"] for u in found if u["user_id"] == OWNER.id
        )

    before = await shown()
    partner = await conn.fetchval("INSERT INTO partners (title, token_hash) VALUES ('Gone', 'x') RETURNING id")
    await conn.execute(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, $2, 'x', 'gone')", OWNER.id, partner
    )
    devices, count = await shown()
    assert (sorted(devices), count) == (sorted([*before[0], "gone"]), before[1] + 1)
    await conn.execute("UPDATE partners SET revoked_at = now() WHERE id = $1", partner)
    assert await shown() == before


async def test_a_user_who_never_signed_in_has_no_time(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM sessions WHERE user_id = $1", WORKER.id)
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    (worker,) = (user for user in found if user["user_id"] == WORKER.id)
    assert (worker["signed_in_at"], worker["device"], worker["open_sessions"]) == (None, None, 0)


async def test_a_role_in_another_chain_does_not_hide_the_one_here(client: Client, conn: Connection) -> None:
    await give_role(conn, FOREIGNER, "accountant")
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    assert [user["role"] for user in found if user["user_id"] == FOREIGNER.id] == ["accountant"]


async def test_a_role_in_the_chain_counts_once(client: Client, conn: Connection) -> None:
    await conn.execute(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role) VALUES ($3, $1, $2, 'worker')",
        HARBOUR,
        OWNER.id,
        CHAIN,
    )
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    assert [user["role"] for user in found if user["user_id"] == OWNER.id] == ["owner"]


@pytest.mark.parametrize("statement", ["UPDATE location_roles SET is_accepted = false WHERE user_id = $1"])
async def test_sessions_of_pending_users_are_neither_listed_nor_ended(
    client: Client, conn: Connection, statement: str
) -> None:
    """Q-035."""
    await conn.execute(statement, WORKER.id)
    found = (await client.get(f"/company/{HARBOUR}/users/sessions")).json()["data"]
    assert WORKER.id not in [user["user_id"] for user in found]
    assert (await client.delete(sessions_of(WORKER))).status_code == 404


async def test_every_session_ends_at_once(client: Client, conn: Connection) -> None:
    await conn.execute(OPEN, MANAGER.id, hash_token("other"), "till/2")
    assert (await client.by(MANAGER).get(f"/goods/{HARBOUR}")).status_code == 200
    assert (await client.delete(sessions_of(MANAGER))).status_code == 204
    assert (await client.by(MANAGER).get(f"/goods/{HARBOUR}")).status_code == 401
    assert (
        await conn.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", MANAGER.id) == 0
    )


async def test_sessions_of_a_user_end_for_all_chains(client: Client, conn: Connection) -> None:
    """Q-035."""
    await give_role(conn, FOREIGNER, "accountant")
    assert (await client.by(FOREIGNER).get(f"/goods/{ABROAD}")).status_code == 200
    assert (await client.delete(sessions_of(FOREIGNER))).status_code == 204
    assert (await client.by(FOREIGNER).get(f"/goods/{ABROAD}")).status_code == 401


async def test_sessions_of_other_users_stay_open(client: Client) -> None:
    await client.delete(sessions_of(MANAGER))
    assert (await client.by(ADMINISTRATOR).get(f"/goods/{HARBOUR}")).status_code == 200


async def test_the_user_can_sign_in_again(client: Client) -> None:
    await client.delete(sessions_of(MANAGER))
    body = {"login": MANAGER.email, "password": PASSWORD}
    assert (await client.by(PARTNER).post("/auth", body)).status_code == 201


async def test_the_log_has_the_user_who_ended_a_session(client: Client) -> None:
    await client.delete(sessions_of(MANAGER))
    newest = (await client.get(f"/audit/{HARBOUR}?count=1")).json()["data"][0]
    assert (newest["action"], newest["entity_id"], newest["user_id"]) == ("ended", MANAGER.id, OWNER.id)
    assert newest["before"]["user_id"] == MANAGER.id


async def test_a_user_of_another_location_or_chain_is_not_found(client: Client) -> None:
    answers = [await client.delete(sessions_of(person)) for person in (NEIGHBOUR, FOREIGNER, Person(999_999, "none"))]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert (await client.by(NEIGHBOUR).get("/auth/sessions")).status_code == 200


async def test_the_right_is_enough_for_those_who_own_nothing(client: Client, conn: Connection) -> None:
    await conn.execute(MAY_REMOVE, ADMINISTRATOR.id)
    assert (await client.by(ADMINISTRATOR).delete(sessions_of(WORKER))).status_code == 204


@pytest.mark.parametrize("owner", [OWNER, MANAGER])
async def test_the_right_is_not_enough_for_an_owner(client: Client, conn: Connection, owner: Person) -> None:
    await conn.execute(ROLE, MANAGER.id, "owner")
    await conn.execute(MAY_REMOVE, ADMINISTRATOR.id)
    assert (await client.by(ADMINISTRATOR).delete(sessions_of(owner))).status_code == 403
    assert (await client.by(owner).get("/auth/sessions")).status_code == 200


async def test_the_owner_of_a_location_does_not_end_the_chain_owners_sessions(client: Client, conn: Connection) -> None:
    await conn.execute(ROLE, MANAGER.id, "owner")
    assert (await client.by(MANAGER).delete(sessions_of(OWNER))).status_code == 403
    assert (await client.delete(sessions_of(MANAGER))).status_code == 204


async def test_owners_of_the_chain_end_the_sessions_of_each_other(client: Client, conn: Connection) -> None:
    await conn.execute("INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, 'owner')", CHAIN, MANAGER.id)
    assert (await client.delete(sessions_of(MANAGER))).status_code == 204
    assert (await client.by(MANAGER).get("/auth/sessions")).status_code == 401
