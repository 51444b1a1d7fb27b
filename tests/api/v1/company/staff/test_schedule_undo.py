"""POST /company/{location_id}/staff/schedule/undo"""

import asyncio
from datetime import date
from typing import Any

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.schedules import set_hours
from tests.support.factories.team import make_team_member
from tests.support.people import ADMINISTRATOR, HARBOUR, MANAGER, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

CHANGE = f"/company/{HARBOUR}/staff/schedule"
UNDO = f"{CHANGE}/undo"
DAY = "2026-02-02"
NOON = [{"from": "9:00", "to": "12:00"}]
LIST_DAYS = """
    SELECT team_member_id, day::text, minutes, off_day_kind FROM schedule_days
    WHERE minutes <> '{}' OR off_day_kind IS NOT NULL ORDER BY team_member_id, day
"""
CHANGED_SINCE = "A schedule that you changed last has been changed again since, so your change can't be undone."
NOTHING = "You have changed no schedule in this location."


@pytest.fixture
async def team(conn: Connection, tenant: Tenant) -> list[int]:
    """Ana, who works on two days and is on leave on a third, and Bo, who doesn't work yet."""
    ana, bo = [await make_team_member(conn, tenant, name) for name in ("Ana", "Bo")]
    await set_hours(conn, tenant, ana, [date(2026, 2, 2), date(2026, 2, 3)])
    await conn.execute("INSERT INTO schedule_days VALUES (71, $1, '2026-02-04', '{}', 1)", ana)
    return [ana, bo]


@pytest.fixture
async def manager(conn: Connection) -> Tenant:
    """The manager of HARBOUR."""
    return await get_tenant(conn, Identity(1, MANAGER.id, MANAGER.id), HARBOUR)


def setting(*member_ids: int) -> dict[str, Any]:
    days = [DAY, "2026-02-04", "2026-02-05"]
    return {"schedules_to_set": [{"staff_id": member_id, "dates": days, "slots": NOON} for member_id in member_ids]}


async def stored(conn: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await conn.fetch(LIST_DAYS)]


async def refusal(client: Client) -> str:
    response = await client.post(UNDO)
    assert response.status_code == 409, response.text
    message: str = response.json()["meta"]["message"]
    return message


async def test_the_last_change_is_taken_back_as_a_whole(client: Client, conn: Connection, team: list[int]) -> None:
    """Show that an undo is ours, and can be undone itself (Q-213)."""
    before = await stored(conn)
    await client.put(CHANGE, setting(*team))
    after = await stored(conn)
    answer = (await client.post(UNDO)).json()
    ana = {"staff_id": team[0], "team_member_id": team[0], "slots": [{"from": "10:00", "to": "19:00"}]}
    assert answer["data"] == [{**ana, "date": DAY}, {**ana, "date": "2026-02-03"}]
    assert await stored(conn) == before
    assert (await client.post(UNDO)).json()["meta"]["count"] == 7
    assert await stored(conn) == after


async def test_the_last_day_and_the_revision_follow(client: Client, conn: Connection, team: list[int]) -> None:
    await client.put(CHANGE, setting(*team))
    await client.post(UNDO)
    rows = await conn.fetch("SELECT revision, last_day::text FROM schedules ORDER BY team_member_id")
    assert [tuple(row) for row in rows] == [(3, "2026-02-03"), (2, None)]
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE entity = 'schedule'") == 5


async def test_a_change_of_somebody_else_since_is_in_the_way(client: Client, conn: Connection, team: list[int]) -> None:
    ana, bo = team
    await client.put(CHANGE, setting(ana, bo))
    await client.by(MANAGER).put(CHANGE, {"schedules_to_delete": [{"staff_id": bo, "dates": [DAY]}]})
    expected = await stored(conn)
    assert await refusal(client) == CHANGED_SINCE
    assert await stored(conn) == expected


async def test_a_change_of_other_members_is_not(client: Client, conn: Connection, team: list[int]) -> None:
    ana, bo = team
    await client.put(CHANGE, setting(ana))
    await client.by(MANAGER).put(CHANGE, setting(bo))
    await client.post(UNDO)
    assert [row[0] for row in await stored(conn)] == [ana] * 3 + [bo] * 3


async def test_an_older_change_is_never_taken_for_the_last_one(
    client: Client, conn: Connection, team: list[int]
) -> None:
    ana, bo = team
    await client.put(CHANGE, setting(ana))
    await client.put(CHANGE, setting(bo))
    await client.by(MANAGER).put(f"/schedule/{HARBOUR}/{bo}", [{"date": DAY, "is_working": 0}])
    assert await refusal(client) == CHANGED_SINCE


async def test_who_changed_nothing_has_nothing_to_undo(client: Client, team: list[int]) -> None:
    await client.by(MANAGER).put(CHANGE, setting(*team))
    assert await refusal(client.by(ADMINISTRATOR)) == NOTHING


async def test_a_member_who_left_is_in_the_way(client: Client, conn: Connection, team: list[int]) -> None:
    for change in ("deleted_at = now()", "deleted_at = NULL, has_timetable = false"):
        await conn.execute("UPDATE team_members SET deleted_at = NULL, has_timetable = true")
        await client.put(CHANGE, setting(*team))
        await conn.execute(f"UPDATE team_members SET {change} WHERE id = $1", team[0])  # one of ours
        assert await refusal(client) == CHANGED_SINCE


async def test_a_change_that_is_made_meanwhile_is_in_the_way(
    client: Client, conn: Connection, manager: Tenant, team: list[int]
) -> None:
    await client.put(CHANGE, setting(*team))
    async with conn.transaction():
        await set_hours(conn, manager, team[0], [date(2026, 2, 6)])
        late = asyncio.create_task(client.post(UNDO))
        await wait_until_blocked(conn, late)
    assert (await late).json()["meta"]["message"] == CHANGED_SINCE


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403)])
async def test_who_may_not_is_refused(client: Client, team: list[int], person: Person, status: int) -> None:
    assert (await client.by(person).post(UNDO)).status_code == status
