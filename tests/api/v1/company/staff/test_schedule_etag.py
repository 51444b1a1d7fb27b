"""The ETag of several schedules (Q-194): GET and PUT /company/{location_id}/staff/schedule"""

import asyncio
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR
from tests.support.waiting import wait_until_blocked

CHANGE = f"/company/{HARBOUR}/staff/schedule"
DAY, NEXT_DAY = "2026-02-02", "2026-02-03"
NOON = [{"from": "09:00", "to": "12:00"}]


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


@pytest.fixture
async def bo(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant, "Bo")


async def put(client: Client, *member_ids: int, day: str = DAY, etag: str | None = None) -> httpx.Response:
    """Set a day of these members, if they have the ETag."""
    body = {"schedules_to_set": [{"staff_id": each, "dates": [day], "slots": NOON} for each in member_ids]}
    return await client.put(CHANGE, body, headers={"If-Match": etag} if etag else None)


async def etag_of(client: Client, *member_ids: int) -> str:
    ids = ",".join(map(str, member_ids))
    etag: str = (await client.get(f"{CHANGE}?start_date={DAY}&staff_ids={ids}")).headers["ETag"]
    return etag


async def test_what_was_read_or_changed_last_can_be_changed(client: Client, ana: int, bo: int) -> None:
    assert await etag_of(client, ana, bo) == '"0"'
    first = await put(client, ana, bo, etag='"0"')
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    assert await etag_of(client, ana, bo) == '"2"'
    second = await put(client, bo, ana, day=NEXT_DAY, etag='"2"')
    assert (second.status_code, second.headers["ETag"]) == (200, '"4"')
    same = await put(client, ana, bo, day=NEXT_DAY, etag='"4"')
    assert (same.status_code, same.headers["ETag"]) == (200, '"4"')


async def test_after_another_change_of_one_of_them_it_is_a_412(
    client: Client, conn: Connection, ana: int, bo: int
) -> None:
    etag = await etag_of(client, ana, bo)
    await put(client, bo, day=NEXT_DAY)
    late = await put(client, ana, bo, etag=etag)
    assert late.status_code == 412
    assert await conn.fetchval("SELECT count(*) FROM schedule_days WHERE team_member_id = $1", ana) == 0
    assert (await put(client, ana, bo, etag=await etag_of(client, ana, bo))).status_code == 200


async def test_a_change_of_a_member_who_is_not_named_does_no_harm(client: Client, ana: int, bo: int) -> None:
    etag = await etag_of(client, ana)
    await put(client, bo)
    assert (await put(client, ana, etag=etag)).status_code == 200


async def test_of_one_member_it_is_that_of_the_schedule(client: Client, ana: int) -> None:
    changed = await put(client, ana)
    one = await client.get(f"/schedule/{HARBOUR}/{ana}/{DAY}/{DAY}")
    assert one.headers["ETag"] == changed.headers["ETag"] == await etag_of(client, ana) == '"1"'


async def test_the_whole_team_has_none(client: Client, ana: int) -> None:
    assert "ETag" not in (await client.get(f"{CHANGE}?start_date={DAY}")).headers


async def test_members_of_other_locations_do_not_count(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, ana: int
) -> None:
    await put(client, ana)
    elsewhere = await make_team_member(conn, hillside)
    await conn.execute(
        """INSERT INTO schedules (chain_id, team_member_id, location_id, revision) VALUES ($1, $2, $3, 7)""",
        hillside.chain_id,
        elsewhere,
        hillside.location_id,
    )
    assert await etag_of(client, ana, elsewhere) == '"1"'


async def test_of_two_who_change_the_same_schedules_at_once_the_later_sees_a_conflict(
    client: Client, conn: Connection, ana: int, bo: int
) -> None:
    await put(client, ana, bo)
    etag = await etag_of(client, ana, bo)
    async with conn.transaction():
        await conn.execute("SELECT FROM schedules WHERE team_member_id = $1 FOR UPDATE", ana)
        both = [asyncio.create_task(put(client, ana, bo, day=day, etag=etag)) for day in (NEXT_DAY, "2026-02-04")]
        await wait_until_blocked(conn)
        await asyncio.sleep(0.05)
    answers: list[Any] = await asyncio.gather(*both)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert await conn.fetchval("SELECT count(DISTINCT day) FROM schedule_days WHERE minutes <> '{}'") == 2
