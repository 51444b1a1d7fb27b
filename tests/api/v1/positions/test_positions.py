"""Positions of v1: /company/{location_id}/staff/positions, …/positions/quick, and /positions/{location_id} (Q-163)"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

LISTS = (f"/company/{HARBOUR}/staff/positions", f"/positions/{HARBOUR}", f"/positions/{HARBOUR}/")
CREATE = (f"/company/{HARBOUR}/positions/quick", f"/positions/{HARBOUR}")
TAKEN = {"title": "There is a position with this title already."}


def position(position_id: int, **fields: Any) -> dict[str, Any]:
    shown = {
        "id": position_id,
        "chain_id": CHAIN,
        "title": "Stylist",
        "description": "",
        "services_binding_type": 0,
        "rules_required_fields": [],
        "only_chain_appointment": False,
    }
    return {**shown, **fields}


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_has_the_positions_of_the_location(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant, path: str
) -> None:
    assert (await client.get(path)).json() == {"success": True, "data": [], "meta": []}
    first, second = await make_position(conn, tenant), await make_position(conn, tenant, "Barber")
    for owner in (hillside, abroad):
        await make_position(conn, owner, "Elsewhere")
    assert (await client.get(path)).json()["data"] == [position(first), position(second, title="Barber")]


@pytest.mark.parametrize("path", CREATE)
async def test_a_new_position_belongs_to_the_chain_and_is_used_here(
    client: Client, conn: Connection, path: str
) -> None:
    """Q-162, Q-164."""
    answer = await client.post(path, {"title": " Stylist "})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    position_id = answer.json()["data"]["id"]
    assert answer.json() == {"success": True, "data": position(position_id), "meta": []}
    rows = await conn.fetch("SELECT location_id FROM position_locations WHERE position_id = $1", position_id)
    assert [row["location_id"] for row in rows] == [HARBOUR]
    for number, shown in ((1, 0), (2, 2)):
        body = {"title": f"Number {number}", "description": "Cuts.", "services_binding_type": number}
        created = (await client.post(path, body)).json()["data"]
        assert (created["description"], created["services_binding_type"]) == ("Cuts.", shown)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"title": "This field is missing."}),
        ({"title": ""}, {"title": "Must not be empty."}),
        ({"title": "x" * 101, "services_binding_type": 3}, {
            "title": "Must be at most 100 characters long.", "services_binding_type": "Must be at most 2."}),
        ({"title": "stylist"}, TAKEN),
    ],
)  # fmt: skip
async def test_faults_are_named_and_nothing_is_made(
    client: Client, conn: Connection, tenant: Tenant, body: dict[str, Any], faults: dict[str, str]
) -> None:
    await make_position(conn, tenant)
    for path in CREATE:
        assert faults_of(await client.post(path, body)) == faults
    assert await conn.fetchval("SELECT count(*) FROM positions") == 1


async def test_a_position_of_the_chain_with_the_title_is_used_here_too(
    client: Client, conn: Connection, hillside: Tenant
) -> None:
    """Q-164."""
    theirs = await make_position(conn, hillside, description="Cuts.")
    answer = await client.post(CREATE[0], {"title": "STYLIST", "description": "Other."})
    assert answer.json()["data"] == position(theirs, description="Cuts.")
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE entity = 'position' AND action = 'changed'") == 0


async def test_a_change_keeps_what_is_left_out(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant, description="Cuts.")
    member_id = await make_team_member(conn, tenant, position_id=position_id)
    answer = await client.put(f"/positions/{HARBOUR}/{position_id}", {"title": "Barber"})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json()["data"] == position(position_id, title="Barber", description="Cuts.")
    (shown,) = (await client.get(f"/staff/{HARBOUR}/{member_id}")).json()["data"]
    assert shown["position"] == {"id": position_id, "title": "Barber"}


async def test_a_deleted_position_is_taken_from_its_members(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id, kept = await make_position(conn, tenant), await make_position(conn, tenant, "Barber")
    for each in (position_id, kept):
        await make_team_member(conn, tenant, position_id=each)
    answer = await client.delete(f"/positions/{HARBOUR}/{position_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    rows = (await client.get(f"/staff/{HARBOUR}")).json()["data"]
    assert [each["position"] for each in rows] == [[], {"id": kept, "title": "Barber"}]
    assert (await client.get(LISTS[0])).json()["data"] == [position(kept, title="Barber")]
    for method in ("PUT", "DELETE"):
        gone = await client.send(method, f"/positions/{HARBOUR}/{position_id}", json={"title": "Barber"})
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Position not found."})
    assert (await client.post(CREATE[0], {"title": "Stylist"})).status_code == 201


async def test_what_others_use_too_needs_the_right_in_the_chain(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    """Q-164."""
    position_id = await make_position(conn, tenant)
    member_id = await make_team_member(conn, hillside, position_id=await make_position(conn, hillside))
    address = f"/positions/{HARBOUR}/{position_id}"
    for method, right in (("PUT", "settings_positions_create"), ("DELETE", "settings_positions_delete")):
        refused = await client.by(MANAGER).send(method, address, json={"title": "Barber"})
        assert refused.status_code == 403
        message = f"This item belongs to the chain. You lack the right {right} in the chain."
        assert refused.json()["meta"]["message"] == message
    assert (await client.put(address, {"title": "Barber"})).status_code == 200
    (shown,) = (await client.get(f"/staff/{HILLSIDE}/{member_id}")).json()["data"]
    assert shown["position"] == {"id": position_id, "title": "Barber"}
    assert (await client.delete(address)).status_code == 204
    assert await conn.fetchval("SELECT position_id FROM team_members WHERE id = $1", member_id) is None


async def test_a_location_that_begins_to_use_it_meanwhile_counts(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    position_id = await make_position(conn, tenant)
    async with conn.transaction():
        await conn.execute("SELECT FROM positions WHERE id = $1 FOR NO KEY UPDATE", position_id)
        late = asyncio.create_task(client.by(MANAGER).delete(f"/positions/{HARBOUR}/{position_id}"))
        await wait_until_blocked(conn, late)
        await conn.execute(
            "INSERT INTO position_locations (chain_id, position_id, location_id) VALUES ($1, $2, $3)",
            CHAIN, position_id, HILLSIDE,
        )  # fmt: skip
    assert (await late).status_code == 403


async def test_a_title_in_use_is_refused(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_position(conn, tenant)
    position_id = await make_position(conn, tenant, "Barber")
    assert faults_of(await client.put(f"/positions/{HARBOUR}/{position_id}", {"title": "STYLIST"})) == TAKEN
    assert (await client.put(f"/positions/{HARBOUR}/{position_id}", {"title": "BARBER"})).status_code == 200


async def test_who_has_read_an_older_one_changes_nothing(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    for method in ("PUT", "DELETE"):
        address = f"/positions/{HARBOUR}/{position_id}"
        stale = await client.send(method, address, json={"title": "Barber"}, headers={"If-Match": '"2"'})
        assert stale.status_code == 412


async def test_a_position_of_a_sister_location_or_of_another_chain_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        position_id = await make_position(conn, owner)
        for method in ("PUT", "DELETE"):
            answer = await client.send(method, f"/positions/{HARBOUR}/{position_id}", json={"title": "Barber"})
            assert answer.status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM positions WHERE title = 'Stylist' AND deleted_at IS NULL") == 2


@pytest.mark.parametrize(("person", "status"), [(PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    address = f"/positions/{HARBOUR}/{await make_position(conn, tenant)}"
    sent = [*(("GET", path) for path in LISTS), *(("POST", path) for path in CREATE)]
    for method, path in (*sent, ("PUT", address), ("DELETE", address)):
        answer = await client.by(person).send(method, path, json={"title": "Barber"})
        assert answer.status_code == status
    assert await conn.fetchval("SELECT count(*) FROM positions WHERE title = 'Stylist'") == 1
