"""Several who book seats of one event at the same moment, while it is changed."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.races.test_bookings import WRITERS, sent
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.events import book_seats
from tests.support.factories.schedules import BOOKABLE_MONDAY
from tests.support.factories.services import assign
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR
from tests.support.studio import Studio, created, open_studio
from tests.support.waiting import wait_until_blocked

SEATS = 5


@pytest.fixture
async def studio(conn: Connection, tenant: Tenant) -> Studio:
    return await open_studio(conn, tenant)


async def test_five_of_sixteen_get_a_seat(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    event = await created(client, studio.event(capacity=SEATS))
    bodies = [
        {"activity_id": event["id"], "client": {"phone": f"131555501{number:02}", "name": "Guest"}}
        for number in range(WRITERS)
    ]

    answers = await asyncio.gather(*(sent(client, "POST", f"/records/{HARBOUR}", body) for body in bodies))

    assert Counter(answer.status_code for answer in answers) == {201: SEATS, 422: WRITERS - SEATS}
    assert await conn.fetchval("SELECT taken_seats FROM events") == SEATS
    assert await conn.fetchval("SELECT count(*) FROM appointments") == SEATS
    assert await differences(conn, tenant.chain_id) == []


async def test_an_event_moves_while_it_is_booked(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show that every booking has the time of the event in the end, and that deleting frees exactly its seats."""
    event = await created(client, studio.event(capacity=WRITERS))
    address = f"/activity/{HARBOUR}/{event['id']}"
    booking = {"activity_id": event["id"], "client": {"phone": "13155550142", "name": "Maya"}}
    first = await sent(client, "POST", f"/records/{HARBOUR}", booking)
    moves = [
        sent(client, "PUT", address, studio.event(force=True, capacity=WRITERS) | {"date": f"2026-02-{day:02} 12:00"})
        for day in (3, 4, 5)
    ]

    answers = await asyncio.gather(
        *moves,
        *(sent(client, "POST", f"/records/{HARBOUR}", booking) for _ in range(6)),
        sent(client, "DELETE", f"/record/{HARBOUR}/{first.json()['data']['id']}"),
    )

    assert Counter(answer.status_code for answer in answers) == {200: 3, 201: 6, 204: 1}
    rows = await conn.fetch("""
        SELECT DISTINCT a.starts_at = e.starts_at AND a.day = e.day AND v.day = e.day AS is_there, e.taken_seats, v.id
        FROM appointments a JOIN events e ON e.id = a.event_id JOIN visits v ON v.id = a.visit_id
        WHERE a.deleted_at IS NULL
    """)
    assert [(row["is_there"], row["taken_seats"]) for row in rows] == [(True, 6)]
    assert await differences(conn, tenant.chain_id) == []


async def test_clients_and_staff_share_the_seats(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event = await created(client, studio.event(capacity=SEATS, force=True) | {"date": f"{BOOKABLE_MONDAY} 12:00"})
    public = f"/activity/{HARBOUR}/{event['id']}/book"
    phones = [f"131555501{number:02}" for number in range(WRITERS)]
    requests = [
        sent(client, "POST", public, {"phone": phone, "fullname": "Guest", "email": ""})
        if number % 2
        else sent(client, "POST", f"/records/{HARBOUR}", {"activity_id": event["id"], "client": {"phone": phone}})
        for number, phone in enumerate(phones)
    ]

    answers = await asyncio.gather(*requests)

    outcome = Counter(answer.status_code for answer in answers)
    assert outcome[200] + outcome[201] == SEATS
    assert outcome[422] == WRITERS - SEATS
    assert await conn.fetchval("SELECT sum(seat_count) FROM appointments") == SEATS
    assert await differences(conn, tenant.chain_id) == []


async def test_bookings_change_places(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show that moves in both directions, and from elsewhere to the last seat, take no seat twice."""
    one, other, third = [
        (await created(client, studio.event(f"{hour}:00", capacity=WRITERS)))["id"] for hour in (10, 12, 14)
    ]
    v2 = client.to(B2B_V2)

    async def booked(event_id: int, count: int) -> list[int]:
        return [await book_seats(conn, tenant, event_id) for _ in range(count)]

    def move(event_id: int, booking: int, to: int) -> Awaitable[Any]:
        path = f"/locations/{HARBOUR}/events/{event_id}/appointments/{booking}"
        return sent(v2, "PATCH", path, {"reschedule_activity_id": to})

    here, there, elsewhere = await booked(one, 6), await booked(other, 6), await booked(third, 4)
    await conn.execute("UPDATE events SET capacity = 9 WHERE id = $1", one)

    answers = await asyncio.gather(
        *(move(one, booking, other) for booking in here[:3]),
        *(move(other, booking, one) for booking in there),
        *(move(third, booking, one) for booking in elsewhere),
    )

    moved = Counter(answer.status_code for answer in answers)
    assert moved.keys() <= {200, 422}
    taken = {row["id"]: row["taken_seats"] for row in await conn.fetch("SELECT id, taken_seats FROM events")}
    assert taken[one] <= 9
    assert sum(taken.values()) == 16
    assert await differences(conn, tenant.chain_id) == []


async def test_an_event_changes_hands_while_a_client_waits_for_it(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event = await created(client, studio.event(capacity=SEATS, force=True) | {"date": f"{BOOKABLE_MONDAY} 12:00"})
    other = await make_team_member(conn, tenant, "Other")
    await assign(conn, tenant, event["service_id"], other)
    body = {"phone": "13155550142", "fullname": "Maya", "email": ""}
    async with conn.transaction():
        await conn.execute("UPDATE events SET team_member_id = $1 WHERE id = $2", other, event["id"])
        waiting = asyncio.create_task(sent(client, "POST", f"/activity/{HARBOUR}/{event['id']}/book", body))
        await wait_until_blocked(conn, waiting)
    assert (await waiting).status_code == 200
    assert await conn.fetchval("SELECT team_member_id FROM appointments") == other
