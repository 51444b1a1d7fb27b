"""What answers say of the details that a client got when the appointment was booked (Q-467)."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import booking, open_shop
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.schedules import BOOKABLE_MONDAY
from tests.support.notified import EMAIL, book, change, entered, make_visitor
from tests.support.people import HARBOUR, PARTNER


async def told(client: Client, appointment_id: int) -> tuple[int, int]:
    """Return what the answer says of emails and of text messages."""
    data = (await client.get(f"/record/{HARBOUR}/{appointment_id}")).json()["data"]
    return data["email_now"], data["sms_now"]


@pytest.mark.parametrize(("email", "expected"), [(EMAIL, (1, 0)), ("", (0, 1))])
async def test_who_books_online_got_the_details(
    client: Client, conn: Connection, tenant: Tenant, email: str, expected: tuple[int, int]
) -> None:
    shop = await open_shop(conn, tenant)
    answer = await client.by(PARTNER).post(f"/book_record/{HARBOUR}", booking(shop.element(), email=email))
    assert answer.status_code == 201, answer.text
    assert await told(client, answer.json()["data"][0]["record_id"]) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (0, 0)),
        ({"sms_reminder_hours": 5}, (0, 0)),
        ({"email_reminder_hours": 5}, (1, 0)),
        ({"notifies_by_sms": True}, (0, 1)),
        ({"source": "api", "starts": "2026-02-02 10:00"}, (0, 0)),
    ],
)
async def test_what_the_staff_books_and_what_is_past(
    client: Client, conn: Connection, tenant: Tenant, fields: dict[str, Any], expected: tuple[int, int]
) -> None:
    start = [fields.pop("starts")] if "starts" in fields else []
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), *start, **fields)
    assert await told(client, appointment) == expected
    booked = [each.split()[1] for each in await entered(conn) if each.startswith("booked")]
    assert (booked.count("email"), booked.count("sms")) == expected


@pytest.mark.parametrize(("refuses_all", "expected"), [(True, (0, 0)), (False, (1, 0))])
async def test_who_refuses_everything_got_nothing(
    client: Client, conn: Connection, tenant: Tenant, refuses_all: bool, expected: tuple[int, int]
) -> None:
    visitor = await make_visitor(conn, tenant)
    await conn.execute(
        "INSERT INTO message_refusals (chain_id, location_id, client_id, channel, refuses_all)"
        " VALUES ($1, $2, $3, 'email', $4)",
        tenant.chain_id, tenant.location_id, visitor.client, refuses_all,
    )  # fmt: skip
    assert await told(client, await book(conn, tenant, visitor, source="api")) == expected


async def test_another_client_gets_the_details_as_well(client: Client, conn: Connection, tenant: Tenant) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant, email=""), source="api")
    assert await told(client, appointment) == (0, 1)
    other = await make_client(conn, tenant, "Ben Okafor", email="ben@example.com")
    visit = await insert(conn, "visits", tenant, client_id=other, day=BOOKABLE_MONDAY)
    await change(conn, appointment, "client_id = $2, visit_id = $3", other, visit)
    assert (await told(client, appointment))[0] == 1
