"""GET /timetable/seances/{location_id}/{team_member_id}/{date}"""

from datetime import date, datetime

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.schedules import MONDAY, set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, NOBODY, PARTNER, Person

SEANCES = f"/timetable/seances/{HARBOUR}"


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


async def test_every_five_minutes_of_the_working_time(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    """Show the grid, which the contract's example has every quarter of an hour (Q-216)."""
    await set_hours(conn, tenant, ana, [MONDAY], [600, 612, 612, 620, 1430, 1439])
    answer = (await client.get(f"{SEANCES}/{ana}/2026-02-02")).json()
    times = ["10:00", "10:05", "10:10", "10:15", "23:50", "23:55"]
    data = [{"time": time, "is_free": True} for time in times]
    assert answer == {"success": True, "data": data, "meta": []}


async def test_a_day_off_has_none(client: Client, conn: Connection, tenant: Tenant, ana: int) -> None:
    """Show that it is no error (Q-217)."""
    await set_hours(conn, tenant, ana, [MONDAY])
    assert (await client.get(f"{SEANCES}/{ana}/20260203")).json()["data"] == []
    without = await make_team_member(conn, tenant, has_timetable=False)
    assert (await client.get(f"{SEANCES}/{without}/2026-02-02")).json()["data"] == []


async def test_times_that_the_clock_skips_are_left_out(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await set_hours(conn, tenant, ana, [date(2026, 3, 8)], [110, 190])
    data = (await client.get(f"{SEANCES}/{ana}/2026-03-08")).json()["data"]
    assert [time["time"] for time in data] == ["01:50", "01:55", "03:00", "03:05"]


async def test_members_of_others_are_unknown(client: Client, conn: Connection, hillside: Tenant) -> None:
    """Show that an unknown member is a 404 (Q-217)."""
    elsewhere = await make_team_member(conn, hillside)
    assert (await client.get(f"{SEANCES}/{elsewhere}/2026-02-02")).status_code == 404


async def test_what_is_no_day_is_refused(client: Client, ana: int) -> None:
    expected = {"date": "Expected a day, such as 2026-01-31."}
    assert faults_of(await client.get(f"{SEANCES}/{ana}/2026-02-29")) == expected


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [(NOBODY, HARBOUR, 401), (PARTNER, HARBOUR, 401), (NEIGHBOUR, HARBOUR, 403), (FOREIGNER, HILLSIDE, 404)],
)
async def test_who_may_not_is_refused(client: Client, ana: int, person: Person, location_id: int, status: int) -> None:
    response = await client.by(person).get(f"/timetable/seances/{location_id}/{ana}/2026-02-02")
    assert response.status_code == status


async def test_a_time_inside_of_an_appointment_is_not_free(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await set_hours(conn, tenant, ana, [MONDAY], [600, 630])
    await make_appointment(conn, tenant, ana, "2026-02-02 10:10", 10)

    data = (await client.get(f"{SEANCES}/{ana}/2026-02-02")).json()["data"]

    assert [row["time"] for row in data if not row["is_free"]] == ["10:10", "10:15"]
    assert [row["time"] for row in data if row["is_free"]] == ["10:00", "10:05", "10:20", "10:25"]


async def test_free_times_on_a_day_whose_clocks_change(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    """Show that busy minutes count from midnight, and the clock of the afternoon is an hour ahead of them."""
    day = date(2026, 3, 8)
    await set_hours(conn, tenant, ana, [day], [720, 735])
    noon = datetime(2026, 3, 8, 12, tzinfo=tenant.timezone)
    await make_appointment(conn, tenant, ana, "2026-03-08 12:00", 5, starts_at=noon)

    data = (await client.get(f"{SEANCES}/{ana}/{day}")).json()["data"]

    assert [(row["time"], row["is_free"]) for row in data] == [("12:00", False), ("12:05", True), ("12:10", True)]
