"""PUT /schedule/{location_id}/{team_member_id}, with a period in the address and without"""

import asyncio
from datetime import date
from typing import Any

import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

DAY = "2026-02-02"
NOON = [{"from": "9:00", "to": "12:00"}]
WEEK = "2026-02-02/2026-02-08"
MISSING = "This field is missing."
NO_TIME = "Expected a time between 00:00 and 24:00, such as 09:30."
REVERSED = "Must end after it begins; a night shift goes on in the next day."
LIST_DAYS = """
    SELECT day::text, minutes FROM schedule_days
    WHERE minutes <> '{}' OR off_day_kind IS NOT NULL ORDER BY team_member_id, day
"""


def day(date_: str = DAY, **fields: Any) -> dict[str, Any]:
    return {"date": date_, "is_working": True, "slots": NOON, **fields}


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


async def test_the_answer_is_every_day_of_the_period(client: Client, ana: int) -> None:
    """Show that the answer is a 201 with the days, which the contract doesn't describe (Q-202)."""
    response = await client.put(f"/schedule/{HARBOUR}/{ana}/2026-02-02/2026-02-03", [day()])
    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    data = [
        {"date": DAY, "is_working": 1, "slots": [{"from": "09:00", "to": "12:00"}]},
        {"date": "2026-02-03", "is_working": 0, "slots": []},
    ]
    assert response.json() == {"success": True, "data": data, "meta": []}
    read = await client.get(f"/schedule/{HARBOUR}/{ana}/2026-02-02/2026-02-03")
    assert (read.json(), read.headers["ETag"]) == (response.json(), '"1"')


async def test_the_shorter_address_does_the_same(client: Client, ana: int) -> None:
    days = [day("20260204"), day("2026-02-02", is_working=0)]
    response = await client.put(f"/schedule/{HARBOUR}/{ana}", days)
    assert response.status_code == 201
    assert [found["is_working"] for found in response.json()["data"]] == [0, 0, 1]


async def test_a_single_day_needs_no_list(client: Client, ana: int) -> None:
    """Show that the body may be what the contract's schema says, one day (Q-203)."""
    for body in (day(), {"days": [day()]}, [day()]):
        response = await client.put(f"/schedule/{HARBOUR}/{ana}/{DAY}/{DAY}", body)
        assert response.json()["data"][0]["slots"] == [{"from": "09:00", "to": "12:00"}]


async def test_days_that_are_not_named_stay_and_named_ones_are_replaced(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await set_hours(conn, tenant, ana, [date(2026, 2, number) for number in (2, 3, 4)])
    body = [day(), day("2026-02-03", is_working=0, slots=[])]
    await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    rows = [tuple(row) for row in await conn.fetch(LIST_DAYS)]
    assert rows == [("2026-02-02", [540, 720]), ("2026-02-04", [600, 1140])]


ENDS = [
    ("24:00", 1440, "24:00"),
    ("00:00", 1440, "24:00"),
    ("0:00", 1440, "24:00"),
    ("23:59", 1439, "23:59"),
    ("9:05", 545, "09:05"),
    ("09:05:00", 545, "09:05"),
]


@pytest.mark.parametrize(("written", "stored", "shown"), ENDS)
async def test_the_end_of_a_slot(
    client: Client, conn: Connection, ana: int, written: str, stored: int, shown: str
) -> None:
    """Show that midnight is the end of the day, and 23:59 stays as it is (Q-204)."""
    body = [day(slots=[{"from": "0:00", "to": written}])]
    response = await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    assert response.json()["data"][0]["slots"] == [{"from": "00:00", "to": shown}]
    assert await conn.fetchval("SELECT minutes FROM schedule_days") == [0, stored]


async def test_slots_are_sorted_and_kept_apart(client: Client, ana: int) -> None:
    body = [day(slots=[{"from": "14:00", "to": "18:00"}, {"from": "12:00", "to": "14:00"}])]
    response = await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    assert response.json()["data"][0]["slots"] == [{"from": "12:00", "to": "14:00"}, {"from": "14:00", "to": "18:00"}]


SLOTS: list[tuple[Any, dict[str, str]]] = [
    ([{"from": "12:00", "to": "11:00"}], {"[0].slots[0]": REVERSED}),
    ([{"from": "12:00", "to": "12:00"}], {"[0].slots[0]": REVERSED}),
    ([{"from": "24:00", "to": "24:00"}], {"[0].slots[0]": REVERSED}),
    ([{"from": "22:00", "to": "06:00"}], {"[0].slots[0]": REVERSED}),
    ([*NOON, {"from": "11:59", "to": "13:00"}], {"[0].slots[1]": "Overlaps a slot before it."}),
    ([*NOON, *NOON], {"[0].slots[1]": "Overlaps a slot before it."}),
    ([{"from": "8:00", "to": "13:00"}, *NOON], {"[0].slots[1]": "Overlaps a slot before it."}),
    ([{"from": "24:01", "to": "25:00"}], {"[0].slots[0].from": NO_TIME, "[0].slots[0].to": NO_TIME}),
    ([{"from": "9:60", "to": "10"}], {"[0].slots[0].from": NO_TIME, "[0].slots[0].to": NO_TIME}),
    ([{"from": "９:00", "to": "10:00:30"}], {"[0].slots[0].from": NO_TIME, "[0].slots[0].to": NO_TIME}),
    ([{}], {"[0].slots[0].from": MISSING, "[0].slots[0].to": MISSING}),
    (["9-12"], {"[0].slots[0]": 'Expected an object, not "9-12".'}),
    ([], {"[0].slots": MISSING}),
    (NOON * 97, {"[0].slots": "Must be at most 96 long."}),
]


@pytest.mark.parametrize(("slots", "faults"), SLOTS)
async def test_the_place_of_a_bad_slot_is_named(
    client: Client, conn: Connection, ana: int, slots: Any, faults: dict[str, str]
) -> None:
    response = await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", [day(slots=slots)])
    assert faults_of(response) == faults
    assert await conn.fetchval("SELECT count(*) FROM schedule_days") == 0


NO_DAY = "Expected a day, such as 2026-01-31."
DAYS: list[tuple[Any, dict[str, str]]] = [
    ([day(), day("2026-02-09")], {"[1].date": "Must be from 2026-02-02 to 2026-02-08."}),
    ([day("2026-02-01")], {"[0].date": "Must be from 2026-02-02 to 2026-02-08."}),
    ([day(), day("20260202", is_working=0)], {"[1].date": "2026-02-02 of team member {} is named before."}),
    ([day(), day("2026-02-30")], {"[1].date": NO_DAY}),
    ([day("soon"), day(is_working="perhaps")], {
        "[0].date": NO_DAY, "[1].is_working": 'Expected true or false, not "perhaps".'}),
    ([day(), {}], {"[1].date": MISSING, "[1].is_working": MISSING}),
    ([{"date": DAY, "is_working": 1}], {"[0].slots": MISSING}),
    ([day(is_working=0, off_day_type=5)], {"[0].off_day_type": "Must be at most 4."}),
    ([], {"body": "Must not be empty."}),
    ([5], {"[0]": "Expected an object, not 5."}),
    ([day()] * 367, {"body": "Must be at most 366 long."}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "faults"), DAYS)
async def test_the_place_of_a_bad_day_is_named(
    client: Client, conn: Connection, ana: int, body: Any, faults: dict[str, str]
) -> None:
    response = await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    assert faults_of(response) == {field: message.format(ana) for field, message in faults.items()}
    assert await conn.fetchval("SELECT count(*) FROM schedule_days") == 0


async def test_the_shorter_address_takes_days_within_a_year(client: Client, ana: int) -> None:
    days = [day("2027-02-03"), day("2026-02-02")]
    assert faults_of(await client.put(f"/schedule/{HARBOUR}/{ana}", days)) == {
        "[0].date": "A period may have at most 366 days."
    }
    assert (await client.put(f"/schedule/{HARBOUR}/{ana}", [day("2027-02-02"), day()])).status_code == 201


async def test_who_has_no_timetable_gets_no_schedule(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show that writing is refused, with the reason (Q-205)."""
    ana = await make_team_member(conn, tenant, has_timetable=False)
    for path in (f"/schedule/{HARBOUR}/{ana}", f"/schedule/{HARBOUR}/{ana}/{WEEK}"):
        assert faults_of(await client.put(path, [day()])) == {
            "team_member_id": f"Team member {ana} has no access to the appointment calendar (has_access_timetable), "
            "and so no schedule."
        }


async def test_no_day_may_be_named_twice_without_a_period(client: Client, ana: int) -> None:
    days = [day(), day("20260203"), day(is_working=0)]
    assert faults_of(await client.put(f"/schedule/{HARBOUR}/{ana}", days)) == {
        "[2].date": f"2026-02-02 of team member {ana} is named before."
    }


@pytest.mark.parametrize(
    ("period", "faults"),
    [
        ("2026-02-08/2026-02-02", {"end_date": "Is before the first day."}),
        ("2026-01-01/2027-01-02", {"end_date": "A period may have at most 366 days."}),
        ("soon/2026-02-02", {"start_date": "Expected a day, such as 2026-01-31."}),
    ],
)
async def test_what_is_no_period_is_refused(client: Client, ana: int, period: str, faults: dict[str, str]) -> None:
    assert faults_of(await client.put(f"/schedule/{HARBOUR}/{ana}/{period}", [day()])) == faults


async def test_a_later_writer_with_a_revision_gets_a_conflict(client: Client, conn: Connection, ana: int) -> None:
    """Show that the ETag counts the changes of the whole schedule (Q-207)."""
    path = f"/schedule/{HARBOUR}/{ana}/{WEEK}"
    seen = {"If-Match": (await client.get(path)).headers["ETag"]}
    assert (await client.put(path, [day()], headers=seen)).headers["ETag"] == '"1"'
    late = await client.put(path, [day("2026-02-03")], headers=seen)
    assert late.status_code == 412, late.text
    assert [row["day"] for row in await conn.fetch(LIST_DAYS)] == [DAY]
    assert (await client.put(path, [day("2026-02-03")], headers={"If-Match": '"1"'})).status_code == 201


async def test_a_member_who_is_changed_meanwhile_counts_as_changed(client: Client, conn: Connection, ana: int) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE team_members SET has_timetable = false WHERE id = $1", ana)
        late = asyncio.create_task(client.put(f"/schedule/{HARBOUR}/{ana}", [day()]))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 422
    assert await conn.fetchval("SELECT count(*) FROM schedules") == 0


async def test_without_a_revision_the_last_writer_wins_whole_days(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    async with conn.transaction():
        await set_hours(conn, tenant, ana, [date(2026, 2, 2), date(2026, 2, 3)])
        late = asyncio.create_task(client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", [day()]))
        await wait_until_blocked(conn, late)
    assert (await late).headers["ETag"] == '"2"'
    rows = [tuple(row) for row in await conn.fetch(LIST_DAYS)]
    assert rows == [("2026-02-02", [540, 720]), ("2026-02-03", [600, 1140])]


async def test_days_that_do_not_change_are_no_change(client: Client, conn: Connection, ana: int) -> None:
    path = f"/schedule/{HARBOUR}/{ana}/{WEEK}"
    for _ in range(2):
        response = await client.put(path, [day(), day("2026-02-03", is_working=0)])
        assert response.headers["ETag"] == '"1"'
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE entity = 'schedule'") == 1


async def test_the_audit_log_has_one_entry_for_all_days(
    client: Client, conn: Connection, tenant: Tenant, ana: int
) -> None:
    await set_hours(conn, tenant, ana, [date(2026, 2, 2), date(2026, 2, 3)])
    await conn.execute("DELETE FROM audit_log")
    body = [day(), day("2026-02-03", is_working=0), day("2026-02-04", is_working=0, off_day_type=2)]
    await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    (row,) = await conn.fetch("SELECT * FROM audit_log WHERE entity = 'schedule'")
    assert (row["action"], row["entity_id"], row["location_id"], row["user_id"], row["origin"]) == (
        "changed", ana, HARBOUR, OWNER.id, "api"
    )  # fmt: skip
    nineteen = [600, 1140]
    assert msgspec.json.decode(row["before"]) == {DAY: nineteen, "2026-02-03": nineteen, "2026-02-04": None}
    assert msgspec.json.decode(row["after"]) == {DAY: [540, 720], "2026-02-03": None, "2026-02-04": 2}


LAST_DAYS = [
    ([day("2026-02-06")], "2026-02-06"),
    ([day("2026-02-05", is_working=0)], "2026-02-03"),
    ([day("2026-02-05", is_working=0, off_day_type=1)], "2026-02-03"),
    ([day("2026-02-05", is_working=0), day("2026-02-03", is_working=0)], None),
    ([day("2026-02-05", is_working=0), day("2026-02-04")], "2026-02-04"),
    ([day("2026-02-03", is_working=0)], "2026-02-05"),
]


@pytest.mark.parametrize(("body", "expected"), LAST_DAYS)
async def test_the_last_day_of_the_schedule_is_kept(
    client: Client, conn: Connection, tenant: Tenant, ana: int, body: Any, expected: str | None
) -> None:
    await set_hours(conn, tenant, ana, [date(2026, 2, 3), date(2026, 2, 5)])
    await client.put(f"/schedule/{HARBOUR}/{ana}/{WEEK}", body)
    assert await conn.fetchval("SELECT last_day::text FROM schedules") == expected


@pytest.mark.parametrize(
    ("person", "status"),
    [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)],
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, ana: int, person: Person, status: int) -> None:
    for path in (f"/schedule/{HARBOUR}/{ana}", f"/schedule/{HARBOUR}/{ana}/{WEEK}"):
        assert (await client.by(person).put(path, [day()])).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM schedule_days") == 0


async def test_members_of_others_are_unknown(client: Client, conn: Connection, hillside: Tenant) -> None:
    elsewhere = await make_team_member(conn, hillside)
    for path in (f"/schedule/{HARBOUR}/{elsewhere}", f"/schedule/{HARBOUR}/{elsewhere}/{WEEK}"):
        assert (await client.put(path, [day()])).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM schedules") == 0
