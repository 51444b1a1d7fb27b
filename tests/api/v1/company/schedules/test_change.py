"""PATCH and DELETE /company/{location_id}/schedules/{id}, and its days"""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.series import SCHEDULES, WEEKS, Course, data_of, events_of, on, started, starts

LACKING = "You lack the right {} in this location."


def at(item: dict[str, Any]) -> str:
    """The address of a schedule or of a series."""
    schedule_id = item.get("timetable_event_schedule_id")
    return f"{SCHEDULES}/{schedule_id}/days/{item['id']}" if schedule_id else f"{SCHEDULES}/{item['id']}"


async def patched(client: Client, item: dict[str, Any], **changes: Any) -> httpx.Response:
    return await client.send("PATCH", at(item), json=changes)


async def by_hand(client: Client, event: dict[str, Any], **changes: Any) -> None:
    """Change an event as users do."""
    address = f"/activity/{HARBOUR}/{event['event_entity_id']}"
    before = data_of(await client.get(address))
    data_of(await client.put(address, {**before, "force": False, **changes}))


async def live(conn: Connection) -> int:
    count: int = await conn.fetchval("SELECT count(*) FROM events WHERE deleted_at IS NULL")
    return count


async def test_a_later_end_makes_more_events(client: Client, course: Course) -> None:
    data, (series,) = await started(client, course.schedule(weeks=2))
    longer = data_of(await patched(client, data, date_end=WEEKS[4].isoformat()))
    assert (longer["date_end"], longer["id"]) == (WEEKS[4].isoformat(), data["id"])
    assert starts(await events_of(client, series)) == on(WEEKS[:5])
    assert data_of(await patched(client, data)) == longer


async def test_an_earlier_end_keeps_what_is_booked(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show that a booked event stays, and belongs to no schedule any more (Q-447)."""
    data, (series,) = await started(client, course.schedule(weeks=4))
    *_, booked, last = await events_of(client, series)
    await book_seats(conn, tenant, booked["event_entity_id"])

    data_of(await patched(client, data, date_end=WEEKS[1].isoformat()))

    assert starts(await events_of(client, series)) == on(WEEKS[:2])
    for event, is_deleted in ((booked, False), (last, True)):
        shown = data_of(await client.get(f"/activity/{HARBOUR}/{event['event_entity_id']}"))
        assert shown["is_deleted"] is is_deleted
    assert (await client.get(f"{SCHEDULES}/search/activity/{booked['event_entity_id']}")).status_code == 404
    data_of(await patched(client, data, date_end=WEEKS[3].isoformat()))
    assert starts(await events_of(client, series)) == [*on(WEEKS[:2]), *on(WEEKS[2:3], status="entity_failed"),
                                                       *on(WEEKS[3:4])]  # fmt: skip
    assert await differences(conn, tenant.chain_id) == []


async def test_ends_that_are_refused(client: Client, course: Course) -> None:
    data, _ = await started(client, course.schedule())
    assert faults_of(await patched(client, data, date_end="2036-02-03")) == {
        "date_end": "Must not come before 2036-02-04, the day of the original event."
    }
    assert faults_of(await patched(client, data, date_end="2043-12-31")) == {
        "date_end": "This makes more than 366 events at once."
    }
    assert faults_of(await patched(client, data, date_end="soon")) == {
        "date_end": "Expected a day, such as 2026-01-31."
    }


async def test_deleting_a_schedule(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    """Show that what is ahead goes with its bookings, and that what is past stays."""
    data, (series,) = await started(client, course.schedule())
    events = await events_of(client, series)
    booked = await book_seats(conn, tenant, events[1]["event_entity_id"])
    await conn.execute(
        "UPDATE events SET day = '2026-02-02', starts_at = '2026-02-02 15:00Z' WHERE id = $1", course.event
    )

    assert (await client.delete(at(data))).status_code == 204

    assert [row["id"] for row in await conn.fetch("SELECT id FROM events WHERE deleted_at IS NULL")] == [course.event]
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM appointments WHERE id = $1", booked)
    assert (await client.delete(at(data))).status_code == 404
    assert (await client.get(f"{at(series)}/events")).status_code == 404
    assert await differences(conn, tenant.chain_id) == []


async def test_one_more_series_and_one_less(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    data, (first,) = await started(client, course.schedule(weeks=2))
    body = course.series(time="15:00:00", events_capacity=9)
    added = data_of(await client.post(f"{at(data)}/days?include=events,events_master", body), 201)
    assert (added["events_time"], added["events_capacity"]) == ("15:00:00", 9)
    assert starts(added["events"]) == on(WEEKS[:2], "15:00:00")
    assert added["events_master"]["id"] == course.studio.ana

    assert (await client.delete(at(added))).status_code == 204

    assert (await client.delete(at(added))).status_code == 404
    assert starts(await events_of(client, first)) == on(WEEKS[:2])
    assert await live(conn) == 2
    for minute in range(6):
        data_of(await client.post(f"{at(data)}/days", course.series("sun", f"{10 + minute}:00")), 201)
    assert faults_of(await client.post(f"{at(data)}/days", course.series("sun"))) == {
        "day_of_week": "A schedule has at most 7 series."
    }
    assert await differences(conn, tenant.chain_id) == []


async def test_events_follow_their_series_with_their_bookings(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    _, (series,) = await started(client, course.schedule())
    second = (await events_of(client, series))[1]["event_entity_id"]
    booked = await book_seats(conn, tenant, second, client_id=await make_client(conn, tenant))
    changes: dict[str, Any] = {"events_time": "14:00", "events_duration": 5400, "events_master_id": course.studio.ben}

    answer = await client.send(
        "PATCH", f"{at(series)}?include=events", json={"force": False, **changes, "events_capacity": 7}
    )

    after = data_of(answer)
    assert answer.headers["ETag"] == '"2"'
    assert (after["events_time"], after["events_duration"], after["events_capacity"]) == ("14:00:00", 5400, 7)
    assert starts(after["events"]) == on(WEEKS[:4], "14:00:00")
    assert {(each["entity_master"]["id"], each["entity_duration"]) for each in after["events"]} == {
        (course.studio.ben, "5400")
    }
    row = await conn.fetchrow("SELECT team_member_id, starts_at, duration FROM appointments WHERE id = $1", booked)
    assert row is not None
    local = row["starts_at"].astimezone(tenant.timezone)
    assert (row["team_member_id"], f"{local:%Y-%m-%d %H:%M}", row["duration"]) == (
        course.studio.ben, f"{WEEKS[1]} 14:00", 5400,
    )  # fmt: skip
    assert await conn.fetchval("SELECT min(capacity) FROM events") == 7
    assert await differences(conn, tenant.chain_id) == []


async def test_what_was_changed_by_hand_is_left_alone(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show each kind of exception, its flag, and that `force` ends it (Q-448)."""
    studio = course.studio
    _, (series,) = await started(client, course.schedule(weeks=6))
    _, moved, other, long, room, gone = await events_of(client, series)
    await by_hand(client, moved, date=f"{WEEKS[1]} 12:00")
    await by_hand(client, other, staff_id=studio.ben)
    await by_hand(client, long, length=7200)
    await by_hand(client, room, resource_instance_ids=[studio.left])
    await client.delete(f"/activity/{HARBOUR}/{gone['event_entity_id']}")

    data_of(await patched(client, series, force=False, events_time="15:00:00"))

    after = await events_of(client, series)
    hand = [*on(WEEKS[1:2], "12:00:00"), *on(WEEKS[2:5])]
    assert starts(after) == [*on(WEEKS[:1], "15:00:00"), *hand, *on(WEEKS[5:], status="entity_deleted")]
    flags = ("master", "datetime", "duration", "resource_instances")
    assert [[each[f"is_entity_{flag}_changed"] for flag in flags] for each in after] == [
        [False, False, False, False], [False, True, False, False], [True, True, False, False],
        [False, True, True, False], [False, True, False, True], [False, False, False, False],
    ]  # fmt: skip
    assert after[1]["event_datetime"] == "2036-02-11T15:00:00-0500"

    data_of(await patched(client, series, force=True, events_time="16:00:00"))

    assert starts(await events_of(client, series)) == [
        *on(WEEKS[:5], "16:00:00"), *on(WEEKS[5:], status="entity_deleted")
    ]  # fmt: skip
    rows = await conn.fetch(
        "SELECT team_member_id, duration, resource_instance_ids FROM events WHERE deleted_at IS NULL"
    )
    assert {(row["team_member_id"], row["duration"], *row["resource_instance_ids"]) for row in rows} == {
        (studio.ana, 3600)
    }
    assert await differences(conn, tenant.chain_id) == []


async def test_an_event_that_cannot_follow_stays_and_one_that_failed_is_tried_again(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show both in one change (Q-445)."""
    studio = course.studio
    await make_appointment(conn, tenant, studio.ana, f"{WEEKS[1]} 10:30", 30)
    await make_appointment(conn, tenant, studio.ana, f"{WEEKS[2]} 14:30", 30)
    _, (series,) = await started(client, course.schedule())
    assert starts(await events_of(client, series))[1] == (f"{WEEKS[1]} 10:00:00", "entity_failed")

    data_of(await patched(client, series, force=False, events_time="14:00:00"))

    first, again, stuck, last = await events_of(client, series)
    assert starts([first, again, last]) == on([WEEKS[0], WEEKS[1], WEEKS[3]], "14:00:00")
    assert starts([stuck]) == on(WEEKS[2:3], "10:00:00", "entity_failed")
    assert stuck["is_entity_datetime_changed"]
    assert await differences(conn, tenant.chain_id) == []


async def test_what_a_change_of_a_series_is_refused_for(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    studio = course.studio
    data, (series,) = await started(client, course.schedule())
    booked = (await events_of(client, series))[1]["event_entity_id"]
    seat = await book_seats(conn, tenant, booked, seat_count=3)
    unknown: dict[str, Any] = {"labels_ids": [999], "resource_instances_ids": [999], "events_master_id": 999}
    faults = {
        "labels_ids[0]": "This location has no such tag for events.",
        "resource_instances_ids[0]": "There is no such room or device in this location.",
        "events_master_id": "There is no such team member in this location.",
    }

    assert faults_of(await patched(client, series, force=False, **unknown)) == faults
    assert faults_of(await patched(client, series, force=False, events_capacity=2)) == {
        "events_capacity": "3 seats are booked already."
    }
    assert set(faults_of(await patched(client, series))) == {"force"}
    fixed = client.by(await make_member(conn, "fixed", "administrator", records_edit_date_and_master_access=False))
    moved = await patched(fixed, series, force=False, events_time="12:00")
    own = client.by(await make_member(conn, "own", "administrator", master_id=studio.ana))
    others = [
        await patched(own, series, force=False, events_master_id=studio.ben),
        await own.post(f"{at(data)}/days", course.series(events_master_id=studio.ben)),
    ]
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    to_ben: dict[str, Any] = {"events_master_id": studio.ben}
    not_provided = [
        await patched(client, series, force=False, **to_ben),
        await client.post(f"{at(data)}/days", course.series("sun", **to_ben)),
    ]
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ben)
    dismissed = [
        await patched(client, series, force=False, **to_ben),
        await client.post(f"{at(data)}/days", course.series("sun", **to_ben)),
    ]

    assert moved.json()["meta"]["message"] == LACKING.format("records_edit_date_and_master_access")
    for answer in others:
        assert answer.json()["meta"]["message"] == "Your rights don't include appointments of this team member."
    for answer in not_provided:
        message = f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
        assert (answer.status_code, answer.json()["meta"]["message"]) == (400, message)
    for answer in dismissed:
        assert faults_of(answer) == {
            "events_master_id": f"Team member {studio.ben} is dismissed and takes no appointments."
        }
    assert faults_of(await client.post(f"{at(data)}/days", course.series("sun", **unknown))) == faults
    await conn.execute("UPDATE event_series SET duration = 4200, technical_break = 600")
    await conn.execute("UPDATE events SET duration = 4200, technical_break = 600")
    for answer in (
        await patched(client, series, force=False, events_duration=86_400),
        await client.post(f"{at(data)}/days", course.series("sun", events_duration=86_400)),
    ):
        assert set(faults_of(answer)) == {"events_duration"}
    await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", studio.yoga)
    assert faults_of(await client.post(f"{at(data)}/days", course.series("sun"))) == {
        "service_id": "This location has no such service for group events."
    }
    await conn.execute("UPDATE services SET deleted_at = NULL WHERE id = $1", studio.yoga)
    await conn.execute("UPDATE event_schedules SET last_day = '2099-12-31'")
    assert faults_of(await client.post(f"{at(data)}/days", course.series("sun"))) == {
        "date_end": "This makes more than 366 events at once."
    }
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE id = $1", seat)
    clerk = client.by(await make_member(conn, "clerk", "administrator", delete_customer_came_records_access=False))
    for item in (series, data):
        message = LACKING.format("delete_customer_came_records_access")
        assert (await clerk.delete(at(item))).json()["meta"]["message"] == message
    assert starts(await events_of(client, series)) == on(WEEKS[:4])


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_that_was_made_meanwhile(client: Client, course: Course, method: str) -> None:
    data, (series,) = await started(client, course.schedule())
    for item in (data, series):
        body = {"json": {"force": False}} if method == "PATCH" else {}
        stale = await client.send(method, at(item), headers={"If-Match": '"7"'}, **body)
        assert stale.status_code == 412
    assert starts(await events_of(client, series)) == on(WEEKS[:4])


async def test_a_series_of_another_schedule_is_not_there(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    _, (series,) = await started(client, course.schedule())
    event = await make_event(conn, tenant, course.studio.ben, course.studio.yoga, f"{WEEKS[0]} 10:00")
    to_ben = course.series("sun", events_master_id=course.studio.ben)
    other, _ = await started(client, course.schedule(to_ben, original_entity_id=event))
    wrong = {"id": series["id"], "timetable_event_schedule_id": other["id"]}
    answers = [
        await client.get(f"{at(wrong)}/events"),
        await patched(client, wrong, force=True),
        await client.delete(at(wrong)),
        await patched(client, {"id": 999}, date_end="2036-03-10"),
        await client.post(f"{SCHEDULES}/999/days", course.series()),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert starts(await events_of(client, series)) == on(WEEKS[:4])
