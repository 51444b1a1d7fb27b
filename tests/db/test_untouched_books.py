"""A change recomputes what follows from it, and nothing else: neither locks nor writes what belongs to others.

All that is kept is made wrong first; what is right afterwards was recomputed.
"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.resources import make_resource
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member

MAKE_WRONG = """
    UPDATE schedule_days SET busy = '{1, 2}';
    UPDATE resource_days SET instance_ids = '{0}', busy = '{1, 2}';
    UPDATE visits SET attendance = 'confirmed', owed_amount = 7;
    UPDATE clients SET visit_count = 77;
    UPDATE events SET taken_seats = 4
"""
RECOMPUTED = """
    SELECT 'member', team_member_id, to_char(day, ' DD') FROM schedule_days WHERE busy <> '{1, 2}'
    UNION ALL SELECT 'resource', resource_id, to_char(day, ' DD') FROM resource_days WHERE busy <> '{1, 2}'
    UNION ALL SELECT 'visit', id, ' attended' FROM visits WHERE attendance <> 'confirmed'
    UNION ALL SELECT 'visit', id, ' owed' FROM visits WHERE owed_amount <> 7
    UNION ALL SELECT 'client', id, '' FROM clients WHERE visit_count <> 77
    UNION ALL SELECT 'event', id, '' FROM events WHERE taken_seats <> 4
"""
IN_AN_HOUR, TOMORROW = "starts_at = starts_at + interval '1 hour'", "starts_at = starts_at + interval '1 day'"
# Of an appointment of Maya's on the 2nd, by Ana in the room. Ben's, of Zoe's, is at the same time in the hall.
CHANGES = {
    "comment = 'By bus'": "",
    "technical_break = 300": "",
    IN_AN_HOUR: "ana 02, room 02",
    "duration = 7200": "ana 02, room 02",
    "duration = 86400": "ana 02, ana 03, room 02, room 03",
    "team_member_id = {ben}": "ana 02, ben 02, room 02",
    "resource_instance_ids = '{{{main}}}'": "ana 02, hall 02, room 02",
    "resource_instance_ids = '{{}}'": "ana 02, room 02",
    TOMORROW + ", day = day + 1": "ana 02, ana 03, maya, room 02, room 03",
    "client_id = {zoe}": "maya, zoe",
    "visit_id = {second}": "first owed, maya, second attended, second owed, zoe",
    "attendance = 'waiting'": "first attended, maya",
    "attendance = 'no_show'": "ana 02, first attended, first owed, maya, room 02",
    "deleted_at = now()": "ana 02, first owed, maya, room 02",
}
CHANGES_BEFORE_THE_VISIT = {
    "day = day + 1": "",
    "client_id = {zoe}": "",
    "attendance = 'arrived'": "first attended, maya",
}
# The same of an event, whose bookings are Maya's and Zoe's; it has another one beside it.
CHANGES_OF_AN_EVENT = {
    "comment = 'Bring a mat'": "",
    "capacity = 9": "",
    "starts_at = starts_at, duration = duration, deleted_at = NULL": "",
    IN_AN_HOUR: "ana 02, room 02",
    "duration = 7200": "ana 02, room 02",
    "team_member_id = {ben}": "ana 02, ben 02, room 02",
    "resource_instance_ids = '{{{main}}}'": "ana 02, hall 02, room 02",
    "resource_instance_ids = '{{}}'": "ana 02, room 02",
    TOMORROW: "ana 02, ana 03, room 02, room 03",
    "deleted_at = now()": "ana 02, room 02",
}
CHANGES_OF_A_BOOKING = {
    "comment = 'By bus'": "",
    "attendance = 'no_show'": "first attended, first owed, maya",
    "seat_count = 2": "yoga",
    "event_id = {dance}": "dance, yoga",
    "deleted_at = now()": "first owed, maya, yoga",
    IN_AN_HOUR: "",
}
RESOURCE_DAYS = """
    SELECT title, extract(day FROM day)::integer, busy
    FROM resource_days d JOIN resources r ON r.id = d.resource_id ORDER BY title DESC, day
"""


class Salon:
    """Ana and Ben, two resources, Maya and Zoe; what is made is known by its name."""

    def __init__(self, conn: Connection, tenant: Tenant) -> None:
        self.conn, self.tenant = conn, tenant
        self.ids: dict[str, int] = {}
        self.names: dict[tuple[str, int], str] = {}

    def add(self, kind: str, name: str, id_: int) -> int:
        self.ids[name], self.names[kind, id_] = id_, name
        return id_

    async def open(self) -> "Salon":
        conn, tenant = self.conn, self.tenant
        for name in ("ana", "ben"):
            self.add("member", name, await make_team_member(conn, tenant, name))
        for name, instance in (("room", "left"), ("hall", "main")):
            resource = await make_resource(conn, tenant, name, instance)
            self.add("resource", name, resource.id)
            self.ids[instance] = resource.instances[0].id
        for name in ("maya", "zoe"):
            self.add("client", name, await make_client(conn, tenant, name))
        return self

    async def book(self, attendance: str = "arrived") -> int:
        """Make the two appointments and return the id of Maya's."""
        service = await make_service(self.conn, self.tenant)
        booked = []
        for visit, member, instance, client in (("first", "ana", "left", "maya"), ("second", "ben", "main", "zoe")):
            fields: dict[str, Any] = {"client_id": self.ids[client], "resource_instance_ids": [self.ids[instance]]}
            made = await make_appointment(
                self.conn, self.tenant, self.ids[member], "2026-03-02 10:00", attendance=attendance, **fields
            )
            await add_service(self.conn, self.tenant, made, service)
            await self.name_visit(visit, made)
            booked.append(made)
        return booked[0]

    async def name_visit(self, name: str, appointment_id: int) -> None:
        visit = await self.conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", appointment_id)
        self.add("visit", name, visit)

    async def start_events(self) -> int:
        """Make the two events and return the id of the booking of the first."""
        service = await make_event_service(self.conn, self.tenant)
        booked = []
        for event, visit, member, instance, client in (
            ("yoga", "first", "ana", "left", "maya"),
            ("dance", "second", "ben", "main", "zoe"),
        ):
            instances = [self.ids[instance]]
            made = await make_event(
                self.conn, self.tenant, self.ids[member], service, "2026-03-02 10:00", resource_instance_ids=instances
            )
            self.add("event", event, made)
            seat = await book_seats(
                self.conn, self.tenant, made, client_id=self.ids[client], attendance="arrived",
                resource_instance_ids=instances,
            )  # fmt: skip
            await add_service(self.conn, self.tenant, seat, service)
            await self.name_visit(visit, seat)
            booked.append(seat)
        return booked[0]

    async def recomputed(self) -> str:
        rows = await self.conn.fetch(RECOMPUTED)
        return ", ".join(sorted(f"{self.names[kind, id_]}{of}" for kind, id_, of in rows))

    async def change(self, table: str, id_: int, assignment: str) -> str:
        """Return what was recomputed for the change."""
        await self.conn.execute(MAKE_WRONG)
        await self.conn.execute(f"UPDATE {table} SET {assignment.format(**self.ids)} WHERE id = {id_}")
        return await self.recomputed()


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await Salon(conn, tenant).open()


@pytest.mark.parametrize("assignment", CHANGES)
async def test_an_appointment_after_the_visit(salon: Salon, assignment: str) -> None:
    assert await salon.change("appointments", await salon.book(), assignment) == CHANGES[assignment]


@pytest.mark.parametrize("assignment", CHANGES_BEFORE_THE_VISIT)
async def test_an_appointment_before_the_visit(salon: Salon, assignment: str) -> None:
    expected = CHANGES_BEFORE_THE_VISIT[assignment]
    assert await salon.change("appointments", await salon.book("waiting"), assignment) == expected


@pytest.mark.parametrize("assignment", CHANGES_OF_AN_EVENT)
async def test_an_event(salon: Salon, assignment: str) -> None:
    await salon.start_events()
    assert await salon.change("events", salon.ids["yoga"], assignment) == CHANGES_OF_AN_EVENT[assignment]


@pytest.mark.parametrize("assignment", CHANGES_OF_A_BOOKING)
async def test_a_booking_of_an_event(salon: Salon, assignment: str) -> None:
    booked = await salon.start_events()
    assert await salon.change("appointments", booked, assignment) == CHANGES_OF_A_BOOKING[assignment]


@pytest.mark.parametrize("table", ["appointments", "events"])
async def test_what_is_deleted_takes_no_time_elsewhere_either(salon: Salon, table: str) -> None:
    id_ = await salon.book() if table == "appointments" else await salon.start_events()
    id_ = salon.ids.get("yoga", id_)
    await salon.conn.execute(f"UPDATE {table} SET deleted_at = now() WHERE id = {id_}")
    assert await salon.change(table, id_, TOMORROW) == ""


async def test_rows_that_are_removed(salon: Salon) -> None:
    booked = await salon.book()
    await salon.conn.execute("DELETE FROM appointment_services")
    await salon.conn.execute(MAKE_WRONG)
    await salon.conn.execute("DELETE FROM appointments WHERE id = $1", booked)
    assert await salon.recomputed() == "ana 02, maya, room 02"


@pytest.mark.parametrize("table", ["appointments", "events"])
async def test_an_instance_that_is_no_more_takes_no_time(salon: Salon, table: str) -> None:
    id_ = await salon.book() if table == "appointments" else await salon.start_events()
    id_ = salon.ids.get("yoga", id_)
    gone = salon.ids["left"] + salon.ids["main"]
    expected = "ana 02, room 02"
    assert await salon.change(table, id_, f"resource_instance_ids = '{{{{{gone}}}}}'") == expected
    assert await salon.change(table, id_, IN_AN_HOUR) == "ana 02"


@pytest.mark.parametrize(("attendance", "expected"), [("confirmed", ""), ("waiting", "first attended")])
async def test_the_attendance_of_a_visit_is_worked_out_for_a_new_appointment_that_differs(
    salon: Salon, attendance: str, expected: str
) -> None:
    await salon.book()
    await salon.conn.execute(MAKE_WRONG)
    await salon.conn.execute("UPDATE visits SET attendance = 'no_show' WHERE id = $1", salon.ids["second"])
    await make_appointment(
        salon.conn, salon.tenant, salon.ids["ana"], "2026-03-04 12:00", visit_id=salon.ids["first"],
        client_id=salon.ids["maya"], attendance=attendance,
    )  # fmt: skip
    found = await salon.recomputed()
    assert found == ", ".join(filter(None, ("ana 04", expected, "second attended")))


@pytest.mark.parametrize(
    ("table", "before", "after", "day"),
    [
        ("appointments", "attendance = 'no_show'", "attendance = 'waiting'", "03"),
        ("appointments", "deleted_at = now()", "deleted_at = NULL", "03"),
        ("appointments", "comment = ''", "attendance = 'no_show'", "02"),
        ("appointments", "comment = ''", "deleted_at = now()", "02"),
        ("events", "deleted_at = now()", "deleted_at = NULL", "03"),
        ("events", "comment = ''", "deleted_at = now()", "02"),
    ],
)
async def test_a_day_on_which_it_takes_no_time_is_left_alone(
    salon: Salon, table: str, before: str, after: str, day: str
) -> None:
    """It is moved to the 3rd in the same write."""
    id_ = await salon.book("waiting") if table == "appointments" else await salon.start_events()
    id_ = salon.ids.get("yoga", id_)
    await salon.conn.execute(f"UPDATE {table} SET {before} WHERE id = {id_}")
    await salon.conn.execute("DELETE FROM schedule_days; DELETE FROM resource_days")
    await salon.conn.execute(f"UPDATE {table} SET {after}, {TOMORROW} WHERE id = {id_}")
    days = await salon.conn.fetch("SELECT day FROM schedule_days UNION ALL SELECT day FROM resource_days")
    assert [f"{row['day']:%d}" for row in days] == [day, day]


async def test_each_resource_has_its_own_days(salon: Salon) -> None:
    """A day is made for a resource though another has it already, and though it has another day."""
    await salon.book()
    later = await salon.book()
    await salon.conn.execute("UPDATE appointments SET resource_instance_ids = '{}'")
    await salon.conn.execute("DELETE FROM resource_days")
    for instance, move in (("left", ""), ("main", ""), ("left", f", {TOMORROW}")):
        await salon.conn.execute(
            f"UPDATE appointments SET resource_instance_ids = $2{move} WHERE id = $1", later, [salon.ids[instance]]
        )
    assert [tuple(row) for row in await salon.conn.fetch(RESOURCE_DAYS)] == [
        ("room", 2, []), ("room", 3, [600, 660]), ("hall", 2, []),
    ]  # fmt: skip
