"""What is offered can be booked, and what isn't can't: random days, through the API."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import booking, codes_of, times
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

STEP = 30


def days() -> Iterator[tuple[int, date]]:
    """Seeds, and days: usual ones, and those on which the clocks of New York change."""
    for seed in range(4):
        yield seed, date(2036, 2, 5)
    yield 4, date(2036, 3, 9)
    yield 5, date(2036, 11, 2)


def shift(chance: random.Random) -> list[int]:
    """Two parts of a shift, which may touch."""
    edges = sorted(chance.sample(range(25), 4))
    return [60 * edge for edge in edges]


@pytest.mark.parametrize(("seed", "day"), [*days()])
async def test_a_time_is_offered_if_it_can_be_booked(
    client: Client, conn: Connection, tenant: Tenant, seed: int, day: date
) -> None:
    """On the grid, staff can book exactly what clients are offered; off the grid clients can't book."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    member, other = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Other")
    pause = chance.choice([0, 600, 1800])
    service = await make_service(conn, tenant, search_step=STEP * 60, technical_break=pause)
    await assign(conn, tenant, service, member, duration=chance.choice([1800, 3600, 5400]))
    room = await make_resource(conn, tenant, "Room", "Room 1", "Room 2")
    await insert(conn, "service_resources", tenant, service_id=service, resource_id=room.id)
    minutes = shift(chance)
    await set_hours(conn, tenant, member, [day], minutes)
    for owner in (member, other, other, other):
        start = 5 * chance.randrange(0, 276)
        held = [chance.choice(room.instances).id]
        at = f"{day} {start // 60:02}:{start % 60:02}"
        await make_appointment(conn, tenant, owner, at, chance.choice([30, 90]), resource_instance_ids=held)
    offered = (await times(client, HARBOUR, member, str(day), service_ids=service)).split()
    grid = [minute for begin, end in ((0, 1), (2, 3)) for minute in range(minutes[begin], minutes[end], STEP)]
    bookable = []
    for minute in dict.fromkeys(grid):
        time = f"{minute // 60:02}:{minute % 60:02}"
        body = {"staff_id": member, "services": [service], "datetime": f"{day} {time}"}
        made = await client.post(f"/records/{HARBOUR}", body)
        assert made.status_code in (201, 422)
        if made.status_code == 201:
            bookable.append(time)
            await client.delete(f"/record/{HARBOUR}/{made.json()['data']['id']}")
    assert offered == bookable
    element = {"id": 1, "services": [service], "staff_id": member}
    for time in offered[:1]:
        between = f"{day}T{time[:3]}{int(time[3:]) + 5:02}"
        assert codes_of(await client.post(f"/book_record/{HARBOUR}", booking({**element, "datetime": between}))) == [
            (433, 1)
        ]
        booked = await client.post(f"/book_record/{HARBOUR}", booking({**element, "datetime": f"{day}T{time}"}))
        assert booked.status_code == 201
