"""Any day, grid, break and room in any zone: what is offered is booked, and every other start is refused."""

import json
from datetime import date
from typing import Any, NamedTuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.db.pool import Connection
from tests.support.booking import booking, codes_of
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import CHAIN, PARTNER

A_DAY_S, STEP = 86_400, 15
PLACES = [
    ("Australia/Lord_Howe", date(2036, 4, 6)),  # half an hour comes twice
    ("Australia/Lord_Howe", date(2036, 10, 5)),  # and is skipped
    ("Atlantic/Azores", date(2036, 3, 30)),  # from midnight on
    ("Atlantic/Azores", date(2036, 10, 26)),
    ("America/New_York", date(2036, 11, 2)),
    ("Europe/Berlin", date(2036, 2, 5)),
]


class Grid(NamedTuple):
    """A grid as the settings store it, and its listed starts."""

    fields: dict[str, Any]
    starts: list[int]


class Case(NamedTuple):
    """A day of a member, with what is booked on it already, and how a service is offered."""

    place: tuple[str, date]
    hours: list[int]
    busy: list[tuple[int, int]]
    """Starts on the clock and lengths of appointments of the member, in minutes."""
    occupied: list[tuple[int, int]]
    """The same of appointments of others in the first of two rooms."""
    length: int
    pause: int
    grid: Grid | None


steps = st.sampled_from([300, 900, 1800, 3600])
grids = st.one_of(
    st.none(),
    st.builds(
        lambda base, step, first, flexible: Grid(
            {"base": base, "step_s": step, "first_s": first, "is_flexible": flexible}, []
        ),
        st.sampled_from(["schedule", "timeslots"]),
        steps,
        st.integers(0, 40).map(lambda quarter: 900 * quarter),
        st.booleans(),
    ),
    st.lists(st.integers(0, 287), min_size=1, max_size=8, unique=True).map(
        lambda found: Grid({"base": "predefined"}, [300 * each for each in sorted(found)])
    ),
)
hours = st.lists(st.integers(0, 48), unique=True, min_size=2, max_size=6).map(
    lambda found: [30 * each for each in sorted(found)[: len(found) // 2 * 2]]
)
taken = st.lists(st.tuples(st.integers(0, 260).map(lambda each: 5 * each), st.sampled_from([15, 30, 90])), max_size=3)
cases = st.builds(
    Case,
    st.sampled_from(PLACES),
    hours,
    taken,
    taken,
    st.sampled_from([1800, 3600, 5400]),
    st.sampled_from([0, 600, 1800]),
    grids,
)


async def _open(conn: Connection, case: Case) -> tuple[Tenant, dict[str, Any]]:
    """Make a location for a case, and return it with what an element of a booking there needs."""
    zone, day = case.place
    location_id = await conn.fetchval(
        """INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale, booking_has_grids,
                                  booking_weekdays)
           VALUES ($4, 'Any', 'DE', $1, 'EUR', 'de_DE', $2, $3::text::jsonb) RETURNING id""",
        zone,
        case.grid is not None,
        "[]" if case.grid is None else json.dumps(
            [{"weekday": day.isoweekday(), "grid": case.grid.fields, "starts": case.grid.starts}]
        ),
        CHAIN,
    )  # fmt: skip
    tenant = await get_operators_tenant(conn, location_id)
    member, other = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Other")
    service = await make_service(conn, tenant, technical_break=case.pause)
    await assign(conn, tenant, service, member, duration=case.length)
    room = await make_resource(conn, tenant, "Room", "Room 1", "Room 2")
    await insert(conn, "service_resources", tenant, service_id=service, resource_id=room.id)
    await set_hours(conn, tenant, member, [day], case.hours)
    for owner, appointments, held in ((member, case.busy, []), (other, case.occupied, [room.instances[0].id])):
        for start, length in appointments:
            at = f"{day} {start // 60:02}:{start % 60:02}"
            await make_appointment(conn, tenant, owner, at, length, resource_instance_ids=held)
    # The second room is in use from noon on.
    await make_appointment(conn, tenant, other, f"{day} 12:00", 600, resource_instance_ids=[room.instances[1].id])
    return tenant, {"id": 1, "services": [service], "staff_id": member}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=cases)
@example(Case(PLACES[0], [0, 360], [(75, 15)], [(120, 30)], 1800, 600, Grid({"step_s": 900, "is_flexible": True}, [])))
@example(Case(PLACES[1], [60, 300], [], [(60, 30)], 1800, 0, None))
async def test_what_is_offered_is_booked_and_nothing_else(client: Client, conn: Connection, case: Case) -> None:
    client = client.by(PARTNER)
    tenant, element = await _open(conn, case)
    place, day = tenant.location_id, case.place[1]
    query = {"service_ids[]": element["services"][0]}
    listed = f"/book_times/{place}/{element['staff_id']}/{day}"
    offered = {slot["time"]: slot["datetime"] for slot in (await client.get(listed, params=query)).json()["data"]}
    for minute in sorted({*range(0, 1440, STEP), *map(_minute, offered)}):
        time = f"{minute // 60:02}:{minute % 60:02}"
        at = {**element, "datetime": offered.get(time, f"{day}T{time}:00")}
        if time in offered:
            booked = await client.post(f"/book_record/{place}", booking(at, phone=f"+49301{minute:06}"))
            assert booked.status_code == 201, time
            (made,) = booked.json()["data"]
            assert time not in {slot["time"] for slot in (await client.get(listed, params=query)).json()["data"]}
            await client.delete(f"/user/records/{made['record_id']}/{made['record_hash']}")
        else:
            refused = await client.post(f"/book_check/{place}", {"appointments": [at]})
            assert codes_of(refused) == [(433, 1)], time
    assert await conn.fetchval(
        "SELECT count(*) FROM appointments WHERE location_id = $1 AND source = 'api'", place
    ) == len(offered)


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])
