"""PUT, GET and DELETE /activity/{location_id}/{event_id}"""

from datetime import datetime
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event_service
from tests.support.factories.payments import make_payment
from tests.support.factories.schedules import set_hours
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.studio import Studio, conflict_of, created, shown

BOOKED = """
    SELECT a.team_member_id, a.day::text, a.starts_at, a.duration, a.technical_break, v.day::text AS visit_day
    FROM appointments a JOIN visits v ON v.id = a.visit_id WHERE a.deleted_at IS NULL ORDER BY a.id
"""


def at(event: dict[str, Any]) -> str:
    return f"/activity/{HARBOUR}/{event['id']}"


def message_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["meta"]["message"]


async def test_what_is_left_out_stays(client: Client, studio: Studio) -> None:
    event = await created(client, studio.event(resource_instance_ids=[studio.left], length=7200, comment="Slow pace"))

    changed = shown(await client.put(at(event), studio.event("11:00", capacity=7)))

    assert changed == {**event, "date": "2026-02-02T11:00:00-0500", "timestamp": 1770048000, "capacity": 7}
    assert (await client.get(at(event))).headers["ETag"] == '"2"'


async def test_an_answer_can_be_sent_back(client: Client, studio: Studio) -> None:
    """Show that nothing changes, also where there is no comment and no colour (Q-411)."""
    event = await created(client, studio.event(resource_instance_ids=[studio.left]))
    assert shown(await client.put(at(event), {**event, "force": False})) == event

    cleared = await created(client, studio.event("12:00", comment="Slow pace", color="#f44336"))
    after = shown(await client.put(at(cleared), {**cleared, "force": False, "comment": None, "color": ""}))
    assert (after["comment"], after["color"], after["font_color"]) == (None, "", "")


async def test_its_own_time_is_free_for_it(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show that only what changes is checked: a day off doesn't matter to an event that stays."""
    event = await created(client, studio.event(resource_instance_ids=[studio.left]))
    await make_appointment(conn, tenant, studio.ana, "2026-02-02 11:30", 30)

    moved = shown(await client.put(at(event), studio.event("10:30")))
    response = await client.put(at(event), studio.event("11:00"))

    assert moved["date"] == "2026-02-02T10:30:00-0500"
    assert conflict_of(response) == f"Team member {studio.ana} is busy between 2026-02-02 11:00 and 12:00."
    await set_hours(conn, tenant, studio.ana, minutes=())
    assert shown(await client.put(at(event), studio.event("10:30", capacity=9)))["capacity"] == 9
    assert await differences(conn, tenant.chain_id) == []


async def test_bookings_move_along(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show that on another day they belong to other visits, each client's to one (Q-414)."""
    maya, noa = await make_client(conn, tenant, "Maya"), await make_client(conn, tenant, "Noa", phone="13155550176")
    event = await created(client, studio.event())
    for client_id in (maya, maya, noa, None):
        await book_seats(conn, tenant, event["id"], client_id=client_id)
    open_visit = await make_appointment(conn, tenant, studio.ana, "2026-02-03 09:00", 30, client_id=noa)

    body = studio.event(staff_id=studio.ben, length=4200, technical_break_duration=600, force=True)
    shown(await client.put(at(event), body | {"date": "2026-02-03 12:00"}))

    rows = [
        tuple(row) for row in await conn.fetch(f"SELECT * FROM ({BOOKED}) AS b WHERE b.team_member_id = {studio.ben}")
    ]
    starts = datetime.fromisoformat("2026-02-03T12:00:00-05:00")
    assert rows == [(studio.ben, "2026-02-03", starts, 4200, 600, "2026-02-03")] * 4
    visits = await conn.fetch("SELECT id, client_id, visit_id FROM appointments WHERE deleted_at IS NULL ORDER BY id")
    by_id = {row["id"]: row["visit_id"] for row in visits}
    assert len({row["visit_id"] for row in visits if row["client_id"] == maya}) == 1
    assert {row["visit_id"] for row in visits if row["client_id"] == noa} == {by_id[open_visit]}
    assert len({*by_id.values()}) == 3
    assert await differences(conn, tenant.chain_id) == []


async def test_faults_of_an_event_with_bookings(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show that neither seats nor the service that clients booked are taken from them (Q-415)."""
    event = await created(client, studio.event())
    await book_seats(conn, tenant, event["id"], seat_count=3)
    pilates = await make_event_service(conn, tenant, studio.ana, title="Pilates")

    response = await client.put(at(event), studio.event(capacity=2, service_id=pilates))

    assert faults_of(response) == {
        "capacity": "3 seats are booked already.",
        "service_id": f"Must stay {studio.yoga} while the event has bookings.",
    }
    assert shown(await client.put(at(event), studio.event(capacity=3)))["records_count"] == 3


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"date": "2026-03-08 02:30"}, {"date": "This time doesn't exist: clocks are put forward then."}),
        ({"date": "2026-02-02 10:00:30"}, {"date": "Must be a whole minute, without seconds."}),
        (
            {"length": 300, "technical_break_duration": 600},
            {"length": "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: "
                       "300 and 600 don't fit."},
        ),
        ({"staff_id": 999, "service_id": 999, "resource_instance_ids": [999], "label_ids": [999]},
         {"staff_id": "There is no such team member in this location.",
          "service_id": "This location has no such service for group events.",
          "resource_instance_ids[0]": "There is no such room or device in this location.",
          "label_ids[0]": "This location has no such tag for events."}),
    ],
)  # fmt: skip
async def test_faults(sent: dict[str, Any], faults: dict[str, str], client: Client, studio: Studio) -> None:
    event = await created(client, studio.event(comment="Slow pace"))

    response = await client.put(at(event), studio.event(comment="Fast pace") | sent)

    assert faults_of(response) == faults
    assert shown(await client.get(at(event)))["comment"] == "Slow pace"


async def test_another_member_must_be_there_for_it(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event = await created(client, studio.event())
    await created(client, studio.event("14:00", staff_id=studio.ben, resource_instance_ids=[studio.left]))
    to_ben = studio.event(staff_id=studio.ben)

    busy = [
        await client.put(at(event), studio.event("08:00")),
        await client.put(at(event), studio.event("14:30", resource_instance_ids=[studio.left])),
    ]
    own = client.by(await make_member(conn, "own", "administrator", master_id=studio.ana))
    not_theirs = await own.put(at(event), to_ben)
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    not_provided = await client.put(at(event), to_ben)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ben)
    dismissed = await client.put(at(event), to_ben)

    assert [conflict_of(answer) for answer in busy] == [
        f"Team member {studio.ana} doesn't work all the time from 2026-02-02 08:00 to 09:00.",
        "Left isn't free all the time from 2026-02-02 14:30 to 15:30.",
    ]
    assert message_of(not_theirs) == (403, "Your rights don't include appointments of this team member.")
    assert message_of(not_provided) == (
        400, f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
    )  # fmt: skip
    assert faults_of(dismissed) == {"staff_id": f"Team member {studio.ben} is dismissed and takes no appointments."}
    assert await differences(conn, tenant.chain_id) == []


async def test_bookings_need_the_rights_that_appointments_need(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    event = await created(client, studio.event())
    clerk = client.by(
        await make_member(conn, "clerk", "administrator", records_edit_date_and_master_access=False,
                          edit_records_attendance_access=False, delete_customer_came_records_access=False)
    )  # fmt: skip
    assert shown(await clerk.put(at(event), studio.event("12:00")))["date"] == "2026-02-02T12:00:00-0500"
    booked = await book_seats(conn, tenant, event["id"], attendance="arrived")

    moved, deleted = await clerk.put(at(event), studio.event("13:00")), await clerk.delete(at(event))

    lacking = "You lack the right {} in this location."
    names = "edit_records_attendance_access, records_edit_date_and_master_access"
    assert message_of(moved) == (403, lacking.format(names))
    assert message_of(deleted) == (403, lacking.format("delete_customer_came_records_access"))
    await conn.execute("UPDATE appointments SET attendance = 'waiting' WHERE id = $1", booked)
    await add_service(conn, tenant, booked, studio.yoga)
    await make_payment(conn, tenant, booked, "5")
    cashless = client.by(await make_member(conn, "cashless", "administrator", delete_paid_records_access=False))
    assert message_of(await cashless.delete(at(event))) == (403, lacking.format("delete_paid_records_access"))


async def test_a_deleted_event_takes_its_bookings_with_it(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show the 202, and that it is deleted once (Q-416)."""
    event = await created(client, studio.event(resource_instance_ids=[studio.left]))
    booked = await book_seats(conn, tenant, event["id"])

    response = await client.delete(at(event))

    assert (response.status_code, response.json()) == (
        202, {"success": True, "data": None, "meta": {"message": "Accepted"}}
    )  # fmt: skip
    record = (await client.get(f"/record/{HARBOUR}/{booked}")).json()["data"]
    assert (record["deleted"], record["activity_id"]) == (True, event["id"])
    left = shown(await client.get(at(event)))
    assert (left["is_deleted"], left["records_count"]) == (True, 0)
    again = await client.delete(at(event)), await client.put(at(event), studio.event())
    assert [answer.status_code for answer in again] == [404, 404]
    assert (await created(client, studio.event(resource_instance_ids=[studio.left])))["id"] != event["id"]
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_revision_that_is_not_the_last(
    method: str, client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show that a booking is a change of the event, too: it has other seats."""
    event = await created(client, studio.event())
    await book_seats(conn, tenant, event["id"])
    body = {"json": studio.event()} if method == "PUT" else {}

    response = await client.send(method, at(event), headers={"If-Match": '"1"'}, **body)

    assert response.status_code == 412


async def test_limits_of_rights_hide_events(client: Client, conn: Connection, studio: Studio) -> None:
    """Show that they are the rights to appointments (Q-410)."""
    event = await created(client, studio.event())
    for limit in ({"master_id": studio.ben}, {"position_id": 99}, {"last_days_count": 3}):
        clerk = client.by(await make_member(conn, f"clerk-{[*limit]}", "administrator", **limit))
        answers = [
            await clerk.get(at(event)),
            await clerk.put(at(event), studio.event()),
            await clerk.delete(at(event)),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    clerk = client.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    for answer in (await clerk.put(at(event), studio.event()), await clerk.delete(at(event))):
        assert message_of(answer) == (403, "Your rights reach back 3 days here.")
