"""What the database keeps of group events: the busy minutes of members and resources, and taken seats."""

from datetime import UTC, datetime

import asyncpg
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.db.test_appointment_books import busy_of, occupied, set_zone
from tests.support.books import differences
from tests.support.factories.appointments import make_appointment
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.resources import make_resource
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, HILLSIDE, OWNER


async def seats_of(conn: Connection, event_id: int) -> int:
    seats: int = await conn.fetchval("SELECT taken_seats FROM events WHERE id = $1", event_id)
    return seats


async def test_an_event_takes_time_once_and_its_bookings_take_none(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    room = await make_resource(conn, tenant, "Hall", "Left")
    left = [room.instances[0].id]
    event = await make_event(
        conn, tenant, ana, await make_event_service(conn, tenant, ana), "2026-03-02 10:00", resource_instance_ids=left
    )

    for _ in range(2):
        await book_seats(conn, tenant, event, resource_instance_ids=left)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [600, 660]}
    assert await occupied(conn, tenant, room.id) == [left, [600, 660]]
    assert await differences(conn, tenant.chain_id) == []
    await conn.execute("UPDATE events SET duration = 7200")
    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [600, 720]}
    assert await occupied(conn, tenant, room.id) == [left, [600, 720]]


async def test_a_moved_event_frees_the_old_day_and_a_deleted_one_all(conn: Connection, tenant: Tenant) -> None:
    ana, ben = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    room = await make_resource(conn, tenant, "Hall", "Left")
    left = [room.instances[0].id]
    event = await make_event(
        conn, tenant, ana, await make_event_service(conn, tenant), "2026-03-02 23:30", resource_instance_ids=left
    )
    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [1410, 1440], "2026-03-03": [0, 30]}

    await conn.execute(f"UPDATE events SET team_member_id = {ben}, starts_at = starts_at - interval '2 hours'")

    assert (await busy_of(conn, tenant, ana), await busy_of(conn, tenant, ben)) == ({}, {"2026-03-02": [1290, 1350]})
    assert await differences(conn, tenant.chain_id) == []
    await conn.execute("UPDATE events SET deleted_at = now()")
    assert await busy_of(conn, tenant, ben) == {}
    again = await make_appointment(conn, tenant, ben, "2026-03-02 10:00", resource_instance_ids=left)
    assert await busy_of(conn, tenant, ben) == {"2026-03-02": [600, 660]}
    assert await conn.fetchval("SELECT busy FROM resource_days WHERE day = '2026-03-02'") == [600, 660]
    await conn.execute("DELETE FROM appointments WHERE id = $1", again)
    await conn.execute("UPDATE events SET deleted_at = NULL")
    await conn.execute("DELETE FROM events WHERE id = $1", event)
    assert await busy_of(conn, tenant, ben) == {}
    assert await differences(conn, tenant.chain_id) == []


async def test_what_is_forced_onto_one_instance_keeps_each_interval(conn: Connection, tenant: Tenant) -> None:
    """Show that two intervals of one instance are kept one after the other, even where they are equal."""
    ana, ben = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    room = await make_resource(conn, tenant, "Hall", "Left")
    left = [room.instances[0].id]
    service = await make_event_service(conn, tenant)

    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", resource_instance_ids=left)
    await make_event(conn, tenant, ben, service, "2026-03-02 10:00", resource_instance_ids=left)
    await make_event(conn, tenant, ana, service, "2026-03-02 10:00", resource_instance_ids=left)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [600, 660, 600, 660]}
    assert await occupied(conn, tenant, room.id) == [left * 3, [600, 660] * 3]


async def test_each_member_and_resource_is_busy_with_its_own(conn: Connection, tenant: Tenant) -> None:
    service = await make_event_service(conn, tenant)
    members = [await make_team_member(conn, tenant, name) for name in ("Ana", "Ben")]
    rooms = [await make_resource(conn, tenant, title, "One") for title in ("Room", "Hall")]
    for number in range(2):
        fields = {"resource_instance_ids": [rooms[number].instances[0].id]}
        await make_appointment(conn, tenant, members[number], f"2026-03-02 {10 + number}:00", 30, **fields)
        await make_event(conn, tenant, members[number], service, f"2026-03-02 {13 + number}:00", **fields)

    for number in range(2):
        busy = [600 + 60 * number, 630 + 60 * number, 780 + 60 * number, 840 + 60 * number]
        assert await busy_of(conn, tenant, members[number]) == {"2026-03-02": busy}
        assert await occupied(conn, tenant, rooms[number].id) == [[rooms[number].instances[0].id] * 2, busy]


async def test_another_time_zone_keeps_the_hours_of_the_clock(conn: Connection, tenant: Tenant) -> None:
    """In this location, and in no other one."""
    ana, service = await make_team_member(conn, tenant), await make_event_service(conn, tenant)
    await make_event(conn, tenant, ana, service, "2026-03-02 10:00")
    elsewhere = await make_event(conn, tenant, ana, service, "2026-03-04 10:00", location_id=HILLSIDE)
    starts = await conn.fetchval("SELECT starts_at FROM events WHERE id = $1", elsewhere)

    await set_zone(conn, tenant, "Asia/Tokyo")

    assert (await busy_of(conn, tenant, ana))["2026-03-02"] == [600, 660]
    found = [row["starts_at"] for row in await conn.fetch("SELECT starts_at FROM events ORDER BY id")]
    assert found == [datetime(2026, 3, 2, 1, tzinfo=UTC), starts]


@pytest.mark.parametrize("location_id", [HARBOUR, HILLSIDE])
async def test_each_location_has_its_own_clock(conn: Connection, location_id: int) -> None:
    tenant = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), location_id)
    ana, service = await make_team_member(conn, tenant), await make_event_service(conn, tenant)
    room = await make_resource(conn, tenant, "Hall", "Left")
    left = [room.instances[0].id]

    event = await make_event(conn, tenant, ana, service, "2026-03-02 00:30", resource_instance_ids=left)

    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [30, 90]}
    await conn.execute("UPDATE events SET duration = 7200 WHERE id = $1", event)
    assert await busy_of(conn, tenant, ana) == {"2026-03-02": [30, 150]}
    assert await occupied(conn, tenant, room.id) == [left, [30, 150]]


async def test_taken_seats_follow_from_bookings(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    service = await make_event_service(conn, tenant)
    event, other = [await make_event(conn, tenant, ana, service, f"2026-03-02 {hour}:00") for hour in (10, 12)]
    first = await book_seats(conn, tenant, event)
    second = await book_seats(conn, tenant, event, seat_count=3)
    assert await seats_of(conn, event) == 4

    await conn.execute("UPDATE appointments SET attendance = 'no_show' WHERE id = $1", first)
    assert await seats_of(conn, event) == 4
    await conn.execute("UPDATE appointments SET seat_count = 2 WHERE id = $1", second)
    assert await seats_of(conn, event) == 3
    await conn.execute("UPDATE appointments SET event_id = $2 WHERE id = $1", second, other)
    assert (await seats_of(conn, event), await seats_of(conn, other)) == (1, 2)
    await conn.execute("UPDATE appointments SET event_id = NULL WHERE id = $1", first)
    assert (await seats_of(conn, event), await seats_of(conn, other)) == (0, 2)
    await conn.execute("UPDATE appointments SET event_id = $2 WHERE id = $1", first, event)
    assert (await seats_of(conn, event), await seats_of(conn, other)) == (1, 2)
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", second)
    await conn.execute("DELETE FROM appointments WHERE id = $1", first)
    assert (await seats_of(conn, event), await seats_of(conn, other)) == (0, 0)


async def test_an_event_changes_with_its_taken_seats_and_only_with_them(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    event = await make_event(conn, tenant, ana, await make_event_service(conn, tenant), "2026-03-02 10:00")
    found = "SELECT revision, changed_at > created_at FROM events"

    await book_seats(conn, tenant, event, deleted_at=datetime.now(UTC))
    assert tuple((await conn.fetch(found))[0]) == (1, False)
    await book_seats(conn, tenant, event)
    assert tuple((await conn.fetch(found))[0]) == (2, True)


async def test_a_booking_waits_for_its_own_event_only(conn: Connection, database_url: str, tenant: Tenant) -> None:
    ana, service = await make_team_member(conn, tenant), await make_event_service(conn, tenant)
    event, busy = [await make_event(conn, tenant, ana, service, f"2026-03-02 {hour}:00") for hour in (10, 12)]
    other = await asyncpg.connect(database_url)
    async with conn.transaction(), other.transaction():
        await other.execute("SELECT FROM events WHERE id = $1 FOR NO KEY UPDATE", busy)
        await conn.execute("SET LOCAL lock_timeout = '30ms'")
        await book_seats(conn, tenant, event)
    await other.close()
    assert (await seats_of(conn, event), await seats_of(conn, busy)) == (1, 0)


async def test_no_more_seats_are_taken_than_there_are(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    event = await make_event(conn, tenant, ana, await make_event_service(conn, tenant), "2026-03-02 10:00", capacity=2)
    await book_seats(conn, tenant, event)

    with pytest.raises(asyncpg.CheckViolationError, match="events_taken_seats_check"):
        async with conn.transaction():
            await book_seats(conn, tenant, event, seat_count=2)
    with pytest.raises(asyncpg.CheckViolationError, match="events_capacity_check"):
        async with conn.transaction():
            await conn.execute("UPDATE events SET capacity = 0")


async def test_taken_seats_are_no_change_to_record(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    event = await make_event(conn, tenant, ana, await make_event_service(conn, tenant), "2026-03-02 10:00")
    await book_seats(conn, tenant, event)

    await conn.execute("UPDATE events SET capacity = 9, taken_seats = 1, comment = 'x' WHERE id = $1", event)

    lines = await conn.fetch("SELECT action, after FROM audit_log WHERE entity = 'event' ORDER BY id")
    assert [line["action"] for line in lines] == ["created", "changed"]
    assert sorted(lines[1]["after"].strip("{}").replace('"', "").split(", ")) == ["capacity: 9", "comment: x"]
