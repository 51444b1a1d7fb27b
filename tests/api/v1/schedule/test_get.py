"""GET /schedule/{location_id}/{team_member_id}/{start_date}/{end_date}"""

from datetime import date

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, NOBODY, PARTNER, TRAINEE, Person

SATURDAY, SUNDAY, MONDAY = date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)
OFF = {"is_working": 0, "slots": []}


async def test_every_day_of_the_period_is_shown(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show that `is_working` is a number, and days off have no slots (Q-201)."""
    ana, bo = [await make_team_member(conn, tenant, name) for name in ("Ana", "Bo")]
    await set_hours(conn, tenant, ana, [MONDAY], [540, 780, 780, 1440])
    await set_hours(conn, tenant, ana, [date(2026, 2, 3)])
    await set_hours(conn, tenant, bo, [SUNDAY])
    response = await client.get(f"/schedule/{HARBOUR}/{ana}/2026-01-31/2026-02-02")
    slots = [{"from": "09:00", "to": "13:00"}, {"from": "13:00", "to": "24:00"}]
    days = [
        {"date": "2026-01-31", **OFF},
        {"date": "2026-02-01", **OFF},
        {"date": "2026-02-02", "is_working": 1, "slots": slots},
    ]
    assert response.json() == {"success": True, "data": days, "meta": []}
    assert response.headers["ETag"] == '"2"'


async def test_days_may_be_written_without_dashes(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show that both forms of the contract are accepted (Q-200)."""
    ana = await make_team_member(conn, tenant)
    answers = [
        (await client.get(f"/schedule/{HARBOUR}/{ana}/{first}/{last}")).json()
        for first, last in (("20260131", "20260201"), ("2026-01-31", "2026-02-01"))
    ]
    assert answers[0] == answers[1]
    assert [day["date"] for day in answers[0]["data"]] == ["2026-01-31", "2026-02-01"]


async def test_a_schedule_that_was_never_changed_has_the_revision_0(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    ana = await make_team_member(conn, tenant)
    response = await client.get(f"/schedule/{HARBOUR}/{ana}/2026-02-02/2026-02-02")
    assert response.headers["ETag"] == '"0"'


async def test_who_has_no_timetable_has_no_days(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show that reading is no error (Q-205)."""
    ana = await make_team_member(conn, tenant, has_timetable=False)
    response = await client.get(f"/schedule/{HARBOUR}/{ana}/2026-02-02/2026-02-08")
    assert response.json() == {"success": True, "data": [], "meta": []}


PERIODS = [
    ("2026-02-02/2026-02-01", {"end_date": "Is before the first day."}),
    ("2026-01-01/2027-01-02", {"end_date": "A period may have at most 366 days."}),
    (
        "2026-02-30/2026-1-1",
        dict.fromkeys(("start_date", "end_date"), "Expected a day, such as 2026-01-31."),
    ),
    ("1989-12-31/2026-01-01", {"start_date": "Must be between the years 1990 and 2100."}),
    ("9999-12-31/9999-12-31", dict.fromkeys(("start_date", "end_date"), "Must be between the years 1990 and 2100.")),
]


@pytest.mark.parametrize(("period", "faults"), PERIODS)
async def test_what_is_no_period_is_refused(
    client: Client, conn: Connection, tenant: Tenant, period: str, faults: dict[str, str]
) -> None:
    ana = await make_team_member(conn, tenant)
    assert faults_of(await client.get(f"/schedule/{HARBOUR}/{ana}/{period}")) == faults


async def test_366_days_are_accepted(client: Client, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    response = await client.get(f"/schedule/{HARBOUR}/{ana}/2026-01-01/2027-01-01")
    assert len(response.json()["data"]) == 366


async def test_members_of_others_are_unknown(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    elsewhere = await make_team_member(conn, hillside)
    deleted = await make_team_member(conn, tenant)
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", deleted)
    for member_id in (elsewhere, deleted, 999_999):
        response = await client.get(f"/schedule/{HARBOUR}/{member_id}/2026-02-02/2026-02-02")
        assert (response.status_code, response.json()["meta"]["message"]) == (404, "Team member not found.")


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (TRAINEE, HARBOUR, 200),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, HILLSIDE, 404),
    ],
)
async def test_who_may_read_it(
    client: Client, conn: Connection, tenant: Tenant, person: Person, location_id: int, status: int
) -> None:
    """Show that the right to see the appointment log is needed (Q-206)."""
    ana = await make_team_member(conn, tenant)
    response = await client.by(person).get(f"/schedule/{location_id}/{ana}/2026-02-02/2026-02-02")
    assert response.status_code == status
