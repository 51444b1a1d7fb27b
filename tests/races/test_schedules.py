"""Several who make, change and delete schedules of events, and book their events, at the same moment."""

import asyncio
from collections import Counter

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.races.test_bookings import sent
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.events import make_event
from tests.support.people import HARBOUR
from tests.support.series import SCHEDULES, WEEKS, Course, events_of, open_course, started
from tests.support.waiting import wait_until_blocked

OVERLAPS = """
    SELECT count(*) FROM events a JOIN events b
        ON a.id < b.id AND a.team_member_id = b.team_member_id AND a.deleted_at IS NULL AND b.deleted_at IS NULL
       AND a.starts_at < b.starts_at + make_interval(secs => b.duration)
       AND b.starts_at < a.starts_at + make_interval(secs => a.duration)
"""

TWICE = """
    SELECT count(*) FROM appointments WHERE client_id IS NOT NULL GROUP BY event_id, client_id HAVING count(*) > 1
"""


@pytest.fixture
async def course(conn: Connection, tenant: Tenant) -> Course:
    return await open_course(conn, tenant)


async def test_one_of_six_makes_the_schedule_of_an_event(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    answers = await asyncio.gather(*(sent(client, "POST", SCHEDULES, course.schedule()) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 5}
    assert await conn.fetchval("SELECT count(*) FROM events") == 4
    assert await differences(conn, tenant.chain_id) == []


async def test_series_that_are_made_at_once_take_no_time_twice(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show schedules from different events for one member, at times that overlap."""
    studio = course.studio
    bodies = []
    for number in range(6):
        event = await make_event(conn, tenant, studio.ben, studio.yoga, f"{WEEKS[0]} {11 + number}:00")
        series = course.series(time=f"15:{number}0:00")
        bodies.append(course.schedule(series, original_entity_id=event))

    answers = await asyncio.gather(*(sent(client, "POST", SCHEDULES, body) for body in bodies))

    assert Counter(answer.status_code for answer in answers) == {201: 6}
    assert await conn.fetchval(OVERLAPS) == 0
    made = "SELECT count(*) FROM events WHERE team_member_id = $1"
    assert await conn.fetchval(made, studio.ana) == 1 + 4
    assert await differences(conn, tenant.chain_id) == []


async def test_a_series_moves_while_its_events_are_booked_and_changed(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show that nothing is lost and nothing waits for ever, in any order."""
    schedule, (series,) = await started(client, course.schedule())
    events = [each["event_entity_id"] for each in await events_of(client, series)]
    at = f"{SCHEDULES}/{schedule['id']}/days/{series['id']}"

    answers = await asyncio.gather(
        *(sent(client, "PATCH", at, {"force": True, "events_time": f"1{hour}:00"}) for hour in (2, 4, 6)),
        *(sent(client, "POST", f"/records/{HARBOUR}", {"activity_id": event}) for event in events for _ in range(2)),
        sent(client, "DELETE", f"/activity/{HARBOUR}/{events[-1]}"),
    )

    found = Counter(answer.status_code for answer in answers)
    assert found.keys() <= {200, 201, 202, 422}
    rows = await conn.fetch("""
        SELECT DISTINCT a.starts_at = e.starts_at AND a.day = e.day AS is_there
        FROM appointments a JOIN events e ON e.id = a.event_id WHERE a.deleted_at IS NULL
    """)
    assert [row["is_there"] for row in rows] == [True]
    assert await conn.fetchval("SELECT count(DISTINCT starts_at::time) FROM events WHERE deleted_at IS NULL") == 1
    assert await differences(conn, tenant.chain_id) == []


async def test_what_is_changed_by_hand_meanwhile_is_left_alone(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show that a change which waits for another one sees what that has written."""
    schedule, (series,) = await started(client, course.schedule(weeks=2))
    at = f"{SCHEDULES}/{schedule['id']}/days/{series['id']}"
    async with conn.transaction():
        await conn.execute("UPDATE events SET duration = 5400 WHERE id = $1", course.event)
        request = asyncio.create_task(client.send("PATCH", at, json={"force": False, "events_time": "14:00"}))
        await wait_until_blocked(conn, request)
    assert (await request).status_code == 200
    rows = await conn.fetch("SELECT duration, starts_at FROM events ORDER BY starts_at")
    assert [(row["duration"], row["starts_at"].astimezone(tenant.timezone).hour) for row in rows] == [
        (5400, 10), (3600, 14),
    ]  # fmt: skip


async def test_clients_who_are_booked_into_series_at_once_take_no_seat_twice(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show five seats for eight clients in each event, while one of the events is booked by itself."""
    schedule, (series,) = await started(client, course.schedule())
    clients = [await make_client(conn, tenant, f"Guest {number}") for number in range(8)]
    at = f"{SCHEDULES}/{schedule['id']}/client_schedules"
    body = {"schedule_days_ids": [series["id"]]}

    answers = await asyncio.gather(
        *(sent(client, "POST", at, {"client_id": client_id, **body}) for client_id in clients),
        *(sent(client, "POST", f"/records/{HARBOUR}", {"activity_id": course.event}) for _ in range(3)),
        *(sent(client, "POST", at, {"client_id": clients[0], **body}) for _ in range(2)),
    )

    found = Counter(answer.status_code for answer in answers)
    assert found[201] >= 8
    assert found.keys() <= {201, 422}
    assert {row["taken_seats"] for row in await conn.fetch("SELECT taken_seats FROM events")} == {5}
    twice = (
        "SELECT count(*) FROM appointments GROUP BY event_id, client_id HAVING client_id IS NOT NULL AND count(*) > 1"
    )
    assert await conn.fetch(twice) == []
    assert await differences(conn, tenant.chain_id) == []
