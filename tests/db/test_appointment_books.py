"""What the database keeps of appointments: busy minutes, attendance of visits, figures of clients."""

import asyncio
import random
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.resources import make_resource
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, HILLSIDE, OWNER
from tests.support.waiting import wait_until_blocked

BUSY = "SELECT day, busy FROM schedule_days WHERE chain_id = $1 AND team_member_id = $2 AND busy <> '{}' ORDER BY day"
OCCUPIED = "SELECT instance_ids, busy FROM resource_days WHERE chain_id = $1 AND resource_id = $2"
RESOURCE_DAYS = "SELECT instance_ids, busy FROM resource_days ORDER BY day"
FIGURES = """
    SELECT visit_count, first_visit_on, last_visit_on, sold_amount, balance FROM clients WHERE chain_id = $1 AND id = $2
"""


async def busy_of(conn: Connection, tenant: Tenant, member_id: int) -> dict[str, list[int]]:
    rows = await conn.fetch(BUSY, tenant.chain_id, member_id)
    return {str(row["day"]): row["busy"] for row in rows}


async def figures_of(conn: Connection, tenant: Tenant, client_id: int) -> list[Any]:
    (row,) = await conn.fetch(FIGURES, tenant.chain_id, client_id)
    return [*row.values()]


async def occupied(conn: Connection, tenant: Tenant, resource_id: int) -> list[Any]:
    (row,) = await conn.fetch(OCCUPIED, tenant.chain_id, resource_id)
    return [*row.values()]


async def change(conn: Connection, appointment_id: int, setting: str) -> None:
    await conn.execute(f"UPDATE appointments SET {setting} WHERE id = {appointment_id}")


async def set_zone(conn: Connection, tenant: Tenant, zone: str) -> None:
    await conn.execute(
        "UPDATE locations SET timezone = $1 WHERE chain_id = $2 AND id = $3", zone, tenant.chain_id, tenant.location_id
    )


async def test_a_member_is_busy_from_the_start_to_the_end(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)

    await make_appointment(conn, tenant, ana, "2026-03-02 12:30", 30)
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", 90)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [600, 690, 750, 780]}


async def test_an_appointment_over_midnight_takes_both_days(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left")
    left = [room.instances[0].id]

    await make_appointment(conn, tenant, ana, "2026-03-02 23:30", 75, resource_instance_ids=left)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [1410, 1440], "2026-03-03": [0, 45]}
    days = await conn.fetch(RESOURCE_DAYS)
    assert [tuple(day) for day in days] == [(left, [1410, 1440]), (left, [0, 45])]


async def test_what_ends_at_midnight_takes_nothing_of_the_next_day(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left")
    left = [room.instances[0].id]

    await make_appointment(conn, tenant, ana, "2026-03-02 23:00", resource_instance_ids=left)
    assert await conn.fetchval("SELECT array_agg(day::text) FROM schedule_days") == ["2026-03-02"]
    await make_appointment(conn, tenant, ana, "2026-03-03 10:00", resource_instance_ids=left)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [1380, 1440], "2026-03-03": [600, 660]}
    days = await conn.fetch(RESOURCE_DAYS)
    assert [tuple(day) for day in days] == [(left, [1380, 1440]), (left, [600, 660])]


@pytest.mark.parametrize("freed", ["deleted_at = now()", "attendance = 'no_show'"])
async def test_time_is_free_again(freed: str, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left")
    left = [room.instances[0].id]
    booked = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", resource_instance_ids=left)

    await change(conn, booked, freed)

    assert await busy_of(conn, tenant, ana) == {}
    assert await occupied(conn, tenant, room.id) == [[], []]
    await make_appointment(conn, tenant, ana, "2026-03-02 12:00", resource_instance_ids=left)
    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [720, 780]}
    assert await occupied(conn, tenant, room.id) == [left, [720, 780]]


async def test_a_moved_appointment_frees_the_old_member_and_day(conn: Connection, tenant: Tenant) -> None:
    ana, ben = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    booked = await make_appointment(conn, tenant, ana, "2026-03-02 10:00")

    await change(conn, booked, f"team_member_id = {ben}, day = '2026-03-04', starts_at = starts_at + interval '2 days'")

    assert (await busy_of(conn, tenant, ana), await busy_of(conn, tenant, ben)) == ({}, {"2026-03-04": [600, 660]})


async def test_minutes_are_real_ones_when_clocks_change(conn: Connection, tenant: Tenant) -> None:
    await set_zone(conn, tenant, "Europe/Berlin")
    ana = await make_team_member(conn, tenant)

    # Clocks go from 2:00 to 3:00: at 12:00 eleven hours of the day have gone by.
    booked = await make_appointment(conn, tenant, ana, "2026-03-29 12:00", day=date(2026, 3, 29),
                                    starts_at=datetime.fromisoformat("2026-03-29T12:00:00+02:00"))  # fmt: skip

    assert await busy_of(conn, tenant, ana) == {"2026-03-29": [660, 720]}
    await change(conn, booked, "duration = 86400")
    assert await busy_of(conn, tenant, ana) == {"2026-03-29": [660, 1380], "2026-03-30": [0, 720]}


@pytest.mark.parametrize("longer_first", [True, False])
async def test_instances_stand_in_the_order_of_their_intervals(
    conn: Connection, tenant: Tenant, longer_first: bool
) -> None:
    """Of two that begin together, the one that ends earlier comes first, whichever has the smaller id."""
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left", "Right")
    left, right = (instance.id for instance in room.instances)
    longer, shorter = (left, right) if longer_first else (right, left)

    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", 90, resource_instance_ids=[longer])
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", 30, resource_instance_ids=[shorter])

    assert await occupied(conn, tenant, room.id) == [[shorter, longer], [600, 630, 600, 690]]


async def test_many_that_overlap_stand_in_the_order_of_their_intervals(conn: Connection, tenant: Tenant) -> None:
    """However many begin or end together: by the beginning, by the end, then by the instance."""
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left", "Right")
    draw = random.Random(24)  # noqa: S311 - the same each time
    intervals = []
    for _ in range(26):
        hour, minutes, instance = draw.randrange(8, 14), 30 * draw.randrange(1, 4), draw.choice(room.instances).id
        await make_appointment(conn, tenant, ana, f"2026-03-02 {hour:02}:00", minutes, resource_instance_ids=[instance])
        intervals.append((60 * hour, 60 * hour + minutes, instance))
    intervals.sort()
    busy = [minute for begin, end, _ in intervals for minute in (begin, end)]

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": busy}
    assert await occupied(conn, tenant, room.id) == [[instance for *_, instance in intervals], busy]


@pytest.mark.parametrize("location_id", [HARBOUR, HILLSIDE])
async def test_each_location_has_its_own_clock(conn: Connection, location_id: int) -> None:
    tenant = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), location_id)
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left")

    booked = await make_appointment(conn, tenant, ana, "2026-03-02 00:30", resource_instance_ids=[room.instances[0].id])

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [30, 90]}
    assert await occupied(conn, tenant, room.id) == [[room.instances[0].id], [30, 90]]
    await change(conn, booked, "starts_at = starts_at + interval '1 hour'")
    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [90, 150]}


async def test_another_time_zone_keeps_the_hours_of_the_clock(conn: Connection, tenant: Tenant) -> None:
    """In this location, and in no other one."""
    ana = await make_team_member(conn, tenant)
    moved = await make_appointment(conn, tenant, ana, "2026-03-02 10:00")
    elsewhere = await make_appointment(conn, tenant, ana, "2026-03-04 10:00", location_id=HILLSIDE)
    starts = await conn.fetchval("SELECT starts_at FROM appointments WHERE id = $1", elsewhere)

    await set_zone(conn, tenant, "Asia/Tokyo")

    assert (await busy_of(conn, tenant, ana))["2026-03-02"] == [600, 660]
    found = [await conn.fetchval("SELECT starts_at FROM appointments WHERE id = $1", id_) for id_ in (moved, elsewhere)]
    assert found == [datetime.fromisoformat("2026-03-02T01:00Z"), starts]


async def test_resources_are_busy_by_their_instances(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Left", "Right")
    left, right = (instance.id for instance in room.instances)

    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", resource_instance_ids=[right])
    moved = await make_appointment(conn, tenant, ana, "2026-03-02 10:30", resource_instance_ids=[left])

    assert await occupied(conn, tenant, room.id) == [[right, left], [600, 660, 630, 690]]
    await change(conn, moved, "resource_instance_ids = '{}'")
    assert await occupied(conn, tenant, room.id) == [[right], [600, 660]]


async def test_a_visit_is_attended_when_any_of_its_appointments_is(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    first = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", attendance="confirmed")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    second = await make_appointment(conn, tenant, ana, "2026-03-02 11:00", visit_id=visit, attendance="no_show")

    seen = []
    for appointment, attendance in ((second, "arrived"), (second, "waiting"), (first, "no_show"), (second, "no_show")):
        await change(conn, appointment, f"attendance = '{attendance}'")
        seen.append(await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", visit))

    assert seen == ["arrived", "confirmed", "waiting", "no_show"]


@pytest.mark.parametrize("leaving", ["deleted_at = now()", "visit_id = {other}"])
async def test_an_appointment_that_leaves_a_visit_no_longer_counts(
    conn: Connection, tenant: Tenant, leaving: str
) -> None:
    ana = await make_team_member(conn, tenant)
    first = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", attendance="arrived")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    await make_appointment(conn, tenant, ana, "2026-03-02 11:00", visit_id=visit)
    moved = await make_appointment(conn, tenant, ana, "2026-03-03 11:00")
    other = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", moved)
    assert await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", visit) == "arrived"

    await change(conn, first, leaving.format(other=other))

    assert await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", visit) == "waiting"
    expected = "waiting" if leaving.startswith("deleted") else "arrived"
    assert await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", other) == expected


async def test_of_two_changes_at_the_same_time_both_count(conn: Connection, database_url: str, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    first = await make_appointment(conn, tenant, ana, "2026-03-02 10:00")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", first)
    second = await make_appointment(conn, tenant, ana, "2026-03-02 11:00", visit_id=visit)
    other = await asyncpg.connect(database_url)
    async with conn.transaction():
        await change(conn, first, "attendance = 'no_show'")
        late = asyncio.create_task(change(other, second, "attendance = 'no_show'"))
        await wait_until_blocked(conn, late)
    await late
    await other.close()
    assert await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", visit) == "no_show"


async def test_a_visit_is_waited_for_again_with_a_new_appointment(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    missed = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", attendance="no_show")
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", missed)

    await make_appointment(conn, tenant, ana, "2026-03-02 11:00", visit_id=visit)

    assert await conn.fetchval("SELECT attendance FROM visits WHERE id = $1", visit) == "waiting"


async def test_figures_of_a_client_follow_from_visits_that_were_attended(conn: Connection, tenant: Tenant) -> None:
    ana, maya = await make_team_member(conn, tenant), await make_client(conn, tenant, starting_sold=Decimal(10))
    service = await make_service(conn, tenant)
    for day, attendance in (("2026-03-02", "arrived"), ("2026-04-02", "arrived"), ("2026-05-02", "waiting")):
        booked = await make_appointment(conn, tenant, ana, f"{day} 10:00", client_id=maya, attendance=attendance)
        await add_service(conn, tenant, booked, service, "30.50")

    figures = await figures_of(conn, tenant, maya)

    assert figures == [2, date(2026, 3, 2), date(2026, 4, 2), Decimal(71), Decimal(-61)]
    await change(conn, booked, "attendance = 'arrived'")
    await conn.execute("UPDATE appointments SET attendance = 'no_show' WHERE day = '2026-03-02'")
    await conn.execute("UPDATE clients SET starting_sold = 0, starting_balance = 100")
    assert await figures_of(conn, tenant, maya) == [2, date(2026, 4, 2), date(2026, 5, 2), Decimal(61), Decimal(39)]
