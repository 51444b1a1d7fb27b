"""Clients of schedules of events: /company/{location_id}/schedules/{id}/client_schedules"""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER
from tests.support.series import SCHEDULES, WEEKS, Course, data_of, events_of, on, started, starts

LACKING = "You lack the right {} in this location."
BOOKED = """
    SELECT e.starts_at, a.seat_count FROM appointments a JOIN events e ON e.id = a.event_id
    WHERE a.client_id = $1 AND a.deleted_at IS NULL ORDER BY e.starts_at
"""


def of(schedule: dict[str, Any], made: dict[str, Any] | None = None) -> str:
    """The address of the clients of a schedule, or of one of them."""
    return f"{SCHEDULES}/{schedule['id']}/client_schedules" + (f"/{made['id']}" if made else "")


async def booked(conn: Connection, tenant: Tenant, client_id: int) -> list[str]:
    """The days and times of the events into which a client is booked."""
    rows = await conn.fetch(BOOKED, client_id)
    return [f"{row['starts_at'].astimezone(tenant.timezone):%Y-%m-%d %H:%M:%S}" for row in rows]


def times(*parts: list[tuple[str, str]]) -> list[str]:
    return sorted(time for part in parts for time, _ in part)


async def test_a_client_is_booked_into_all_events_ahead(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show the answer: a full event is passed over, and shown as failed (Q-449)."""
    schedule, (series,) = await started(client, course.schedule())
    maya = await make_client(conn, tenant, "Maya", phone="13155550175")
    events = await events_of(client, series)
    await book_seats(conn, tenant, events[2]["event_entity_id"], seat_count=5)

    answer = await client.post(of(schedule), {"client_id": maya, "schedule_days_ids": [series["id"]]})

    made = data_of(answer, 201)
    (day,) = made.pop("days")
    assert made == {"id": made["id"], "loyalty_abonement_id": None, "final_day": "2036-02-25 23:59:59"}
    assert starts(day["events"]) == [*on(WEEKS[:2]), *on(WEEKS[2:3], status="entity_failed"), *on(WEEKS[3:4])]
    assert {each["event_entity_type"] for each in day["events"]} == {"record"}
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:2]), on(WEEKS[3:4]))
    record = data_of(await client.get(f"/record/1/{day['events'][0]['event_entity_id']}"))
    assert (record["activity_id"], record["clients_count"], record["client"]["id"]) == (course.event, 1, maya)
    assert [(row["title"], row["cost"]) for row in record["services"]] == [("Yoga", 15)]
    assert await differences(conn, tenant.chain_id) == []


async def test_other_series(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    schedule, (monday, late) = await started(client, course.schedule(course.series(), course.series(time="15:00")))
    maya = await make_client(conn, tenant, "Maya")
    body = {"client_id": maya, "schedule_days_ids": [monday["id"]]}
    made = data_of(await client.post(of(schedule), body), 201)

    changed = data_of(await client.send("PATCH", of(schedule, made), json={"schedule_days_ids": [late["id"]]}))

    assert [each["id"] for each in changed["days"]] == [late["id"]]
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:4], "15:00:00"))
    assert (await client.delete(of(schedule, made))).status_code == 204
    assert await booked(conn, tenant, maya) == []
    assert (await client.delete(of(schedule, made))).status_code == 404
    data_of(await client.post(of(schedule), body), 201)
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:4]))
    assert await differences(conn, tenant.chain_id) == []


async def test_events_that_are_made_later(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    """Show that a client is booked into them, and that bookings follow the series and go with it."""
    schedule, (series,) = await started(client, course.schedule(weeks=2))
    maya = await make_client(conn, tenant, "Maya")
    made = {"client_id": maya, "schedule_days_ids": [series["id"]]}
    data_of(await client.post(of(schedule), made), 201)
    at = f"{SCHEDULES}/{schedule['id']}"

    data_of(await client.send("PATCH", at, json={"date_end": WEEKS[3].isoformat()}))
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:4]))
    data_of(await client.send("PATCH", f"{at}/days/{series['id']}", json={"force": False, "events_time": "12:00"}))
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:4], "12:00:00"))
    assert (await client.delete(f"{at}/days/{series['id']}")).status_code == 204
    assert await booked(conn, tenant, maya) == []
    assert await differences(conn, tenant.chain_id) == []


async def test_clients_of_the_original_event(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    """Show that they get their seats in every event, and none twice in the original one (Q-449)."""
    maya, noa = await make_client(conn, tenant, "Maya"), await make_client(conn, tenant, "Noa")
    await book_seats(conn, tenant, course.event, client_id=maya, seat_count=2)
    await book_seats(conn, tenant, course.event, client_id=noa)
    await book_seats(conn, tenant, course.event)

    await started(client, course.schedule(add_clients_from_original_entity=True))

    assert await booked(conn, tenant, maya) == await booked(conn, tenant, noa) == times(on(WEEKS[:4]))
    seats = await conn.fetch("SELECT taken_seats FROM events ORDER BY starts_at")
    assert [row["taken_seats"] for row in seats] == [4, 3, 3, 3]
    assert await differences(conn, tenant.chain_id) == []


async def test_too_many_bookings_at_once(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    schedule, (series,) = await started(client, course.schedule(weeks=1))
    await conn.execute(
        """WITH made AS (
               INSERT INTO clients (chain_id, location_id, name) SELECT $1, $2, 'Guest' FROM generate_series(1, 401)
               RETURNING id)
           INSERT INTO client_schedules (chain_id, location_id, schedule_id, client_id, series_ids)
           SELECT $1, $2, $3, id, ARRAY[$4::bigint] FROM made""",
        tenant.chain_id, tenant.location_id, schedule["id"], series["id"],
    )  # fmt: skip
    message = {"date_end": "This makes more than 2000 bookings at once."}
    longer = await client.send("PATCH", f"{SCHEDULES}/{schedule['id']}", json={"date_end": WEEKS[5].isoformat()})
    assert faults_of(longer) == message
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0
    await conn.execute("UPDATE event_schedules SET deleted_at = now()")
    await conn.execute("UPDATE event_occurrences SET deleted_at = now()")
    await conn.execute("UPDATE event_series SET deleted_at = now()")
    await conn.execute("UPDATE events SET capacity = 500 WHERE id = $1", course.event)
    await conn.execute(
        """WITH days AS (
               INSERT INTO visits (chain_id, location_id, client_id, day)
               SELECT chain_id, location_id, client_id, '2036-02-04' FROM client_schedules RETURNING id, client_id)
           INSERT INTO appointments (
               chain_id, location_id, visit_id, team_member_id, client_id, event_id, day, starts_at, duration,
               link_hash)
           SELECT e.chain_id, e.location_id, d.id, e.team_member_id, d.client_id, e.id, e.day, e.starts_at, e.duration,
                  md5(d.id::text)
           FROM days d CROSS JOIN events e WHERE e.id = $1""",
        course.event,
    )
    body = course.schedule(weeks=6, add_clients_from_original_entity=True)
    assert faults_of(await client.post(SCHEDULES, body)) == message
    assert await conn.fetchval("SELECT count(*) FROM event_schedules WHERE deleted_at IS NULL") == 0


async def test_what_is_refused(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    schedule, (series,) = await started(client, course.schedule())
    maya = await make_client(conn, tenant, "Maya")
    body = {"client_id": maya, "schedule_days_ids": [series["id"]]}
    assert faults_of(await client.post(of(schedule), {"client_id": 999, "schedule_days_ids": [999, 998]})) == {
        "client_id": "There is no such client in this location.",
        "schedule_days_ids[0]": "The schedule has no such series.",
        "schedule_days_ids[1]": "The schedule has no such series.",
    }
    assert set(faults_of(await client.post(of(schedule), {"schedule_days_ids": []}))) == {
        "client_id", "schedule_days_ids",
    }  # fmt: skip
    shy = client.by(await make_member(conn, "shy", "administrator", record_form_client_add_access=False))
    answer = await shy.post(of(schedule), body)
    assert answer.json()["meta"]["message"] == LACKING.format("record_form_client_add_access")
    made = data_of(await client.post(of(schedule), body), 201)
    assert faults_of(await client.post(of(schedule), body)) == {
        "client_id": "Has a client schedule of this schedule already."
    }
    assert faults_of(await client.send("PATCH", of(schedule, made), json={"schedule_days_ids": [999]})) == {
        "schedule_days_ids[0]": "The schedule has no such series."
    }
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE client_id = $1", maya)
    clerk = client.by(await make_member(conn, "clerk", "administrator", delete_customer_came_records_access=False))
    late = data_of(await client.post(f"{SCHEDULES}/{schedule['id']}/days", course.series(time="15:00")), 201)
    to_late = {"schedule_days_ids": [late["id"]]}
    for answer in (
        await clerk.delete(of(schedule, made)), await clerk.send("PATCH", of(schedule, made), json=to_late)
    ):  # fmt: skip
        assert answer.json()["meta"]["message"] == LACKING.format("delete_customer_came_records_access")
    stale = {"If-Match": '"9"'}
    assert (await client.delete(of(schedule, made), headers=stale)).status_code == 412
    assert (await client.send("PATCH", of(schedule, made), json=to_late, headers=stale)).status_code == 412
    for answer in (
        await client.by(FOREIGNER).post(of(schedule), body), await client.post(of({"id": 999}), body),
        await client.delete(of({"id": 999}, made)), await client.send("PATCH", of(schedule, {"id": 999}), json=to_late),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert await booked(conn, tenant, maya) == times(on(WEEKS[:4]))
