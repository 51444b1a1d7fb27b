"""/locations/{company_id}/positions"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, PARTNER, WORKER, Person

POSITIONS = f"/locations/{HARBOUR}/positions"
GOOD = {"title": "Stylist", "description": "Cuts and colours hair."}


def resource(position_id: str | int, **attributes: Any) -> dict[str, Any]:
    shown = {
        "chain_id": CHAIN,
        "title": "Stylist",
        "description": "Cuts and colours hair.",
        "services_binding_type": 0,
        "rules_required_fields": [],
        "only_chain_appointment": False,
        "salon_ids": [HARBOUR],
    }
    return {"type": "position", "id": str(position_id), "attributes": {**shown, **attributes}}


async def test_a_new_position_is_answered_and_found(v2: Client) -> None:
    created = await v2.post(POSITIONS, GOOD)
    assert (created.status_code, created.headers["ETag"]) == (201, '"1"')
    position_id = created.json()["data"]["id"]
    assert created.json() == {"data": resource(position_id), "meta": []}
    found = await v2.get(f"{POSITIONS}/{position_id}")
    assert (found.status_code, found.headers["ETag"]) == (200, '"1"')
    assert found.json() == created.json()
    assert (await v2.get(POSITIONS)).json() == {"data": [resource(position_id)]}


async def test_a_change_and_a_deletion_are_answered_with_nothing(v2: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-162."""
    position_id = await make_position(conn, tenant)
    member_id = await make_team_member(conn, tenant, position_id=position_id)
    changed = await v2.put(f"{POSITIONS}/{position_id}", {**GOOD, "title": "Barber", "services_binding_type": 1})
    assert (changed.status_code, changed.content) == (204, b"")
    shown = (await v2.get(f"{POSITIONS}/{position_id}")).json()["data"]
    assert shown == resource(position_id, title="Barber", services_binding_type=1)
    stale = await v2.delete(f"{POSITIONS}/{position_id}", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    deleted = await v2.delete(f"{POSITIONS}/{position_id}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        gone = await v2.send(method, f"{POSITIONS}/{position_id}", json=None if method == "GET" else GOOD)
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Position not found."})
    assert await conn.fetchval("SELECT position_id FROM team_members WHERE id = $1", member_id) is None


async def test_faults_are_named(v2: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    taken = {"title": "There is a position with this title already."}
    for body, faults in (
        ({}, {"title": "This field is missing."}),
        ({"title": "", "description": "x" * 1001}, {
            "title": "Must not be empty.", "description": "Must be at most 1000 characters long."}),
    ):  # fmt: skip
        assert faults_of(await v2.post(POSITIONS, body)) == faults
        assert faults_of(await v2.put(f"{POSITIONS}/{position_id}", body)) == faults
    assert faults_of(await v2.post(POSITIONS, GOOD)) == taken
    await make_position(conn, tenant, "Barber")
    assert faults_of(await v2.put(f"{POSITIONS}/{position_id}", {"title": "barber"})) == taken


async def test_all_locations_that_use_it_are_named(
    v2: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    position_id = await make_position(conn, tenant)
    created = await v2.post(f"/locations/{HILLSIDE}/positions", {"title": "stylist"})
    assert created.json()["data"] == resource(position_id, description="", salon_ids=[HARBOUR, HILLSIDE])
    assert await make_position(conn, hillside) == position_id
    refused = await v2.by(NEIGHBOUR).put(f"/locations/{HILLSIDE}/positions/{position_id}", GOOD)
    assert refused.status_code == 403
    assert (await v2.by(NEIGHBOUR).delete(f"/locations/{HILLSIDE}/positions/{position_id}")).status_code == 403


async def test_a_position_of_a_sister_location_or_of_another_chain_is_not_there(
    v2: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        position_id = await make_position(conn, owner)
        for method in ("GET", "PUT", "DELETE"):
            answer = await v2.send(method, f"{POSITIONS}/{position_id}", json=None if method == "GET" else GOOD)
            assert answer.status_code == 404
    assert (await v2.get(POSITIONS)).json() == {"data": []}


@pytest.mark.parametrize(("person", "status"), [(PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(
    v2: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    one = f"{POSITIONS}/{await make_position(conn, tenant)}"
    for method, path in (("GET", POSITIONS), ("POST", POSITIONS), ("GET", one), ("PUT", one), ("DELETE", one)):
        answer = await v2.by(person).send(method, path, json=None if method == "GET" else GOOD)
        assert answer.status_code == status
