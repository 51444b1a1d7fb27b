"""GET /timetable/dates/{location_id}/{date}"""

from datetime import date, timedelta

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import MONDAY, set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, Person

DATES = f"/timetable/dates/{HARBOUR}"


@pytest.fixture
async def team(conn: Connection, tenant: Tenant) -> list[int]:
    """Ana and Bo, who works on Monday as well; Bo is on leave on Thursday."""
    ana, bo = [await make_team_member(conn, tenant, name) for name in ("Ana", "Bo")]
    await set_hours(conn, tenant, ana, [MONDAY, date(2026, 2, 4)])
    await set_hours(conn, tenant, bo, [date(2026, 2, 1), MONDAY])
    await conn.execute("INSERT INTO schedule_days VALUES (71, $1, '2026-02-05', '{}', 1)", bo)
    return [ana, bo]


@pytest.mark.parametrize("first", ["2026-02-02", "20260202"])
async def test_the_dates_on_which_anybody_works(client: Client, team: list[int], first: str) -> None:
    answer = (await client.get(f"{DATES}/{first}")).json()
    assert answer == {"success": True, "data": ["2026-02-02", "2026-02-04"], "meta": []}


@pytest.mark.parametrize("name", ["staff_id", "team_member_id", "master_id"])
async def test_the_dates_of_one_member(client: Client, team: list[int], name: str) -> None:
    answer = (await client.get(f"{DATES}/2026-02-01?{name}={team[1]}")).json()
    assert answer["data"] == ["2026-02-01", "2026-02-02"]


async def test_it_ends_after_a_year(client: Client, conn: Connection, tenant: Tenant, team: list[int]) -> None:
    """Show how far it looks (Q-215)."""
    await set_hours(conn, tenant, team[0], [MONDAY + timedelta(days=number) for number in (365, 366)])
    assert (await client.get(f"{DATES}/2026-02-02")).json()["data"][-1] == "2027-02-02"


async def test_members_of_others_are_unknown(
    client: Client, conn: Connection, hillside: Tenant, team: list[int]
) -> None:
    elsewhere = await make_team_member(conn, hillside)
    await set_hours(conn, hillside, elsewhere, [date(2026, 2, 6)])
    assert (await client.get(f"{DATES}/2026-02-02?staff_id={elsewhere}")).status_code == 404
    assert (await client.get(f"{DATES}/2026-02-05")).json()["data"] == []


async def test_who_left_the_calendar_does_not_count(client: Client, conn: Connection, team: list[int]) -> None:
    await conn.execute("UPDATE team_members SET has_timetable = false WHERE id = $1", team[0])
    assert (await client.get(f"{DATES}/2026-02-02")).json()["data"] == ["2026-02-02"]


async def test_what_is_no_day_is_refused(client: Client) -> None:
    expected = {"date": "Expected a day, such as 2026-01-31."}
    assert faults_of(await client.get(f"{DATES}/today")) == expected


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (PARTNER, 401), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(client: Client, person: Person, status: int) -> None:
    assert (await client.by(person).get(f"{DATES}/2026-02-02")).status_code == status
