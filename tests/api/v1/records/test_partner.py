"""GET /records/partner: what an integration has made, in all locations of the user"""

import json
from datetime import datetime
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.access.tokens import hash_token
from parlour.areas.custom_fields.model.fields import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, NEIGHBOUR, NOBODY, OWNER, PARTNER, Person
from tests.support.salon import Salon, open_salon

LIST = "/records/partner"


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


async def ids(client: Client, query: str = "") -> list[int]:
    response = await client.get(f"{LIST}?{query}")
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["meta"]["count"] >= len(body["data"])
    return [row["id"] for row in body["data"]]


async def made_in(conn: Connection, place: Tenant, starts: str, **fields: Any) -> int:
    """Make an appointment through the integration of the tests."""
    member_id = fields.pop("team_member_id", None) or await make_team_member(conn, place)
    return await make_appointment(conn, place, member_id, starts, partner_id=1, **fields)


async def test_what_the_integration_made_is_listed(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Q-356."""
    field = await make_field(conn, tenant)
    client_id = await make_client(conn, tenant, "Maya", surname="Reyes", phone="13155550175", email="maya@example.com")
    body = salon.booking(
        client={"id": client_id}, comment="By the window", api_id="E-1", custom_fields={field.code: "dry"}
    )
    made = (await client.post(f"/records/{HARBOUR}", body)).json()["data"]
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 17:00")

    response = await client.get(LIST)
    assert response.json()["meta"] == {"count": 1}
    (row,) = response.json()["data"]
    company, staff = row.pop("company"), row.pop("staff")
    assert row == {
        "id": made["id"],
        "date": "2026-02-02 14:00:00",
        "datetime": "2026-02-02T14:00:00-0500",
        "create_date": made["create_date"],
        "comment": "By the window",
        "deleted": False,
        "attendance": 0,
        "length": 3600,
        "notify_by_sms": 0,
        "notify_by_email": 0,
        "master_requested": True,
        "online": False,
        "api_id": "E-1",
        "last_change_date": made["last_change_date"],
        "prepaid": 0,
        "prepaid_confirmed": 0,
        "activity_id": 0,
        "services": [
            {
                "id": salon.haircut,
                "title": "Haircut",
                "cost": 50,
                "price_min": 50,
                "price_max": 70,
                "discount": 0,
                "amount": 1,
            }
        ],
        "client": {
            "id": client_id,
            "name": "Maya",
            "phone": "13155550175",
            "phone_code": "",
            "email": "maya@example.com",
        },
        "custom_fields": {field.code: "dry"},
    }
    shown = (await client.get(f"/company/{HARBOUR}")).json()["data"]
    shown["timezone"] = str(shown["timezone"])
    same = company.keys() & shown.keys()
    assert {name: company[name] for name in same} == {name: shown[name] for name in same}
    assert (staff["id"], staff["name"], staff["company_id"]) == (salon.ana, "Ana Lima", HARBOUR)


async def test_what_others_made_is_not_listed(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show that another integration of the same user sees its own."""
    token = "token-of-another"
    await conn.execute("INSERT INTO partners (title, token_hash) VALUES ('Another', $1)", hash_token(token))
    await conn.execute(
        "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, 2, $2, 'x')",
        OWNER.id, hash_token("user-token-of-another"),
    )  # fmt: skip
    other = client.by(Person(OWNER.id, "another", user_token="user-token-of-another", partner_token=token))
    first = (await client.post(f"/records/{HARBOUR}", salon.booking("10:00"))).json()["data"]["id"]
    second = (await other.post(f"/records/{HARBOUR}", salon.booking("12:00"))).json()["data"]["id"]
    assert (await ids(client), await ids(other)) == ([first], [second])
    await other.put(f"/record/{HARBOUR}/{first}", {"comment": "Seen"})
    assert (await ids(client), await ids(other)) == ([first], [second])


async def test_locations_of_all_chains_are_in_one_list(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    """Show the order, deleted ones, and what a role in one location shows."""
    late = await made_in(conn, tenant, "2026-02-03 10:00")
    early = await made_in(conn, hillside, "2026-02-02 10:00")
    gone = await made_in(conn, hillside, "2026-02-04 10:00")
    far = await made_in(conn, abroad, "2026-02-02 12:00")
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", gone)
    assert await ids(client) == [early, late, gone]
    assert await ids(client, f"salon_id={HILLSIDE}") == [early, gone]
    assert await ids(client.by(NEIGHBOUR)) == [early, gone]
    await conn.execute(
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, 'owner')", abroad.chain_id, OWNER.id
    )
    assert await ids(client) == [far, early, late, gone]


async def test_things_of_several_chains_are_told_apart(
    client: Client, conn: Connection, tenant: Tenant, abroad: Tenant
) -> None:
    await conn.execute(
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, 'owner')", abroad.chain_id, OWNER.id
    )
    for number, place in enumerate((tenant, abroad)):
        field = await make_field(conn, place, f"code-{number}", kind=Kind.APPOINTMENT)
        service = await make_service(conn, place, price_min=number, price_max=number)
        person = await make_client(conn, place, f"Client {number}")
        values = json.dumps({str(field.id): f"value {number}"})
        made = await made_in(conn, place, f"2026-02-0{number + 2} 10:00", client_id=person, custom_values=values)
        await add_service(conn, place, made, service)
    rows = (await client.get(LIST)).json()["data"]
    assert [row["company"]["id"] for row in rows] == [HARBOUR, ABROAD]
    assert [row["client"]["name"] for row in rows] == ["Client 0", "Client 1"]
    assert [row["custom_fields"] for row in rows] == [{"code-0": "value 0"}, {"code-1": "value 1"}]
    assert [row["services"][0]["price_max"] for row in rows] == [0, 1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("start_date=02.02.2026&end_date=03.02.2026", [0, 1]),
        ('start_date="03.02.2026"', [1, 2]),
        ("end_date='2.2.2026'", [0]),
        ("end_date=2026-02-03", [0, 1]),
        ("created_start_date=02.01.2026", [1, 2]),
        ("created_end_date=02.01.2026", [0, 1]),
        ("user_id=7", [2]),
        ("user_id=8", []),
        ("editable_length=2", [0, 1]),
        ("editable_length=2&page=2", [2]),
        ("company_id=1&start_date=04.02.2026", [2]),
    ],
)
async def test_filters(client: Client, conn: Connection, tenant: Tenant, query: str, numbers: list[int]) -> None:
    """Q-357: days are those of the location, and included."""
    made = [
        await made_in(
            conn, tenant, f"2026-02-0{number + 2} 23:30", created_user_id=None if number < 2 else 7,
            created_at=moment_in(tenant, f"2026-01-0{number + 1} 23:30"),
        )
        for number in range(3)
    ]  # fmt: skip
    assert await ids(client, query) == [made[number] for number in numbers]


def moment_in(tenant: Tenant, local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=tenant.timezone)


async def test_bad_queries(client: Client) -> None:
    response = await client.get(f"{LIST}?start_date=31.02.2026&end_date=tomorrow&editable_length=101&salon_id=0")
    assert faults_of(response) == {
        "start_date": "Expected a day, such as 2026-01-31.",
        "end_date": "Expected a day, such as 2026-01-31.",
        "editable_length": "Must be at most 100.",
        "salon_id": "Must be at least 1.",
    }


async def test_rights_hide_here_what_they_hide_elsewhere(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    field = await make_field(conn, tenant)
    person = await make_client(conn, tenant, "Maya", phone="13155550175")
    values = json.dumps({str(field.id): "dry"})
    own = await made_in(
        conn, tenant, "2026-02-02 10:00", team_member_id=salon.ana, client_id=person, custom_values=values
    )
    await made_in(conn, tenant, "2026-02-02 11:00", team_member_id=salon.ben)
    rights = {"custom_fields_record_values_read_access": False, "timetable_phones_access": False}
    limited = client.by(await make_member(conn, "limited", "manager", master_id=salon.ana, **rights))
    (row,) = (await limited.get(LIST)).json()["data"]
    assert (row["id"], row["client"]["phone"], row["custom_fields"]) == (own, "1********75", {})
    blind = client.by(await make_member(conn, "blind", "manager", record_form_client_access=False))
    assert [row["client"] for row in (await blind.get(LIST)).json()["data"]] == [None, None]
    await conn.execute("UPDATE team_members SET position_id = NULL WHERE id = $1", salon.ben)
    position = await conn.fetchval("SELECT position_id FROM team_members WHERE id = $1", salon.ana)
    of_position = client.by(await make_member(conn, "of-position", "manager", position_id=position))
    assert await ids(of_position) == [own]
    recent = client.by(await make_member(conn, "recent", "manager", last_days_count=1))
    assert await ids(recent) == []


@pytest.mark.parametrize(
    ("person", "status", "query"),
    [
        (NOBODY, 401, ""),
        (PARTNER, 401, ""),
        (NEIGHBOUR, 403, f"salon_id={HARBOUR}"),
        (OWNER, 404, f"salon_id={ABROAD}"),
        (OWNER, 404, "salon_id=99"),
    ],
)
async def test_who_may_ask(client: Client, person: Person, status: int, query: str) -> None:
    assert (await client.by(person).get(f"{LIST}?{query}")).status_code == status


async def test_without_the_right_to_the_calendar(client: Client, conn: Connection, tenant: Tenant) -> None:
    await made_in(conn, tenant, "2026-02-02 10:00")
    blind = client.by(await make_member(conn, "blind", "manager", timetable_access=False))
    assert await ids(blind) == []
    assert (await blind.get(f"{LIST}?salon_id={HARBOUR}")).status_code == 403
