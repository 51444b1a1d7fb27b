"""Which team member a user is, set with the user or with the team member: the team member alone keeps it (Q-193)."""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, MANAGER, WORKER, Person
from tests.support.waiting import wait_until_blocked

INVITE = f"/user/invite/{HARBOUR}"
NO_MEMBER = "There is no such team member in this location."
LINKED = "This team member is linked to another user."


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


@pytest.fixture
async def ben(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant, "Ben")


def rights_of(person: Person) -> str:
    return f"/company/{HARBOUR}/users/{person.id}/permissions"


def member(member_id: int) -> str:
    return f"/staff/{HARBOUR}/{member_id}"


async def staff_of(client: Client, person: Person) -> int | None:
    """Return the team member that the rights of a user show."""
    return (await client.get(rights_of(person))).json()["data"]["staff_id"]  # type: ignore[no-any-return] # JSON


async def users_of(client: Client, *member_ids: int) -> list[int | None]:
    """Return the users that the team shows of these members."""
    team = {row["id"]: row["user_id"] for row in (await client.get(f"/staff/{HARBOUR}")).json()["data"]}
    return [team[member_id] for member_id in member_ids]


async def test_both_sides_show_what_either_sets(client: Client, ana: int, ben: int) -> None:
    assert (await client.put(member(ana), {"user_id": WORKER.id})).status_code == 200
    assert await staff_of(client, WORKER) == ana
    moved = await client.put(rights_of(WORKER), {"staff_id": ben})
    assert moved.json()["data"]["staff_id"] == ben
    assert await users_of(client, ana, ben) == [None, WORKER.id]
    assert (await client.put(member(ben), {"user_id": 0})).status_code == 200
    assert await staff_of(client, WORKER) is None


async def test_a_change_of_the_link_counts_for_the_team_members(client: Client, ana: int, ben: int) -> None:
    await client.put(rights_of(WORKER), {"staff_id": ana})
    await client.put(rights_of(WORKER), {"staff_id": ben})
    await client.put(rights_of(WORKER), {"staff_id": ben})
    etags = [(await client.get(member(each))).headers["ETag"] for each in (ana, ben)]
    assert etags == ['"3"', '"2"']
    stale = await client.put(member(ana), {"name": "Ana"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_with_the_role_the_link_goes(client: Client, ana: int) -> None:
    await client.put(rights_of(WORKER), {"staff_id": ana})
    await client.delete(f"/company/{HARBOUR}/users/{WORKER.id}")
    assert await users_of(client, ana) == [None]
    taken_over = await client.put(rights_of(MANAGER), {"staff_id": ana})
    assert taken_over.json()["data"]["staff_id"] == ana


async def test_with_the_team_member_the_link_goes(client: Client, ana: int, ben: int) -> None:
    await client.put(rights_of(WORKER), {"staff_id": ana})
    await client.delete(member(ana))
    assert await staff_of(client, WORKER) is None
    assert (await client.put(rights_of(WORKER), {"staff_id": ben})).json()["data"]["staff_id"] == ben
    assert faults_of(await client.put(rights_of(WORKER), {"staff_id": ana})) == {"staff_id": NO_MEMBER}


async def test_a_team_member_of_another_or_of_another_location_is_refused(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant, ana: int
) -> None:
    await client.put(member(ana), {"user_id": MANAGER.id})
    elsewhere = [await make_team_member(conn, owner) for owner in (hillside, abroad)]
    for sent, message in ((ana, LINKED), (elsewhere[0], NO_MEMBER), (elsewhere[1], NO_MEMBER), (999, NO_MEMBER)):
        refused = await client.put(rights_of(WORKER), {"staff_id": sent, "user_role": "accountant"})
        assert faults_of(refused) == {"staff_id": message}
    assert await users_of(client, ana) == [MANAGER.id]
    role = await conn.fetchval("SELECT role FROM location_roles WHERE user_id = $1", WORKER.id)
    assert role == "worker"


def invites(*people: tuple[str, int]) -> dict[str, Any]:
    return {"invites": [{"search": email, "staff_id": member_id} for email, member_id in people]}


async def test_who_is_invited_is_linked_at_once(client: Client, ana: int, ben: int) -> None:
    people = invites(("anna@example.com", ana), ("ben@example.com", ben))
    assert (await client.post(INVITE, people)).status_code == 202
    first = await users_of(client, ana, ben)
    assert None not in first
    again = {"invites": [{"search": "anna@example.com"}, {"search": "ben@example.com", "staff_id": ben}]}
    assert (await client.post(INVITE, again)).status_code == 202
    assert await users_of(client, ana, ben) == first


async def test_faults_of_invitations_are_named_together(client: Client, conn: Connection, ana: int, ben: int) -> None:
    await client.put(member(ben), {"user_id": WORKER.id})
    people = invites(("a@example.com", ana), ("b@example.com", ana), ("c@example.com", ben), ("d@example.com", 999))
    assert faults_of(await client.post(INVITE, people)) == {
        "invites[1].staff_id": "This team member was sent twice.",
        "invites[2].staff_id": LINKED,
        "invites[3].staff_id": NO_MEMBER,
    }
    assert await conn.fetchval("SELECT count(*) FROM invitations") == 0
    assert await users_of(client, ana, ben) == [None, WORKER.id]


async def test_a_team_member_whom_another_gets_meanwhile_is_waited_for(
    client: Client, conn: Connection, ana: int
) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE team_members SET user_id = $2 WHERE id = $1", ana, MANAGER.id)
        late = asyncio.create_task(client.put(rights_of(WORKER), {"staff_id": ana}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"staff_id": LINKED}
    assert await users_of(client, ana) == [MANAGER.id]


async def test_a_user_who_is_linked_meanwhile_is_not_linked_twice(client: Client, conn: Connection, ana: int) -> None:
    async with conn.transaction():
        await conn.execute(
            """INSERT INTO team_members (chain_id, location_id, name, user_id)
               SELECT chain_id, location_id, 'Cem', $2 FROM team_members WHERE id = $1""",
            ana,
            WORKER.id,
        )
        late = asyncio.create_task(client.put(rights_of(WORKER), {"staff_id": ana}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late).keys() == {"staff_id"}
    assert await users_of(client, ana) == [None]


async def test_two_who_exchange_a_link_from_both_sides_end(
    client: Client, conn: Connection, ana: int, ben: int
) -> None:
    await client.put(member(ana), {"user_id": WORKER.id})
    for _ in range(5):
        answers = await asyncio.gather(
            client.put(rights_of(WORKER), {"staff_id": ben}),
            client.put(member(ben), {"user_id": WORKER.id}),
            client.put(rights_of(WORKER), {"staff_id": ana}),
        )
        assert {answer.status_code for answer in answers} <= {200, 422}
        assert await staff_of(client, WORKER) in (ana, ben)
