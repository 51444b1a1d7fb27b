"""Dates and nearest slots, which a glance decides for most days, against searching each day by itself."""

import random
from datetime import date, timedelta

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.free_time.service import finding
from parlour.areas.schedules.model.days import Period
from parlour.db.pool import Connection
from tests.support.factories.appointments import make_appointment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member

SHIFTS: tuple[list[int], ...] = ([], [600, 780], [600, 660, 720, 780], [0, 120], [1320, 1440], [1260, 1439], [540, 545])
FIRST = date(2036, 3, 5)
"""The clocks of New York are put forward four days later."""


@pytest.mark.parametrize("seed", range(4))
async def test_a_glance_decides_as_a_search_does(conn: Connection, tenant: Tenant, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    period = Period(FIRST, FIRST + timedelta(days=8))
    grid = f'[{{"weekday": {chance.randint(1, 7)}, "grid": {{"is_flexible": true}}}}]'
    await conn.execute("UPDATE locations SET booking_has_grids = true, booking_weekdays = $1::text::jsonb", grid)
    service = await make_service(conn, tenant, technical_break=chance.choice([0, 1800]))
    if seed % 2:
        room = await make_resource(conn, tenant, "Room", "Room 1")
        await insert(conn, "service_resources", tenant, service_id=service, resource_id=room.id)
    for number in range(5):
        member = await make_team_member(conn, tenant, f"Member {number}")
        await assign(conn, tenant, service, member, duration=chance.choice([3600, 5400]))
        for day in period:
            hours = chance.choice(SHIFTS)
            await set_hours(conn, tenant, member, [day], hours)
            for begin in hours[::2]:
                if chance.random() < 0.7:
                    at = f"{day} {begin // 60:02}:{begin % 60:02}"
                    held = [room.instances[0].id] if seed % 2 and chance.random() < 0.3 else []
                    await make_appointment(conn, tenant, member, at, chance.choice([15, 60, 120]),
                                           resource_instance_ids=held)  # fmt: skip
    search = await finding.start_search(conn, tenant, [service], None)
    each = {day: await finding.find_times(conn, tenant, search, day) for day in period}
    dates = await finding.find_dates(conn, tenant, search, period)
    assert dates.free == [day for day, slots in each.items() if slots]
    nearest = await finding.find_nearest(conn, tenant, search, period)
    for alone in search.alone():
        member = alone.providers[0][0].id
        days = [await finding.find_times(conn, tenant, alone, day) for day in period]
        assert nearest.get(member, []) == next((slots for slots in days if slots), [])
