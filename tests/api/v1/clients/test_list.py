"""GET /clients/{location_id}"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

CLIENTS = f"/clients/{HARBOUR}"


@pytest.fixture
async def people(conn: Connection, tenant: Tenant, hillside: Tenant) -> dict[str, int]:
    """Maya, Léa and Ben, with ids 1 to 3; the location has no other clients."""
    found = {}
    for name, surname, phone, email, card, paid, day in (
        ("Maya", "Reyes", "13155550175", "maya@example.com", "L-1207", 100, "2026-01-01T12:00:00Z"),
        ("Léa", "Braun", "13155550188", "lea@example.org", "L-99", 50, "2026-01-02T12:00:00Z"),
        ("Ben", "", "", "", "", 0, "2026-01-03T12:00:00Z"),
    ):
        text = search_text(f"{name} {surname}", email, card)
        fields: dict[str, Any] = {"surname": surname, "phone": phone, "email": email, "card": card, "search_text": text}
        found[name] = await make_client(conn, tenant, name, **fields, starting_paid=Decimal(paid))
        await conn.execute("UPDATE clients SET changed_at = $2::text::timestamptz WHERE id = $1", found[name], day)
    await make_client(conn, hillside, "Maya", phone="13155550175")
    return found


async def names(client: Client, query: str = "") -> list[str]:
    answer = await client.get(f"{CLIENTS}{query}")
    assert answer.status_code == 200, answer.text
    found = [row["name"] for row in answer.json()["data"]]
    assert answer.json()["meta"]["total_count"] == len(found)
    return found


async def test_whole_cards_by_id(client: Client, people: dict[str, int]) -> None:
    answer = (await client.get(CLIENTS)).json()
    assert answer["meta"] == {"page": 1, "total_count": 3}
    for row in answer["data"]:
        assert row == (await client.get(f"/client/{HARBOUR}/{row['id']}")).json()["data"]
    assert [row["name"] for row in answer["data"]] == ["Maya", "Léa", "Ben"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?fullname=REY", ["Maya"]),
        ("?fullname=lea", ["Léa"]),
        ("?fullname=maya%20rey", ["Maya"]),
        ("?fullname=example", []),
        ("?phone=555-01", ["Maya", "Léa"]),
        ("?phone=%2B1315", ["Maya", "Léa"]),
        ("?email=LEA@", ["Léa"]),
        ("?email=reyes", []),
        ("?card=l-", ["Maya", "Léa"]),
        ("?paid_min=50", ["Maya", "Léa"]),
        ("?paid_max=50", ["Léa", "Ben"]),
        ("?paid_min=1&paid_max=99.99", ["Léa"]),
        ("?paid_min=1000", []),
        ("?id=2", ["Léa"]),
        ("?id[]=1&id[]=3", ["Maya", "Ben"]),
        ("?id=1,2,999", ["Maya", "Léa"]),
        ("?id=1&phone=88", []),
        ("?changed_after=2026-01-02T12:00:00Z", ["Léa", "Ben"]),
        ("?changed_after=2026-01-02T07:00:01", ["Ben"]),  # on the clock of New York
        ("?changed_before=2026-01-02T12:00:00Z", ["Maya"]),
        ("?changed_after=2026-01-01&changed_before=2026-01-03&id=1,2", ["Maya", "Léa"]),
        ("?fullname=&phone=&id=", ["Maya", "Léa", "Ben"]),
    ],
)
async def test_filters(client: Client, people: dict[str, int], query: str, found: list[str]) -> None:
    """Q-258."""
    assert await names(client, query) == found


async def test_pages_have_the_total_of_all(client: Client, people: dict[str, int]) -> None:
    pages = [(await client.get(f"{CLIENTS}?count=2&page={number}")).json() for number in (1, 2, 3)]
    assert [[row["name"] for row in page["data"]] for page in pages] == [["Maya", "Léa"], ["Ben"], []]
    assert [page["meta"] for page in pages] == [{"page": number, "total_count": 3} for number in (1, 2, 3)]


async def test_faults(client: Client) -> None:
    assert faults_of(await client.get(f"{CLIENTS}?count=301&id=x&paid_min=a&changed_after=soon")) == {
        "count": "Must be at most 300.",
        "id": "Expected a whole number.",
        "paid_min": "Expected one of the documented values.",
        "changed_after": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00.",
    }


@pytest.mark.parametrize("right", ["client_phones_access", "clients_phones_email_access", "clients_phones_access"])
async def test_contacts_are_masked_without_any_of_their_rights(
    client: Client, conn: Connection, people: dict[str, int], right: str
) -> None:
    """Q-257."""
    limited = client.by(await make_member(conn, "limited", "manager", **{right: False}))
    rows = (await limited.get(CLIENTS)).json()["data"]
    assert [(row["phone"], row["email"]) for row in rows] == [
        ("1********75", "m***@***"),
        ("1********88", "l***@***"),
        ("", ""),
    ]


async def test_only_the_clients_of_one_member(
    client: Client, conn: Connection, tenant: Tenant, people: dict[str, int]
) -> None:
    ana = await make_team_member(conn, tenant)
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=people["Ben"])
    limited = client.by(await make_member(conn, "limited", "manager", clients_visit_master_id=ana))
    for query in ("", "?id=1,2,3", "?changed_after=2020-01-01"):
        assert await names(limited, query) == ["Ben"]
