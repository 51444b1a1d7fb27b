"""How much can be booked with one phone number within an hour (Q-481)."""

import asyncio
from collections import Counter

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.online_booking.service.limits import MOST_AN_HOUR
from parlour.db.pool import Connection
from tests.races.test_bookings import sent
from tests.support.booking import DAY, Shop, booking, open_shop
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.events import make_event, make_event_service
from tests.support.people import HARBOUR, PARTNER

BOOK = f"/book_record/{HARBOUR}"
PHONE = "13155550142"


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


@pytest.fixture
def client(client: Client) -> Client:
    return client.by(PARTNER)


async def booked_before(conn: Connection, tenant: Tenant, member: int, amount: int) -> int:
    """Let a client have booked so many appointments online, one of them cancelled, and return the client."""
    client_id = await make_client(conn, tenant, "Maya", phone=PHONE)
    for number in range(amount):
        at = f"2036-03-{number % 28 + 1:02} 10:00"
        await make_appointment(conn, tenant, member, at, 60, client_id=client_id, source="api")
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = (SELECT min(id) FROM appointments)")
    return client_id


async def test_a_number_books_so_much_and_no_more(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await booked_before(conn, tenant, shop.ben, MOST_AN_HOUR - 1)
    elements = [shop.element("10:00"), shop.element("11:00", id=2)]
    refused = await client.post(BOOK, booking(*elements))
    assert refused.status_code == 429
    assert 3590 <= int(refused.headers["Retry-After"]) <= 3600
    assert (await client.post(BOOK, booking(*elements[:1]))).status_code == 201
    assert (await client.post(BOOK, booking(*elements[1:]))).status_code == 429
    assert (await client.post(BOOK, booking(*elements[1:], phone="+13155550143"))).status_code == 201
    await conn.execute("UPDATE appointments SET created_at = now() - interval '61 minutes'")
    assert (await client.post(BOOK, booking(shop.element("12:00")))).status_code == 201


async def test_what_the_staff_books_does_not_count(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    await booked_before(conn, tenant, shop.ben, MOST_AN_HOUR)
    await conn.execute("UPDATE appointments SET source = 'staff' WHERE id = (SELECT max(id) FROM appointments)")
    assert (await client.post(BOOK, booking(shop.element("10:00")))).status_code == 201


async def test_events_count_as_well(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await booked_before(conn, tenant, shop.ben, MOST_AN_HOUR)
    yoga = await make_event_service(conn, tenant, shop.ana)
    event = await make_event(conn, tenant, shop.ana, yoga, f"{DAY} 10:00")
    body = {"phone": PHONE, "fullname": "Maya", "email": ""}
    assert (await client.post(f"/activity/{HARBOUR}/{event}/book", body)).status_code == 429


async def test_requests_at_one_moment_are_counted_one_after_the_other(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    await booked_before(conn, tenant, shop.ben, MOST_AN_HOUR - 2)
    bodies = [
        booking(shop.element(time, staff_id=member)) for time in ("10:00", "11:00") for member in (shop.ana, shop.ben)
    ]
    answers = await asyncio.gather(*(sent(client, "POST", BOOK, body) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 429: 2}
