"""POST /activity/{location_id}/{event_id}/book"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, codes_of
from tests.support.client import Client, faults_of
from tests.support.factories.custom_fields import make_field
from tests.support.factories.events import book_seats as take_seats
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.rows import insert
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, HILLSIDE, PARTNER

MAYA = {"phone": "+1 (315) 555-0142", "fullname": "Maya", "email": ""}


@pytest.fixture
async def event(conn: Connection, tenant: Tenant) -> int:
    """Return an event far ahead, with five seats."""
    member = await make_team_member(conn, tenant)
    service = await make_event_service(conn, tenant, member)
    return await make_event(conn, tenant, member, service, f"{DAY} 10:00")


@pytest.fixture
def client(client: Client) -> Client:
    """Who books has a partner token only."""
    return client.by(PARTNER)


def address(event_id: int) -> str:
    return f"/activity/{HARBOUR}/{event_id}/book"


@pytest.mark.parametrize(("header", "language"), [("es-MX,es;q=0.9", "es"), ("ja", "")])
async def test_messages_are_in_the_language_of_the_request(
    client: Client, conn: Connection, event: int, header: str, language: str
) -> None:
    """Q-450."""
    assert (await client.post(address(event), MAYA, headers={"Accept-Language": header})).status_code == 200
    assert await conn.fetchval("SELECT language FROM appointments") == language


async def test_a_seat_is_booked(client: Client, conn: Connection, event: int) -> None:
    fields = {"comment": "Late", "api_id": 777, "type": "mobile", "notify_by_email": 24, "surname": "Reyes"}
    response = await client.post(address(event), {**MAYA, **fields})
    assert response.status_code == 200
    row = await conn.fetchrow("SELECT * FROM appointments")
    assert row is not None
    assert response.json() == {"success": True, "data": {"id": row["id"], "hash": row["link_hash"]}, "meta": []}
    stored = ("event_id", "seat_count", "duration", "comment", "api_id", "source", "email_reminder_hours")
    assert [row[name] for name in stored] == [event, 1, 3600, "Late", "777", "mobile_page", 24]
    assert await conn.fetchval("SELECT taken_seats FROM events") == 1
    assert await conn.fetchval("SELECT phone FROM clients WHERE id = $1", row["client_id"]) == "13155550142"
    booked = (await client.get(f"/user/records/{row['id']}/{row['link_hash']}")).json()["data"][0]
    assert (booked["activity_id"], booked["clients_count"], booked["date"][:10]) == (event, 1, DAY)
    assert (await client.delete(f"/user/records/{row['id']}/{row['link_hash']}")).status_code == 200
    assert await conn.fetchval("SELECT taken_seats FROM events") == 0


async def test_the_settings_limit_the_seats_of_clients(client: Client, conn: Connection, event: int) -> None:
    """Those of the staff have a limit of their own."""
    assert faults_of(await client.post(address(event), {**MAYA, "clients_count": 2})) == {
        "clients_count": "A booking takes at most as many seats as the settings allow: 1."
    }
    await conn.execute("UPDATE locations SET booking_max_seats = 3, max_event_seats = 1")
    assert (await client.post(address(event), {**MAYA, "clients_count": 3})).status_code == 200
    assert await conn.fetchval("SELECT taken_seats FROM events") == 3


async def test_no_more_seats_than_there_are(client: Client, conn: Connection, tenant: Tenant, event: int) -> None:
    await conn.execute("UPDATE locations SET booking_max_seats = 3")
    await take_seats(conn, tenant, event, seat_count=3)
    assert faults_of(await client.post(address(event), {**MAYA, "clients_count": 3})) == {
        "clients_count": "Seats that are free: 2."
    }
    assert (await client.post(address(event), {**MAYA, "clients_count": 2})).status_code == 200


@pytest.mark.parametrize(
    ("fields", "codes"),
    [({"phone": "12345"}, [431]), ({"fullname": " "}, [435]), ({"phone": "", "fullname": ""}, [431, 435])],
)
async def test_who_books_has_to_be_known(client: Client, event: int, fields: dict[str, Any], codes: list[int]) -> None:
    response = await client.post(address(event), {**MAYA, **fields})
    assert codes_of(response) == [(code, None) for code in codes]


async def test_a_blocked_number_cannot_book(client: Client, conn: Connection, tenant: Tenant, event: int) -> None:
    await insert(conn, "blocked_phones", tenant, phone="13155550142")
    response = await client.post(address(event), MAYA)
    assert (response.status_code, codes_of(response)) == (403, [(434, None)])


async def test_a_location_may_ask_for_a_code(client: Client, conn: Connection, event: int) -> None:
    await conn.execute("UPDATE locations SET booking_confirms_phone = true")
    assert codes_of(await client.post(address(event), MAYA)) == [(432, None)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE services SET is_online = false",
        "UPDATE services SET deleted_at = now()",
        "UPDATE services SET has_date_window = true, date_to = '2030-01-01'",
        "UPDATE team_members SET is_dismissed = true",
        "UPDATE team_members SET deleted_at = now()",
        "DELETE FROM service_team_members",
    ],
)
async def test_an_event_has_to_be_offered(client: Client, conn: Connection, event: int, change: str) -> None:
    """Q-480."""
    await conn.execute(change)
    assert codes_of(await client.post(address(event), MAYA)) == [(438, None)]
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0


async def test_an_event_is_booked_before_it_begins(client: Client, conn: Connection, event: int) -> None:
    """Q-480: and no later than the settings say."""
    in_an_hour = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=1)
    await conn.execute("UPDATE events SET starts_at = $1", in_an_hour)
    await conn.execute("UPDATE locations SET booking_lead_minutes = 90")
    assert codes_of(await client.post(address(event), MAYA)) == [(433, None)]
    await conn.execute("UPDATE locations SET booking_lead_minutes = 30")
    assert (await client.post(address(event), MAYA)).status_code == 200
    await conn.execute("UPDATE locations SET booking_lead_minutes = 0")
    await conn.execute("UPDATE events SET starts_at = $1", in_an_hour - timedelta(hours=2))
    assert codes_of(await client.post(address(event), MAYA)) == [(433, None)]


async def test_an_event_has_to_be_there(client: Client, conn: Connection, event: int) -> None:
    assert (await client.post(address(999_999), MAYA)).status_code == 404
    assert (await client.post(f"/activity/{HILLSIDE}/{event}/book", MAYA)).status_code == 404
    await conn.execute("UPDATE events SET deleted_at = now()")
    assert (await client.post(address(event), MAYA)).status_code == 404


async def test_what_is_no_booking_is_refused(client: Client, conn: Connection, tenant: Tenant, event: int) -> None:
    found = faults_of(await client.post(address(event), {**MAYA, "clients_count": 0, "notify_by_sms": -1}))
    assert set(found) == {"clients_count", "notify_by_sms"}
    field = await make_field(conn, tenant)
    assert set(faults_of(await client.post(address(event), {**MAYA, "custom_fields": {"no_such": 1}}))) == {
        "custom_fields.no_such"
    }
    await client.post(address(event), {**MAYA, "custom_fields": {field.code: "dry"}})
    assert await conn.fetchval("SELECT custom_values::text FROM appointments") == f'{{"{field.id}": "dry"}}'
