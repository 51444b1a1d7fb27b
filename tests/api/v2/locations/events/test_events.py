"""Single events of API v2: POST /locations/{id}/events, GET, PUT and DELETE /locations/{id}/events/{id}"""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.event_schedules import make_schedule, make_series
from tests.support.factories.events import book_seats, make_event
from tests.support.factories.tags import make_tag
from tests.support.people import FOREIGNER, HARBOUR, TRAINEE
from tests.support.studio import Studio, conflict_of, created, shown

EVENTS = f"/locations/{HARBOUR}/events"
LATER = "2026-02-02 12:00:00"


def body(studio: Studio, time: str = "10:00:00", **fields: Any) -> dict[str, Any]:
    """What API v2 can't go without, of a class by Ana on the Monday."""
    needed = {"staff_id": studio.ana, "service_id": studio.yoga, "length": 3600, "capacity": 5}
    return {**needed, "resource_instance_ids": [], "label_ids": [], "date": f"2026-02-02 {time}", **fields}


def attributes_of(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    attributes: dict[str, Any] = response.json()["data"]["attributes"]
    return attributes


async def test_the_answer_is_the_event(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    tag = await make_tag(conn, tenant, "Full moon", kind=Kind.EVENT)
    sent = body(
        studio, resource_instance_ids=[studio.right], label_ids=[tag.id], length=4500, technical_break_duration=900,
        comment="Slow pace", color="#4CAF50", instructions="Bring a mat", stream_link="https://example.com/live",
    )  # fmt: skip

    response = await v2.post(EVENTS, sent)

    assert (response.status_code, response.headers["ETag"]) == (201, '"1"')
    row = response.json()["data"]
    assert response.json() == {"data": row, "meta": []}
    assert row == {
        "type": "activity",
        "id": row["id"],
        "attributes": {
            "master_id": studio.ana, "staff_id": studio.ana, "service_id": studio.yoga, "timestamp": 1770044400,
            "length": 4500, "capacity": 5, "clients_count": 0, "color": "#4caf50", "font_color": "#000000",
            "instructions": "Bring a mat", "stream_link": "https://example.com/live", "notified": False,
            "comment": "Slow pace", "schedule_id": None, "schedule_till": None, "schedule_event_modified": None,
            "date": "2026-02-02T10:00:00-0500",
        },
    }  # fmt: skip
    assert (await v2.get(f"{EVENTS}/{row['id']}")).json()["data"] == row
    assert await differences(conn, tenant.chain_id) == []


async def test_what_include_names(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    tag = await make_tag(conn, tenant, "Full moon", kind=Kind.EVENT)
    sent = body(studio, resource_instance_ids=[studio.right], label_ids=[tag.id], technical_break_duration=900)
    include = "include=staff,master,service,resource_instances,labels,duration_details"

    answer = (await v2.post(f"{EVENTS}?{include}", sent)).json()

    event_id = answer["data"]["id"]
    assert answer["data"]["relationships"] == {
        "staff": {"data": {"type": "staff", "id": str(studio.ana)}},
        "master": {"data": {"type": "staff", "id": str(studio.ana)}},
        "service": {"data": {"type": "service", "id": str(studio.yoga)}},
        "resource_instances": {"data": [{"type": "resource_instance", "id": str(studio.right)}]},
        "labels": {"data": [{"type": "tag", "id": str(tag.id)}]},
        "duration_details": {"data": {"type": "activity_duration_details", "id": event_id}},
    }
    named = {each["type"]: each["attributes"] for each in answer["included"]}
    assert len(answer["included"]) == len(named) == 5
    assert (named["staff"]["name"], named["service"]["title"], named["tag"]["title"]) == (
        "Ana Lima", "Yoga", "Full moon",
    )  # fmt: skip
    assert named["resource_instance"] == {"resource_id": studio.hall, "title": "Right"}
    assert named["activity_duration_details"] == {"services_duration": 2700, "technical_break_duration": 900}
    assert "included" not in (await v2.get(f"{EVENTS}/{event_id}")).json()


async def test_both_versions_write_the_same_events(client: Client, v2: Client, studio: Studio) -> None:
    event = await created(client, studio.event(comment="Slow pace"))

    changed = attributes_of(await v2.put(f"{EVENTS}/{event['id']}", body(studio, "11:00:00", capacity=7)))

    after = shown(await client.get(f"/activity/{HARBOUR}/{event['id']}"))
    assert (changed["date"], changed["capacity"], changed["comment"]) == ("2026-02-02T11:00:00-0500", 7, None)
    assert (after["date"], after["capacity"], after["comment"]) == ("2026-02-02T11:00:00-0500", 7, None)


async def test_all_is_replaced_except_the_break(v2: Client, studio: Studio) -> None:
    """Show that null keeps the technical break, and empties what else is left out (Q-440)."""
    said: dict[str, Any] = {
        "comment": "Slow pace",
        "color": "#4caf50",
        "instructions": "Bring a mat",
        "stream_link": "https://x.org",
    }
    row = (await v2.post(EVENTS, body(studio, technical_break_duration=600, **said))).json()["data"]
    at = f"{EVENTS}/{row['id']}?include=duration_details"

    after = await v2.put(at, body(studio, technical_break_duration=None, color=None))

    empty: dict[str, Any] = {"comment": None, "color": "", "font_color": "", "instructions": "", "stream_link": ""}
    assert attributes_of(after) == {**row["attributes"], **empty}
    assert after.json()["included"][0]["attributes"] == {"services_duration": 3000, "technical_break_duration": 600}


async def test_what_is_busy_is_a_conflict_unless_it_is_forced(v2: Client, studio: Studio) -> None:
    first = attributes_of(await v2.post(EVENTS, body(studio)), 201)
    message = f"Team member {studio.ana} is busy between 2026-02-02 10:30 and 11:30."

    assert conflict_of(await v2.post(EVENTS, body(studio, "10:30:00"))) == message
    forced = attributes_of(await v2.post(EVENTS, body(studio, "10:30:00", force=True)), 201)
    assert forced["timestamp"] == first["timestamp"] + 1800


async def test_every_fault_is_named(v2: Client, studio: Studio) -> None:
    faulty: dict[str, Any] = {"length": 3700, "capacity": 0, "color": "#4caf5", "date": "soon", "label_ids": [7, 0]}
    assert set(faults_of(await v2.post(EVENTS, body(studio, **faulty)))) == {
        "length", "capacity", "color", "date", "label_ids[1]",
    }  # fmt: skip
    unknown = body(studio, resource_instance_ids=[999], label_ids=[999], service_id=999)
    assert set(faults_of(await v2.post(EVENTS, unknown))) == {"resource_instance_ids[0]", "label_ids[0]", "service_id"}
    needed = {"staff_id", "service_id", "resource_instance_ids", "label_ids", "date", "length", "capacity"}
    assert set(faults_of(await v2.post(EVENTS, {}))) == needed
    assert faults_of(await v2.post(EVENTS, body(studio, "10:00:30"))) == {
        "date": "Must be a whole minute, without seconds."
    }


async def test_a_change_that_was_made_meanwhile(v2: Client, studio: Studio) -> None:
    row = (await v2.post(EVENTS, body(studio))).json()["data"]
    at = f"{EVENTS}/{row['id']}"
    stale = {"If-Match": '"1"'}
    assert (await v2.put(at, body(studio, capacity=6), headers=stale)).headers["ETag"] == '"2"'
    assert (await v2.put(at, body(studio, capacity=7), headers=stale)).status_code == 412
    assert (await v2.delete(at, headers=stale)).status_code == 412
    assert attributes_of(await v2.get(at))["capacity"] == 6


async def test_a_deleted_event_can_be_read_by_its_id(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event_id = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    booked = await book_seats(conn, tenant, event_id, client_id=await make_client(conn, tenant), seat_count=2)
    at = f"{EVENTS}/{event_id}"

    deleted = await v2.delete(at)

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert attributes_of(await v2.get(at))["clients_count"] == 0
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM appointments WHERE id = $1", booked)
    assert (await v2.delete(at)).status_code == 404
    assert (await v2.put(at, body(studio))).status_code == 404
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_another_tenant_finds_nothing(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, method: str
) -> None:
    event_id = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    foreign = await v2.by(FOREIGNER).send(method, f"{EVENTS}/{event_id}", json=body(studio))
    assert foreign.status_code == 404
    assert (await v2.send(method, f"/locations/2/events/{event_id}", json=body(studio))).status_code == 404


async def test_who_reads_the_calendar_may_read_events_alone(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event_id = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    trainee = v2.by(TRAINEE)
    assert (await trainee.get(f"{EVENTS}/{event_id}")).status_code == 200
    assert (await trainee.post(EVENTS, body(studio))).status_code == 403
    assert (await trainee.put(f"{EVENTS}/{event_id}", body(studio))).status_code == 403
    assert (await trainee.delete(f"{EVENTS}/{event_id}")).status_code == 403


async def test_an_event_of_a_schedule(v2: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show the schedule, when it ends, and that each change by hand counts (Q-448)."""
    event_id = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    schedule_id = await make_schedule(conn, tenant, event_id)
    await make_series(conn, tenant, schedule_id, event_id)
    at = f"{EVENTS}/{event_id}"

    row = attributes_of(await v2.get(at))

    end = {"date": "2026-03-02 23:59:59.000000", "timezone_type": 3, "timezone": "America/New_York"}
    assert [row[f"schedule_{name}"] for name in ("id", "till", "event_modified")] == [schedule_id, end, False]
    room: dict[str, Any] = {"resource_instance_ids": [studio.left]}
    each: list[dict[str, Any]] = [{"capacity": 9}, {"length": 5400}, room, {"date": LATER}]
    for changes in each:
        changed = attributes_of(await v2.put(at, body(studio, **changes)))
        assert changed["schedule_event_modified"] is ("capacity" not in changes)
    await conn.execute("UPDATE event_occurrences SET deleted_at = now()")
    gone = attributes_of(await v2.get(at))
    assert [gone[f"schedule_{name}"] for name in ("id", "till", "event_modified")] == [None, None, None]
