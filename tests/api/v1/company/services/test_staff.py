"""POST, PUT and DELETE /company/{location_id}/services/{service_id}/staff…"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, WORKER
from tests.support.waiting import wait_until_blocked

TAKEN = {"master_id": "This team member provides the service already."}


@pytest.fixture
async def service_id(conn: Connection, tenant: Tenant) -> int:
    return await make_service(conn, tenant)


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


@pytest.fixture
async def card_id(conn: Connection, tenant: Tenant) -> int:
    """A technological card."""
    made: int = await conn.fetchval(
        "INSERT INTO bills_of_materials (chain_id, location_id, title) VALUES ($1, $2, 'Colour') RETURNING id",
        tenant.chain_id,
        tenant.location_id,
    )
    return made


def staff(service_id: int, member_id: int | None = None) -> str:
    end = "" if member_id is None else f"/{member_id}"
    return f"/company/{HARBOUR}/services/{service_id}/staff{end}"


def body(length: int = 900, card_id: int | None = None) -> dict[str, Any]:
    return {"seance_length": length, "technological_card_id": card_id}


async def test_a_service_is_assigned(client: Client, service_id: int, ana: int, card_id: int) -> None:
    answer = await client.post(staff(service_id), {"master_id": ana, **body(card_id=card_id)})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    link = {
        "service_id": service_id,
        "master_id": ana,
        "length": 900,
        "technological_card_id": card_id,
        "api_id": "",
        "is_online": True,
        "is_offline_records_allowed": True,
        "price": None,
    }
    assert answer.json() == {"success": True, "data": link, "meta": []}
    again = await client.post(staff(service_id), {"staff_id": ana, **body()})
    assert faults_of(again) == TAKEN


async def test_an_assignment_is_changed_and_keeps_its_price(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int, card_id: int
) -> None:
    await assign(conn, tenant, service_id, ana, price_min=12.5, price_max=20, bill_id=card_id)
    answer = await client.put(staff(service_id, ana), body(1200), headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    data = answer.json()["data"]
    assert (data["length"], data["price"], data["technological_card_id"]) == (1200, 12.5, None)
    assert (await client.put(staff(service_id, ana), body(), headers={"If-Match": '"1"'})).status_code == 412


async def test_an_assignment_is_removed(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int
) -> None:
    await assign(conn, tenant, service_id, ana)
    assert (await client.delete(staff(service_id, ana), headers={"If-Match": '"7"'})).status_code == 412
    answer = await client.delete(staff(service_id, ana), headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.content) == (204, b"")
    again = await client.delete(staff(service_id, ana))
    assert (again.status_code, again.json()["meta"]["message"]) == (404, "Service of this team member not found.")
    assert await conn.fetchval("SELECT revision FROM services") == 2


@pytest.mark.parametrize(
    ("length", "fault"),
    [
        (0, "Must be at least 300."),
        (299, "Must be at least 300."),
        (301, "Must be a multiple of 300."),
        (86_400, "Must be at most 86100."),
        (None, "This field is missing."),
        ("long", 'Expected a whole number, not "long".'),
    ],
)
async def test_lengths_are_steps_of_five_minutes(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int, length: Any, fault: str
) -> None:
    """Q-187."""
    sent = {"seance_length": length, "technological_card_id": None}
    assert faults_of(await client.post(staff(service_id), {"master_id": ana, **sent})) == {"seance_length": fault}
    await assign(conn, tenant, service_id, ana)
    assert faults_of(await client.put(staff(service_id, ana), sent)) == {"seance_length": fault}


@pytest.mark.parametrize("length", [300, 86_100])
async def test_the_longest_and_the_shortest(client: Client, service_id: int, ana: int, length: int) -> None:
    answer = await client.post(staff(service_id), {"master_id": ana, **body(length)})
    assert answer.json()["data"]["length"] == length


async def test_what_is_unknown_is_named(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, service_id: int, ana: int
) -> None:
    away = await make_team_member(conn, hillside)
    unknown = {
        "master_id": "There is no such team member here.",
        "technological_card_id": "There is no such technological card here.",
    }
    assert faults_of(await client.post(staff(service_id), {"master_id": away, **body(card_id=999)})) == unknown
    for address in (staff(service_id, away), staff(service_id, 999)):
        answer = await client.put(address, body())
        assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Team member not found.")
    answer = await client.put(staff(service_id, ana), body())
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Service of this team member not found.")
    answer = await client.post(staff(999), {"master_id": ana, **body()})
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Service not found.")
    assert await conn.fetchval("SELECT count(*) FROM service_team_members") == 0


async def test_a_card_needs_a_right_of_its_own(
    client: Client, conn: Connection, service_id: int, ana: int, card_id: int
) -> None:
    planner = client.by(await make_member(conn, "planner", edit_master_service_and_duration=True))
    refused = await planner.post(staff(service_id), {"master_id": ana, **body(card_id=card_id)})
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "You lack the right tech_card_edit in this location."
    assert (await planner.post(staff(service_id), {"master_id": ana, **body()})).status_code == 201
    assert (await planner.put(staff(service_id, ana), body(card_id=card_id))).status_code == 403
    await client.put(staff(service_id, ana), body(card_id=card_id))
    assert (await planner.put(staff(service_id, ana), body(1200, card_id))).status_code == 200


async def test_who_may_not(client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int) -> None:
    await assign(conn, tenant, service_id, ana)
    worker = client.by(WORKER)
    for answer in (
        await worker.post(staff(service_id), {"master_id": ana, **body()}),
        await worker.put(staff(service_id, ana), body()),
        await worker.delete(staff(service_id, ana)),
    ):
        assert answer.status_code == 403


async def test_a_service_of_the_chain_is_assigned_in_a_location(
    client: Client, conn: Connection, chain: Tenant, ana: int
) -> None:
    """Q-186."""
    service_id = await make_service(conn, chain)
    assert (await client.post(staff(service_id), {"master_id": ana, **body()})).status_code == 201
    assert (await client.put(staff(service_id, ana), body(600))).status_code == 200
    assert (await client.delete(staff(service_id, ana))).status_code == 204


async def test_of_two_at_the_same_time_one_assigns(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int
) -> None:
    async with conn.transaction():
        await conn.execute("SELECT FROM services WHERE id = $1 FOR NO KEY UPDATE", service_id)
        request = asyncio.create_task(client.post(staff(service_id), {"master_id": ana, **body()}))
        await wait_until_blocked(conn, request)
        await assign(conn, tenant, service_id, ana)
    assert faults_of(await request) == TAKEN


async def test_a_link_with_a_deleted_member_is_none(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int
) -> None:
    await assign(conn, tenant, service_id, ana)
    await conn.execute("UPDATE team_members SET deleted_at = now()")
    assert (await client.delete(staff(service_id, ana))).status_code == 404
