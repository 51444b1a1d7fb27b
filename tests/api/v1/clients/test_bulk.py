"""POST /clients/{location_id}/bulk"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind as TagKind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

BULK = f"/clients/{HARBOUR}/bulk"
MISSING = "This field is missing."
NO_PHONE = "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175."


async def outcome(client: Client, *rows: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    answer = await client.post(BULK, [*rows])
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["created"], answer.json()["data"]["errors"]


async def test_each_row_stands_alone(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-259."""
    ben = await make_client(conn, tenant, "Ben", phone="13155550199")
    tag, other = await make_tag(conn, tenant), await make_tag(conn, tenant, kind=TagKind.EVENT)

    created, errors = await outcome(
        client,
        {"name": "Maya", "phone": "315 555 0175", "categories": [tag.id], "spent": 5},
        {"name": "Ben", "surname": "Okoye", "phone": "+1 315 555 0199"},
        {"name": "Lea", "phone": "12"},
        {"phone": 13155550111},
        "Maya",
        {"name": "Twin", "phone": "13155550175"},
        {"name": "Tim", "phone": "", "email": "x", "labels": [tag.id, other.id], "spent": 0.001},
        {"name": "Zoe", "phone": ""},
        {"name": "Ann", "phone": ""},
    )

    assert [card["name"] for card in created] == ["Maya", "Zoe", "Ann"]
    assert [card["id"] for card in created] == sorted(card["id"] for card in created)
    assert created[0] == (await client.get(f"/client/{HARBOUR}/{created[0]['id']}")).json()["data"]
    assert (created[0]["spent"], created[0]["categories"][0]["id"]) == (5, tag.id)
    assert errors == [
        {
            "phone": "+1 315 555 0199",
            "name": "Ben Okoye",
            "error": f"phone: Client {ben} of this location has this phone number.",
        },
        {"phone": "12", "name": "Lea", "error": f"phone: {NO_PHONE}"},
        {"phone": "13155550111", "error": f"name: {MISSING}"},
        {"error": 'body: Expected an object, not "Maya".'},
        {"phone": "13155550175", "name": "Twin", "error": "phone: An earlier row has this phone number."},
        {
            "phone": "",
            "name": "Tim",
            "error": "spent: 0.001 has more decimals than USD has (2). email: This is not an email address."
            " categories[1]: There is no such tag for clients in this location.",
        },
    ]


async def test_a_faulty_row_does_not_take_a_number(client: Client) -> None:
    created, errors = await outcome(
        client, {"name": "", "phone": "13155550175"}, {"name": "Maya", "phone": "13155550175"}
    )
    assert ([card["name"] for card in created], len(errors)) == (["Maya"], 1)


async def test_all_may_fail(client: Client) -> None:
    created, errors = await outcome(client, {}, {})
    assert (created, [each["error"] for each in errors]) == ([], [f"name: {MISSING} phone: {MISSING}"] * 2)


async def test_a_single_row_without_a_list(client: Client) -> None:
    answer = await client.post(BULK, {"name": "Maya", "phone": "13155550175"})
    assert [card["name"] for card in answer.json()["data"]["created"]] == ["Maya"]


async def test_at_most_500_rows(client: Client, conn: Connection) -> None:
    """Q-259."""
    rows = [{"name": f"Client {number}", "phone": f"+1315555{number:04}"} for number in range(501)]
    assert faults_of(await client.post(BULK, rows)) == {"body": "Must be at most 500 long."}
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0
    created, errors = await outcome(client, *rows[:500])
    assert [card["name"] for card in created] == [row["name"] for row in rows[:500]]
    assert errors == []


async def test_a_number_that_is_given_to_another_client_meanwhile(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    rows = [{"name": name, "phone": phone} for name, phone in (("A", ""), ("B", "13155550175"), ("C", ""))]
    async with conn.transaction():
        await make_client(conn, tenant, phone="13155550175")
        late = asyncio.create_task(client.post(BULK, rows))
        await wait_until_blocked(conn, late)
    data = (await late).json()["data"]
    assert [card["name"] for card in data["created"]] == ["A", "C"]
    assert data["errors"] == [
        {
            "name": "B",
            "phone": "13155550175",
            "error": "phone: Another client was given this phone number at the same time.",
        }
    ]


async def test_contacts_are_masked(client: Client, conn: Connection) -> None:
    """Q-257."""
    limited = client.by(await make_member(conn, "limited", "manager", client_phones_access=False))
    created, _ = await outcome(limited, {"name": "Maya", "phone": "13155550175"})
    assert created[0]["phone"] == "1********75"


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, person: Person, status: int) -> None:
    assert (await client.by(person).post(BULK, [{"name": "Maya", "phone": ""}])).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0
