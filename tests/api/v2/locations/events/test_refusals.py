"""What creating, changing and deleting events of API v2 refuses."""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.payments import make_payment
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.studio import Studio, conflict_of

EVENTS = f"/locations/{HARBOUR}/events"
LACKING = "You lack the right {} in this location."
METHODS = pytest.mark.parametrize("method", ["POST", "PUT"])


@pytest.fixture
async def event_id(conn: Connection, tenant: Tenant, studio: Studio) -> int:
    """An event of Ana's from noon to one."""
    return await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 12:00")


def message_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["meta"]["message"]


class Writer:
    """Creates an event, or changes the one that is there."""

    def __init__(self, v2: Client, studio: Studio, event_id: int, method: str) -> None:
        self.v2 = v2
        self.method = method
        self.at = EVENTS if method == "POST" else f"{EVENTS}/{event_id}"
        self.needed = {
            "staff_id": studio.ana, "service_id": studio.yoga, "length": 3600, "capacity": 5,
            "resource_instance_ids": [], "label_ids": [], "date": "2026-02-02 10:00:00",
        }  # fmt: skip

    async def send(self, **fields: Any) -> httpx.Response:
        return await self.v2.send(self.method, self.at, json={**self.needed, **fields})

    async def send_at(self, time: str, **fields: Any) -> httpx.Response:
        return await self.send(date=f"2026-02-02 {time}", **fields)


@METHODS
async def test_faults(v2: Client, studio: Studio, event_id: int, method: str) -> None:
    writer = Writer(v2, studio, event_id, method)
    length = "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: 300 and 600 don't fit."
    found = [
        faults_of(await writer.send(date="2026-03-08 02:30:00")),
        faults_of(await writer.send(length=300, technical_break_duration=600)),
        faults_of(await writer.send(staff_id=999, service_id=999, resource_instance_ids=[999], label_ids=[999])),
    ]
    assert found == [
        {"date": "This time doesn't exist: clocks are put forward then."},
        {"length": length},
        {
            "staff_id": "There is no such team member in this location.",
            "service_id": "This location has no such service for group events.",
            "resource_instance_ids[0]": "There is no such room or device in this location.",
            "label_ids[0]": "This location has no such tag for events.",
        },
    ]
    assert faults_of(await writer.send_at("10:00:30")) == {"date": "Must be a whole minute, without seconds."}


@METHODS
async def test_what_is_in_the_way(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, event_id: int, method: str
) -> None:
    await make_event(conn, tenant, studio.ben, studio.yoga, "2026-02-02 14:00", resource_instance_ids=[studio.left])
    await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 17:00")
    writer = Writer(v2, studio, event_id, method)
    found = [
        await writer.send_at("18:30"),
        await writer.send_at("16:30"),
        await writer.send_at("14:30", resource_instance_ids=[studio.left]),
    ]
    assert [conflict_of(each) for each in found] == [
        f"Team member {studio.ana} doesn't work all the time from 2026-02-02 18:30 to 19:30.",
        f"Team member {studio.ana} is busy between 2026-02-02 16:30 and 17:30.",
        "Left isn't free all the time from 2026-02-02 14:30 to 15:30.",
    ]
    assert await differences(conn, tenant.chain_id) == []


@METHODS
async def test_the_member_must_be_there_for_it(
    v2: Client, conn: Connection, studio: Studio, event_id: int, method: str
) -> None:
    writer = Writer(v2, studio, event_id, method)
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    not_provided = await writer.send(staff_id=studio.ben)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ben)
    dismissed = await writer.send(staff_id=studio.ben)

    message = f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
    assert message_of(not_provided) == (400, message)
    assert faults_of(dismissed) == {"staff_id": f"Team member {studio.ben} is dismissed and takes no appointments."}


@METHODS
async def test_limits_of_rights(v2: Client, conn: Connection, studio: Studio, event_id: int, method: str) -> None:
    late = v2.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    own = v2.by(await make_member(conn, "own", "administrator", master_id=studio.ana))
    past = await Writer(late, studio, event_id, method).send()
    others = await Writer(own, studio, event_id, method).send(staff_id=studio.ben)
    assert message_of(past) == (403, "Your rights reach back 3 days here.")
    assert message_of(others) == (403, "Your rights don't include appointments of this team member.")
    assert message_of(await late.delete(f"{EVENTS}/{event_id}")) == (403, "Your rights reach back 3 days here.")


async def test_bookings_keep_their_seats_and_their_service(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, event_id: int
) -> None:
    await book_seats(conn, tenant, event_id, seat_count=3)
    pilates = await make_event_service(conn, tenant, studio.ana, title="Pilates")
    answer = await Writer(v2, studio, event_id, "PUT").send(capacity=2, service_id=pilates)
    assert faults_of(answer) == {
        "capacity": "3 seats are booked already.",
        "service_id": f"Must stay {studio.yoga} while the event has bookings.",
    }


async def test_bookings_need_the_rights_that_appointments_need(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, event_id: int
) -> None:
    booked = await book_seats(conn, tenant, event_id, attendance="arrived")
    clerk = v2.by(
        await make_member(
            conn, "clerk", "administrator", records_edit_date_and_master_access=False,
            delete_customer_came_records_access=False, delete_paid_records_access=False,
        )
    )  # fmt: skip
    moved = await Writer(clerk, studio, event_id, "PUT").send()
    came = await clerk.delete(f"{EVENTS}/{event_id}")
    await conn.execute("UPDATE appointments SET attendance = 'waiting' WHERE id = $1", booked)
    await add_service(conn, tenant, booked, studio.yoga)
    await make_payment(conn, tenant, booked, "5")
    paid = await clerk.delete(f"{EVENTS}/{event_id}")

    assert message_of(moved) == (403, LACKING.format("records_edit_date_and_master_access"))
    assert message_of(came) == (403, LACKING.format("delete_customer_came_records_access"))
    assert message_of(paid) == (403, LACKING.format("delete_paid_records_access"))
