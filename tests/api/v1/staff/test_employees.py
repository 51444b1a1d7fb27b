"""Personal data in POST and PUT /staff (Q-192), as API v2 shows it."""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_employee, make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

STAFF = f"/staff/{HARBOUR}"
EMPLOYEE = {
    "phone": "13155550175",
    "firstname": "Ana",
    "surname": "Lima",
    "patronymic": "Reis",
    "date_admission": "2024-03-01",
    "date_registration_end": "2027-01-31T00:00:00",
    "citizenship": "Portugal",
    "gender": 2,
    "passport_data": "P 1",
    "personal_tax_reference_number": "00-1",
    "number_insurance_certificates": "I-1",
}
SHOWN = {
    **EMPLOYEE,
    "phone": "+13155550175",
    "name": "Ana Reis Lima",
    "date_admission": "2024-03-01T00:00:00",
    "date_registration_end": "2027-01-31T00:00:00",
}


@pytest.fixture
def v2(client: Client) -> Client:
    return client.to(B2B_V2)


async def shown(v2: Client) -> list[Any]:
    """Return the personal data that API v2 shows of the team."""
    answer = await v2.get(f"/locations/{HARBOUR}/team_members?include=employee")
    return [each["attributes"] for each in answer.json()["included"]]


async def test_a_new_member_has_what_is_sent(client: Client, v2: Client) -> None:
    answer = await client.post(STAFF, {"name": "Ana", "employee": EMPLOYEE})
    assert answer.status_code == 201
    assert "employee" not in answer.json()["data"]
    assert await shown(v2) == [SHOWN]


async def test_a_change_keeps_what_is_left_out(client: Client, v2: Client, conn: Connection, tenant: Tenant) -> None:
    address = f"{STAFF}/{await make_team_member(conn, tenant)}"
    assert (await client.put(address, {"employee": EMPLOYEE})).headers["ETag"] == '"2"'
    assert await shown(v2) == [SHOWN]
    await client.put(address, {"name": "Ana Reis"})
    assert await shown(v2) == [SHOWN]
    await client.put(address, {"employee": {"surname": "Reis", "patronymic": ""}})
    assert await shown(v2) == [{**SHOWN, "surname": "Reis", "patronymic": "", "name": "Ana Reis"}]
    nothing = {name: None if name.startswith("date") else "" for name in EMPLOYEE} | {"gender": 0}
    await client.put(address, {"employee": {**nothing, "phone": None}})
    assert await shown(v2) == [{**nothing, "name": ""}]


async def test_what_is_shown_can_be_sent_back(client: Client, v2: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    await make_employee(conn, tenant, member_id, phone="+13155550175", last_name="Lima")
    (before,) = await shown(v2)
    assert (await client.put(f"{STAFF}/{member_id}", {"employee": before})).status_code == 200
    assert await shown(v2) == [before]


async def test_each_fault_is_named_and_nothing_changes(
    client: Client, v2: Client, conn: Connection, tenant: Tenant
) -> None:
    address = f"{STAFF}/{await make_team_member(conn, tenant)}"
    wrong = {"phone": "12", "gender": 3, "date_admission": "soon", "surname": "x" * 256, "passport_data": 5.5}
    faults = faults_of(await client.put(address, {"name": "Changed", "employee": wrong}))
    assert set(faults) == {f"employee.{name}" for name in wrong}
    assert faults["employee.date_admission"] == "Expected a day, such as 2026-01-31."
    assert await shown(v2) == []
    assert await conn.fetchval("SELECT name FROM team_members") == "Ana Lima"


async def test_a_new_member_with_personal_data_needs_both_rights(client: Client, conn: Connection) -> None:
    creator = client.by(await make_member(conn, "creator", master_create=True))
    refused = await creator.post(STAFF, {"name": "Ana", "employee": EMPLOYEE})
    assert refused.status_code == 403
    assert "master_edit" in refused.json()["meta"]["message"]
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 0
    assert (await creator.post(STAFF, {"name": "Ana"})).status_code == 201


async def test_two_changes_at_once_are_both_kept(client: Client, v2: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    sent = [{"firstname": "Ana"}, {"surname": "Lima"}]
    async with conn.transaction():
        await conn.execute("SELECT FROM team_members WHERE id = $1 FOR UPDATE", member_id)
        changes = [asyncio.create_task(client.put(f"{STAFF}/{member_id}", {"employee": each})) for each in sent]
        await wait_until_blocked(conn)
        await asyncio.sleep(0.05)
    assert [answer.status_code for answer in await asyncio.gather(*changes)] == [200, 200]
    assert [each["name"] for each in await shown(v2)] == ["Ana Lima"]
