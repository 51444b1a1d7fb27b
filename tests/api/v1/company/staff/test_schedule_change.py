"""PUT /company/{location_id}/staff/schedule"""

import asyncio
from datetime import date
from typing import Any

import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import MONDAY, set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

CHANGE = f"/company/{HARBOUR}/staff/schedule"
DAY, NEXT_DAY = "2026-02-02", "2026-02-03"
NOON = [{"from": "9:00", "to": "12:00"}]
SHOWN = [{"from": "09:00", "to": "12:00"}]
MISSING = "This field is missing."
NO_DAY = "Expected a day, such as 2026-01-31."
LIST_DAYS = """
    SELECT team_member_id, day::text, minutes, off_day_kind FROM schedule_days
    WHERE minutes <> '{}' OR off_day_kind IS NOT NULL ORDER BY team_member_id, day
"""


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


def part(member_id: int, **fields: Any) -> dict[str, Any]:
    return {"staff_id": member_id, "dates": [DAY], "slots": NOON, **fields}


def setting(*parts: Any, **rest: Any) -> dict[str, Any]:
    return {"schedules_to_set": [*parts], **rest}


async def stored(conn: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await conn.fetch(LIST_DAYS)]


async def test_the_answer_has_the_members_from_the_earliest_to_the_latest_day(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    bo, eve = [await make_team_member(conn, tenant, name) for name in ("Bo", "Eve")]
    await set_hours(conn, tenant, bo, [date(2026, 2, number) for number in (1, 2, 4, 5, 6)])
    await set_hours(conn, tenant, eve)
    body = setting(part(ana, dates=["2026-02-05", DAY]), schedules_to_delete=[{"staff_id": bo, "dates": ["20260204"]}])
    response = await client.put(CHANGE, body)
    assert response.status_code == 200
    kept = [{"from": "10:00", "to": "19:00"}]
    expected = [(ana, DAY, SHOWN), (ana, "2026-02-05", SHOWN), (bo, DAY, kept), (bo, "2026-02-05", kept)]
    data = [{"staff_id": id_, "team_member_id": id_, "date": day, "slots": slots} for id_, day, slots in expected]
    assert response.json() == {"success": True, "data": data, "meta": {"count": 4}}


@pytest.mark.parametrize(
    "names",
    [
        {"team_member_id": None, "dates": [DAY]},
        {"staff_id": None, "dates": [DAY]},
        {"team_member_id": None, "date": DAY},
        {"staff_id": None, "date": "20260202"},
        {"master_id": None, "dates": [], "date": DAY},
    ],
)
async def test_members_and_dates_have_several_names(
    client: Client, conn: Connection, ana: int, names: dict[str, Any]
) -> None:
    """Show that older and newer clients are understood (Q-209)."""
    named = {name: ana if value is None else value for name, value in names.items()}
    assert (await client.put(CHANGE, setting({**named, "slots": NOON}))).status_code == 200
    assert await stored(conn) == [(ana, DAY, [540, 720], None)]
    assert (await client.put(CHANGE, {"schedules_to_delete": [named]})).json()["data"] == []
    assert await stored(conn) == []


async def test_date_adds_to_dates(client: Client, conn: Connection, ana: int) -> None:
    await client.put(CHANGE, setting(part(ana, date=NEXT_DAY)))
    assert [row[1] for row in await stored(conn)] == [DAY, NEXT_DAY]


async def test_a_day_off_may_have_a_reason(client: Client, conn: Connection, tenant: Tenant, ana: int) -> None:
    """Show what `off_day_type` does when days are deleted (Q-210)."""
    await set_hours(conn, tenant, ana)
    deleted = {"staff_id": ana, "dates": [DAY, NEXT_DAY], "off_day_type": 1}
    assert (await client.put(CHANGE, {"schedules_to_delete": [deleted]})).json()["data"] == []
    assert await stored(conn) == [(ana, DAY, [], 1), (ana, NEXT_DAY, [], 1)]
    await client.put(CHANGE, setting(part(ana)))
    assert await stored(conn) == [(ana, DAY, [540, 720], None), (ana, NEXT_DAY, [], 1)]


async def test_a_day_without_slots_is_a_day_off(client: Client, conn: Connection, tenant: Tenant, ana: int) -> None:
    await set_hours(conn, tenant, ana)
    await client.put(CHANGE, setting(part(ana, slots=[])))
    assert await stored(conn) == []


@pytest.mark.parametrize("body", [{}, {"schedules_to_set": []}, {"schedules_to_set": [], "schedules_to_delete": []}])
async def test_nothing_may_be_changed(client: Client, body: dict[str, Any]) -> None:
    assert (await client.put(CHANGE, body)).json() == {"success": True, "data": [], "meta": {"count": 0}}


NO_MEMBER = "There is no such team member in this location."
FAULTS: list[tuple[Any, dict[str, str]]] = [
    (
        {"schedules_to_set": [{}], "schedules_to_delete": [{}]},
        {"schedules_to_set[0].team_member_id": MISSING, "schedules_to_delete[0].team_member_id": MISSING},
    ),
    (
        {"schedules_to_set": [{"staff_id": 1}], "schedules_to_delete": [{"staff_id": 1}]},
        {
            "schedules_to_set[0].dates": MISSING,
            "schedules_to_set[0].slots": MISSING,
            "schedules_to_delete[0].dates": MISSING,
        },
    ),
    (
        setting(part(1), part(1, dates=[DAY, "soon", 5]), part(1, slots=[{"from": "9:00", "to": "8:00"}])),
        {
            "schedules_to_set[1].dates": 'Expected a list, not ["2026-02-02", "soon", 5].',
            "schedules_to_set[2].slots[0]": "Must end after it begins; a night shift goes on in the next day.",
        },
    ),
    (setting(part(1, dates=[DAY, "soon"])), {"schedules_to_set[0].dates[1]": NO_DAY}),
    (setting(part(1, date="soon")), {"schedules_to_set[0].date": NO_DAY}),
    (
        setting(part(1), part(2), part(3, slots=[*NOON, {"from": "11:00", "to": "13:00"}])),
        {"schedules_to_set[2].slots[1]": "Overlaps a slot before it."},
    ),
    (
        {"schedules_to_delete": [{"staff_id": 1, "dates": ["x"], "off_day_type": 9}]},
        {"schedules_to_delete[0].dates[0]": NO_DAY, "schedules_to_delete[0].off_day_type": "Must be at most 4."},
    ),
    ({"schedules_to_set": 5}, {"schedules_to_set": "Expected a list, not 5."}),
    (setting(part(1, dates=[DAY] * 367)), {"schedules_to_set[0].dates": "Must be at most 366 long."}),
]


@pytest.mark.parametrize(("body", "faults"), FAULTS)
async def test_the_place_of_what_is_wrong_is_named(client: Client, body: Any, faults: dict[str, str]) -> None:
    found = faults_of(await client.put(CHANGE, body))
    assert found == faults


async def test_members_are_named_each_and_nothing_is_done(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, ana: int
) -> None:
    """Show that a member without a timetable is refused with the reason (Q-205)."""
    elsewhere = await make_team_member(conn, hillside)
    without = await make_team_member(conn, tenant, has_timetable=False)
    body = setting(
        part(ana), part(elsewhere), part(without), schedules_to_delete=[{"staff_id": 999_999, "dates": [DAY]}]
    )
    no_timetable = f"Team member {without} has no access to the appointment calendar (has_access_timetable), "
    assert faults_of(await client.put(CHANGE, body)) == {
        "schedules_to_set[1].team_member_id": NO_MEMBER,
        "schedules_to_set[2].team_member_id": f"{no_timetable}and so no schedule.",
        "schedules_to_delete[0].team_member_id": NO_MEMBER,
    }
    assert await stored(conn) == []


async def test_no_day_may_be_named_twice(client: Client, conn: Connection, ana: int) -> None:
    """Show that setting and deleting the same day is a mistake (Q-208)."""
    body = setting(
        part(ana, dates=[DAY, NEXT_DAY, DAY]),
        part(ana, dates=["2026-02-04", "20260203"]),
        schedules_to_delete=[{"staff_id": ana, "date": DAY}],
    )
    twice = "{} of team member {} is named before."
    assert faults_of(await client.put(CHANGE, body)) == {
        "schedules_to_set[0].dates[2]": twice.format(DAY, ana),
        "schedules_to_set[1].dates[1]": twice.format(NEXT_DAY, ana),
        "schedules_to_delete[0].dates[0]": twice.format(DAY, ana),
    }
    assert await stored(conn) == []


async def test_too_many_days_are_refused(client: Client, ana: int) -> None:
    pattern = {"rules": [{"slots": NOON}]}
    body = setting(*[{"staff_id": ana, "pattern": pattern}] * 101)
    assert faults_of(await client.put(CHANGE, body)) == {
        "schedules_to_set": "Change at most 36600 days of team members at once."
    }


async def test_each_member_gets_one_audit_entry_and_one_revision(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    bo = await make_team_member(conn, tenant, "Bo")
    await set_hours(conn, tenant, bo)
    await conn.execute("DELETE FROM audit_log")
    deleted = [{"staff_id": bo, "dates": [DAY]}, {"staff_id": ana, "dates": ["2026-02-04"], "off_day_type": 1}]
    await client.put(CHANGE, setting(part(ana), part(ana, dates=[NEXT_DAY]), schedules_to_delete=deleted))
    rows = await conn.fetch(
        "SELECT entity_id, before, after FROM audit_log WHERE entity = 'schedule' ORDER BY entity_id"
    )
    assert [tuple(map(msgspec.json.decode, (str(row[0]), row[1], row[2]))) for row in rows] == [
        (ana, dict.fromkeys([DAY, NEXT_DAY, "2026-02-04"]), {DAY: [540, 720], NEXT_DAY: [540, 720], "2026-02-04": 1}),
        (bo, {DAY: [600, 1140]}, {DAY: None}),
    ]
    revisions = await conn.fetch("SELECT revision FROM schedules ORDER BY team_member_id")
    assert [row[0] for row in revisions] == [1, 2]


async def test_the_later_of_two_writers_wins_whole_days(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    async with conn.transaction():
        await set_hours(conn, tenant, ana, [MONDAY, date(2026, 2, 3)], [600, 720, 780, 1140])
        late = asyncio.create_task(client.put(CHANGE, setting(part(ana))))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 200
    assert await stored(conn) == [(ana, DAY, [540, 720], None), (ana, NEXT_DAY, [600, 720, 780, 1140], None)]


async def test_writers_in_opposite_order_do_not_deadlock(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    bo = await make_team_member(conn, tenant, "Bo")
    bodies = [setting(part(one), part(other)) for one, other in ((ana, bo), (bo, ana)) * 8]
    answers = await asyncio.gather(*(client.put(CHANGE, body) for body in bodies))
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, ana: int, person: Person, status: int) -> None:
    assert (await client.by(person).put(CHANGE, setting(part(ana)))).status_code == status
    assert await stored(conn) == []
