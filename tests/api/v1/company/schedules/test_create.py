"""POST /company/{location_id}/schedules, and what it makes"""

from datetime import timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.events import make_event
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.series import SCHEDULES, WEEKS, Course, data_of, events_of, on, started, starts


async def test_the_answer_and_its_events(client: Client, conn: Connection, tenant: Tenant, course: Course) -> None:
    """Show that the original event is the first of its series, and that all have its texts (Q-444)."""
    studio = course.studio
    tag = await make_tag(conn, tenant, "Full moon", kind=Kind.EVENT)
    tuesday = course.series(
        "tue", "18:30", events_master_id=studio.ben, events_capacity=8, labels_ids=[tag.id],
        resource_instances_ids=[studio.right], events_duration=1800,
    )  # fmt: skip

    data, (monday, other) = await started(client, course.schedule(course.series(), tuesday))

    made = {name: data.pop(name) for name in ("created_at", "updated_at", "days", "id")}
    assert data == {
        "deleted_at": None, "original_entity_type": "activity", "original_entity_id": course.event,
        "date_start": "2036-02-04", "date_end": "2036-02-25",
    }  # fmt: skip
    assert {name: value for name, value in other.items() if not name.endswith("_at")} == {
        "id": other["id"], "timetable_event_schedule_id": made["id"], "day_of_week": "tue", "events_time": "18:30:00",
        "events_duration": 1800, "event_technical_break_duration": 0, "events_capacity": 8,
    }  # fmt: skip
    assert starts(await events_of(client, monday)) == on(WEEKS[:4])
    assert (await events_of(client, monday))[0]["event_entity_id"] == course.event
    tuesdays = [day + timedelta(days=1) for day in WEEKS[:3]]
    found = await events_of(client, other)
    assert starts(found) == on(tuesdays, "18:30:00")
    rows = await conn.fetch("SELECT * FROM events WHERE id = ANY ($1)", [each["event_entity_id"] for each in found])
    assert {(row["service_id"], row["comment"], row["capacity"], row["duration"]) for row in rows} == {
        (studio.yoga, "Slow pace", 8, 1800)
    }
    assert {(*row["tag_ids"], *row["resource_instance_ids"]) for row in rows} == {(tag.id, studio.right)}
    assert await differences(conn, tenant.chain_id) == []


async def test_an_event_of_a_series_as_it_is_shown(client: Client, course: Course) -> None:
    _, (series,) = await started(client, course.schedule(weeks=2))
    _, event = await events_of(client, series)
    member = {
        "id": course.studio.ana, "name": "Ana Lima", "company_id": HARBOUR, "specialization": "", "avatar": "",
        "avatar_big": "", "position": {"id": 1, "title": "Stylist"}, "is_paid_staff": False,
    }  # fmt: skip
    assert {name: value for name, value in event.items() if name not in ("id", "created_at", "updated_at")} == {
        "deleted_at": None, "event_status": "stable", "event_datetime": "2036-02-11T10:00:00-0500",
        "event_entity_type": "activity", "event_entity_id": event["event_entity_id"],
        "is_entity_master_changed": False, "is_entity_datetime_changed": False, "is_entity_duration_changed": False,
        "is_entity_labels_changed": False, "is_entity_resource_instances_changed": False, "entity_master": member,
        "entity_datetime": "2036-02-11 10:00:00", "entity_duration": "3600", "entity_labels": [],
        "entity_resource_instances": [],
    }  # fmt: skip


async def test_what_is_busy_is_not_made_and_the_others_are(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show an appointment, a taken room and a day off, each in the way of one event (Q-445)."""
    studio = course.studio
    await make_appointment(conn, tenant, studio.ana, f"{WEEKS[1]} 10:30", 30)
    await make_event(conn, tenant, studio.ben, studio.yoga, f"{WEEKS[2]} 10:30", resource_instance_ids=[studio.left])
    body = course.schedule(course.series(resource_instances_ids=[studio.left]), date_end="2036-03-18")

    _, (series,) = await started(client, body)

    assert starts(await events_of(client, series)) == [
        *on(WEEKS[:1]), *on(WEEKS[1:3], status="entity_failed"), *on(WEEKS[3:]),
        ("2036-03-17 10:00:00", "entity_failed"),
    ]  # fmt: skip
    failed = (await events_of(client, series))[1]
    assert (failed["event_entity_id"], failed["entity_master"]["id"]) == (None, studio.ana)
    assert await differences(conn, tenant.chain_id) == []


async def test_two_series_that_are_in_each_others_way(client: Client, course: Course) -> None:
    """Show that of two events for one member the earlier one is made."""
    _, (first, second) = await started(client, course.schedule(course.series(), course.series(time="10:30:00")))
    assert starts(await events_of(client, first)) == on(WEEKS[:4])
    assert starts(await events_of(client, second)) == on(WEEKS[:4], "10:30:00", "entity_failed")


async def test_a_past_event_begins_a_schedule_from_now_on(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show that nothing is made in the past (Q-444)."""
    studio = course.studio
    past = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    body = course.schedule(course.series(), original_entity_id=past, date_end="2026-03-30")
    data, (series,) = await started(client, body)
    assert data["date_start"] == "2026-02-02"
    assert starts(await events_of(client, series)) == [("2026-02-02 10:00:00", "stable")]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"original_entity_type": "record"},
         {"original_entity_type": "Must be activity: appointments can't be repeated."}),
        ({"original_entity_id": 999}, {"original_entity_id": "There is no such event in this location."}),
        ({"date_end": "2036-02-03"}, {"date_end": "Must not come before 2036-02-04, the day of the original event."}),
        ({"date_end": "2044-02-04"}, {"date_end": "This makes more than 366 events at once."}),
        ({"days": []}, {"days": "Must have at least one item."}),
    ],
)  # fmt: skip
async def test_faults(
    changes: dict[str, Any], faults: dict[str, str], client: Client, conn: Connection, course: Course
) -> None:
    response = await client.post(SCHEDULES, course.schedule(**changes))
    assert set(faults_of(response)) == set(faults) if "days" in changes else faults_of(response) == faults
    assert await conn.fetchval("SELECT count(*) FROM event_schedules") == 0
    assert await conn.fetchval("SELECT count(*) FROM events") == 1


async def test_the_faults_of_all_series_at_once(client: Client, conn: Connection, course: Course) -> None:
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", course.studio.ben)
    body = course.schedule(
        course.series(labels_ids=[999], resource_instances_ids=[999]),
        course.series("tue", events_master_id=999),
        course.series("wed", events_master_id=course.studio.ben),
    )
    assert faults_of(await client.post(SCHEDULES, body)) == {
        "days[0].labels_ids[0]": "This location has no such tag for events.",
        "days[0].resource_instances_ids[0]": "There is no such room or device in this location.",
        "days[1].events_master_id": "There is no such team member in this location.",
        "days[2].events_master_id":
            f"Team member {course.studio.ben} is dismissed and takes no appointments.",
    }  # fmt: skip
    odd = course.series("someday", "25:00", events_duration=100, events_capacity=0)
    assert set(faults_of(await client.post(SCHEDULES, course.schedule(odd)))) == {
        f"days[0].{name}" for name in ("day_of_week", "events_time", "events_duration", "events_capacity")
    }
    assert await conn.fetchval("SELECT count(*) FROM events") == 1


async def test_what_the_original_event_makes_impossible(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    studio = course.studio
    await conn.execute("UPDATE events SET duration = 5400, technical_break = 1800 WHERE id = $1", course.event)
    long = await client.post(SCHEDULES, course.schedule(course.series(events_duration=86_400)))
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    to_ben = course.schedule(course.series(events_master_id=studio.ben))
    not_provided = await client.post(SCHEDULES, to_ben)
    await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", studio.yoga)
    gone = await client.post(SCHEDULES, course.schedule())
    own = client.by(await make_member(conn, "own", "administrator", master_id=studio.ana))
    others = await own.post(SCHEDULES, to_ben)
    past = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    late = client.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    await conn.execute("UPDATE services SET deleted_at = NULL WHERE id = $1", studio.yoga)
    too_late = await late.post(SCHEDULES, course.schedule(original_entity_id=past, date_end="2026-03-02"))

    assert set(faults_of(long)) == {"days[0].events_duration"}
    assert not_provided.json()["meta"]["message"] == (
        f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
    )
    assert faults_of(gone) == {"days[0].service_id": "This location has no such service for group events."}
    assert others.json()["meta"]["message"] == "Your rights don't include appointments of this team member."
    assert too_late.json()["meta"]["message"] == "Your rights reach back 3 days here."
    assert await conn.fetchval("SELECT count(*) FROM event_schedules") == 0


async def test_an_event_belongs_to_one_schedule(client: Client, course: Course) -> None:
    first, _ = await started(client, course.schedule())
    assert faults_of(await client.post(SCHEDULES, course.schedule())) == {
        "original_entity_id": f"Belongs to schedule {first['id']} already."
    }


async def test_finding_the_schedule_of_an_event(
    client: Client, conn: Connection, tenant: Tenant, course: Course
) -> None:
    data, (series,) = await started(client, course.schedule())
    *_, last = await events_of(client, series)
    booked = data_of(await client.post(f"/records/{HARBOUR}", {"activity_id": last["event_entity_id"]}), 201)["id"]

    found = data_of(
        await client.get(f"{SCHEDULES}/search/activity/{last['event_entity_id']}?include[]=days.events_master")
    )
    assert found["id"] == data["id"]
    assert found["days"][0]["events_master"]["name"] == "Ana Lima"
    assert "events_labels" not in found["days"][0]
    by_booking = data_of(await client.get(f"{SCHEDULES}/search/record/{booked}"))
    assert by_booking["id"] == data["id"]
    assert "days" not in by_booking
    other = await make_event(conn, tenant, course.studio.ben, course.studio.yoga, f"{WEEKS[0]} 10:00")
    for tail in (f"activity/{other}", "activity/999", "record/999", f"series/{course.event}"):
        answer = await client.get(f"{SCHEDULES}/search/{tail}")
        assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Schedule not found.")


async def test_who_sees_and_makes_what(client: Client, conn: Connection, course: Course) -> None:
    """Show a user of one member, who sees the series of that member alone (Q-446)."""
    studio = course.studio
    tuesday = course.series("tue", events_master_id=studio.ben)
    data, (monday, other) = await started(client, course.schedule(course.series(), tuesday))
    own = client.by(await make_member(conn, "own", "administrator", master_id=studio.ben))
    found = data_of(await own.get(f"{SCHEDULES}/search/activity/{course.event}?include=days"))
    assert [each["id"] for each in found["days"]] == [other["id"]]
    assert len(await events_of(own, other)) == 3
    assert (await own.get(f"{SCHEDULES}/{data['id']}/days/{monday['id']}/events")).status_code == 404
    message = "Your rights don't include appointments of this team member."
    for answer in (
        await own.send("PATCH", f"{SCHEDULES}/{data['id']}", json={"date_end": "2036-03-10"}),
        await own.delete(f"{SCHEDULES}/{data['id']}"),
    ):
        assert (answer.status_code, answer.json()["meta"]["message"]) == (403, message)
