"""GET /company/{location_id}/staff/schedule"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.schedules import MONDAY, set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import (
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    NEIGHBOUR,
    NOBODY,
    PARTNER,
    TRAINEE,
    Person,
)

LIST = f"/company/{HARBOUR}/staff/schedule"
WEEK = "start_date=2026-02-02&end_date=2026-02-08"
SLOTS = [{"from": "10:00", "to": "19:00"}]


def row(member_id: int, day: str = "2026-02-02", **fields: Any) -> dict[str, Any]:
    return {"staff_id": member_id, "team_member_id": member_id, "date": day, "slots": SLOTS, **fields}


@pytest.fixture
async def team(conn: Connection, tenant: Tenant) -> list[int]:
    """Ana and Bo, who comes first; Ana works on two days, is on leave on a third, and off on all others."""
    ana, bo = [await make_team_member(conn, tenant, name, weight=weight) for name, weight in (("Ana", 1), ("Bo", 2))]
    await set_hours(conn, tenant, ana, [date(2026, 2, 3), MONDAY, date(2026, 2, 9)])
    await set_hours(conn, tenant, bo)
    await conn.execute("INSERT INTO schedule_days VALUES (71, $1, '2026-02-04', '{}', 1)", ana)
    return [ana, bo]


async def test_working_days_are_listed_by_member(client: Client, team: list[int]) -> None:
    """Show that both names of the member are sent (Q-209)."""
    ana, bo = team
    answer = (await client.get(f"{LIST}?{WEEK}")).json()
    assert answer == {"success": True, "data": [row(bo), row(ana), row(ana, "2026-02-03")], "meta": {"count": 3}}


@pytest.mark.parametrize("ids", ["staff_ids[]={}&staff_ids[]=999999", "staff_ids={}", "team_member_ids={},999999"])
async def test_members_may_be_chosen(client: Client, team: list[int], ids: str) -> None:
    answer = (await client.get(f"{LIST}?{WEEK}&{ids.format(team[1])}")).json()
    assert answer["data"] == [row(team[1])]


async def test_what_is_included(client: Client, team: list[int]) -> None:
    """Show that days off with a reason are listed with their type (Q-210)."""
    ana = team[0]
    answer = (
        await client.get(f"{LIST}?{WEEK}&staff_ids[]={ana}&include[]=busy_intervals&include[]=off_day_type")
    ).json()
    both: dict[str, Any] = {"busy_intervals": [], "off_day_type": None}
    off = {**row(ana, "2026-02-04"), "slots": [], "busy_intervals": [], "off_day_type": 1}
    assert answer["data"] == [row(ana, **both), row(ana, "2026-02-03", **both), off]
    answer = (await client.get(f"{LIST}?{WEEK}&staff_ids[]={ana}&include[]=busy_intervals")).json()
    assert answer["data"] == [row(ana, busy_intervals=[]), row(ana, "2026-02-03", busy_intervals=[])]


@pytest.mark.parametrize(("first", "last"), [(0, 30), (None, 30), (0, None), (None, None), (None, -3), (5, None)])
async def test_the_period_has_defaults(
    client: Client, conn: Connection, tenant: Tenant, first: int | None, last: int | None
) -> None:
    """Show which days are listed without `start_date` or `end_date` (Q-211)."""
    ana = await make_team_member(conn, tenant)
    today = datetime.now(ZoneInfo("America/New_York")).date()
    await set_hours(conn, tenant, ana, [today + timedelta(days=number) for number in range(-40, 40)])
    sent = {"start_date": first, "end_date": last}
    written = {name: str(today + timedelta(days=day)) for name, day in sent.items() if day is not None}
    days = [found["date"] for found in (await client.get(LIST, params=written)).json()["data"]]
    begin = first if first is not None else min(0, last or 0)
    end = last if last is not None else begin + 30
    assert (days[0], days[-1]) == (str(today + timedelta(days=begin)), str(today + timedelta(days=end)))


FAULTS = [
    ("start_date=2026-02-02&end_date=2026-02-01", {"end_date": "Is before the first day."}),
    ("start_date=2026-01-01&end_date=2027-01-02", {"end_date": "A period may have at most 366 days."}),
    ("start_date=soon", {"start_date": "Expected a day, such as 2026-01-31."}),
    ("end_date=2026-02-30", {"end_date": "Expected a day, such as 2026-01-31."}),
    ("include[]=everything", {"include": "`everything` is not one of the documented values."}),
    ("staff_ids[]=ana", {"staff_ids": "Expected a whole number."}),
]


@pytest.mark.parametrize(("query", "faults"), FAULTS)
async def test_what_is_wrong_is_named(client: Client, query: str, faults: dict[str, str]) -> None:
    assert faults_of(await client.get(f"{LIST}?{query}")) == faults


async def test_who_is_not_in_the_calendar_is_left_out(
    client: Client, conn: Connection, hillside: Tenant, team: list[int]
) -> None:
    await set_hours(conn, hillside, await make_team_member(conn, hillside))
    await conn.execute("UPDATE team_members SET has_timetable = false WHERE id = $1", team[0])
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE id = $1", team[1])
    assert (await client.get(f"{LIST}?{WEEK}")).json()["data"] == []


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
async def test_who_may_read_it(client: Client, person: Person, location_id: int, status: int) -> None:
    assert (await client.by(person).get(f"/company/{location_id}/staff/schedule")).status_code == status


async def test_what_keeps_members_busy(client: Client, conn: Connection, tenant: Tenant, team: list[int]) -> None:
    """Show that what lasts over midnight has a part on each day, and that no-shows and deleted ones take no time."""
    ana, bo = team
    booked = await make_appointment(conn, tenant, ana, "2026-02-02 10:00", 90)
    late = await make_appointment(conn, tenant, ana, "2026-02-02 23:30", 60)
    await make_appointment(conn, tenant, ana, "2026-02-02 12:00", attendance="no_show")
    await make_appointment(conn, tenant, ana, "2026-02-02 13:00", deleted_at=datetime.now(UTC))
    other = await make_appointment(conn, tenant, bo, "2026-02-02 18:00")
    event = await make_event(conn, tenant, bo, await make_event_service(conn, tenant), "2026-02-02 15:00")
    await book_seats(conn, tenant, event)

    answer = (await client.get(f"{LIST}?{WEEK}&include[]=busy_intervals")).json()

    assert answer["data"] == [
        row(
            bo,
            busy_intervals=[
                busy(event, "15:00:00", "16:00:00", "activity"),
                busy(other, "18:00:00", "19:00:00"),
            ],
        ),
        row(ana, busy_intervals=[busy(booked, "10:00:00", "11:30:00"), busy(late, "23:30:00", "24:00:00")]),
        row(ana, "2026-02-03", busy_intervals=[busy(late, "00:00:00", "00:30:00")]),
    ]


def busy(entity_id: int, begins: str, ends: str, entity_type: str = "record") -> dict[str, Any]:
    return {"entity_type": entity_type, "entity_id": entity_id, "from": begins, "to": ends}
