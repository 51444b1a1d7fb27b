"""Whose schedules the rights master_id and position_id show, and since when last_days_count does (Q-195)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

LIST = f"/company/{HARBOUR}/staff/schedule"
NOON = [{"from": "09:00", "to": "12:00"}]


@pytest.fixture
def today(tenant: Tenant) -> date:
    return datetime.now(ZoneInfo(str(tenant.timezone))).date()


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant, today: date) -> int:
    """A stylist who works on five days, of which today is the last but one."""
    position_id = await make_position(conn, tenant)
    member_id = await make_team_member(conn, tenant, position_id=position_id)
    await set_hours(conn, tenant, member_id, [today + timedelta(days=number) for number in range(-3, 2)])
    return member_id


@pytest.fixture
async def bo(conn: Connection, tenant: Tenant, today: date) -> int:
    """Works as nothing in particular, today only."""
    member_id = await make_team_member(conn, tenant, "Bo")
    await set_hours(conn, tenant, member_id, [today])
    return member_id


@pytest.fixture(params=["master_id", "position_id"])
async def limited(request: pytest.FixtureRequest, client: Client, conn: Connection, ana: int, bo: int) -> Client:
    """A manager who sees Ana alone: by her id, or by her position."""
    position_id = await conn.fetchval("SELECT position_id FROM team_members WHERE id = $1", ana)
    value = {"master_id": ana, "position_id": position_id}[request.param]
    return client.by(await make_member(conn, "rita", "manager", **{request.param: value}))


@pytest.fixture
async def recent(client: Client, conn: Connection) -> Client:
    """A manager who sees one past day."""
    return client.by(await make_member(conn, "rita", "manager", last_days_count=1))


def part(member_id: int, day: date) -> dict[str, object]:
    return {"staff_id": member_id, "dates": [str(day)], "slots": NOON}


async def test_others_are_not_shown(limited: Client, ana: int, bo: int, today: date) -> None:
    for query in ("", f"&staff_ids={bo}", f"&staff_ids={ana},{bo}"):
        answer = await limited.get(f"{LIST}?start_date={today}&end_date={today}{query}")
        shown = [row["staff_id"] for row in answer.json()["data"]]
        assert shown == ([] if query == f"&staff_ids={bo}" else [ana])
    for address in (
        f"/schedule/{HARBOUR}/{{}}/{today}/{today}",
        f"/timetable/seances/{HARBOUR}/{{}}/{today}",
        f"/timetable/dates/{HARBOUR}/{today}?staff_id={{}}",
    ):
        assert (await limited.get(address.format(ana))).status_code == 200
        assert (await limited.get(address.format(bo))).status_code == 404


async def test_dates_are_those_of_the_visible(
    limited: Client, conn: Connection, tenant: Tenant, bo: int, today: date
) -> None:
    later = today + timedelta(days=7)
    await set_hours(conn, tenant, bo, [later])
    dates = (await limited.get(f"/timetable/dates/{HARBOUR}/{today}")).json()["data"]
    assert dates == [str(today), str(today + timedelta(days=1))]


async def test_others_cannot_be_changed(limited: Client, conn: Connection, ana: int, bo: int, today: date) -> None:
    both = await limited.put(LIST, {"schedules_to_set": [part(ana, today), part(bo, today)]})
    assert faults_of(both).keys() == {"schedules_to_set[1].team_member_id"}
    unknown = await limited.put(LIST, {"schedules_to_set": [part(ana, today), part(999, today)]})
    assert faults_of(unknown) == faults_of(both)
    alone = await limited.put(f"/schedule/{HARBOUR}/{bo}/{today}/{today}", [{"date": str(today), "is_working": 0}])
    assert alone.status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM schedules WHERE revision > 1") == 0
    assert (await limited.put(LIST, {"schedules_to_set": [part(ana, today)]})).status_code == 200


async def test_older_days_are_not_shown(recent: Client, ana: int, today: date) -> None:
    first, yesterday, tomorrow = (today + timedelta(days=number) for number in (-3, -1, 1))
    visible = [str(yesterday), str(today), str(tomorrow)]
    listed = (await recent.get(f"{LIST}?start_date={first}&end_date={tomorrow}")).json()["data"]
    assert [row["date"] for row in listed] == visible
    one = (await recent.get(f"/schedule/{HARBOUR}/{ana}/{first}/{tomorrow}")).json()["data"]
    assert [row["date"] for row in one] == visible
    assert (await recent.get(f"/schedule/{HARBOUR}/{ana}/{first}/{first}")).json()["data"] == []
    assert (await recent.get(f"/timetable/dates/{HARBOUR}/{first}")).json()["data"] == visible
    assert (await recent.get(f"/timetable/seances/{HARBOUR}/{ana}/{first}")).json()["data"] == []
    assert (await recent.get(f"/timetable/seances/{HARBOUR}/{ana}/{yesterday}")).json()["data"] != []


async def test_older_days_cannot_be_changed(recent: Client, conn: Connection, ana: int, today: date) -> None:
    old, yesterday = today - timedelta(days=2), today - timedelta(days=1)
    message = f"Must not be before {yesterday}."
    bulk = await recent.put(LIST, {"schedules_to_set": [part(ana, yesterday), part(ana, old)]})
    assert faults_of(bulk) == {"schedules_to_set[1].dates[0]": message}
    address = f"/schedule/{HARBOUR}/{ana}/{old}/{today}"
    for path in (address, f"/schedule/{HARBOUR}/{ana}"):
        alone = await recent.put(path, [{"date": str(old), "is_working": 0}])
        assert faults_of(alone) == {"[0].date": message}
    assert await conn.fetchval("SELECT revision FROM schedules") == 1
    changed = await recent.put(address, [{"date": str(today), "is_working": 0}])
    assert [row["date"] for row in changed.json()["data"]] == [str(yesterday), str(today)]


async def test_without_limits_all_is_shown(client: Client, conn: Connection, ana: int, bo: int, today: date) -> None:
    person = await make_member(conn, "rita", "manager", master_id=0, position_id=0, last_days_count=0)
    first = today - timedelta(days=3)
    listed = await client.by(person).get(f"{LIST}?start_date={first}&end_date={today}")
    assert [row["staff_id"] for row in listed.json()["data"]] == [ana] * 4 + [bo]
