"""GET /book_times/{location_id}/{team_member_id}/{date}"""

from datetime import date

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, open_shop, times
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import ABROAD, HARBOUR, PARTNER


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


async def test_each_slot_has_its_time_and_lengths(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await conn.execute("UPDATE services SET technical_break = 600 WHERE id = $1", shop.haircut)
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 11:10", 80)
    answer = await client.by(PARTNER).get(
        f"/book_times/{HARBOUR}/{shop.ana}/{DAY}", params={"service_ids[]": shop.colouring}
    )
    assert answer.json() == {
        "success": True,
        "data": [
            {"time": time, "seance_length": 1800, "sum_length": 1800, "datetime": f"{DAY}T{time}:00-05:00"}
            for time in ("10:00", "10:30", "12:30")  # the colouring has no break
        ],
        "meta": [],
    }
    params = {"service_ids": shop.haircut}
    assert (await client.get(f"/book_times/{HARBOUR}/{shop.ana}/{DAY}", params=params)).json()["data"] == [
        {"time": "10:00", "seance_length": 3600, "sum_length": 4200, "datetime": f"{DAY}T10:00:00-05:00"}
    ]


@pytest.mark.parametrize("name", ["service_ids[]", "service_ids", "service_id", "services_ids"])
async def test_services_have_several_names(client: Client, shop: Shop, name: str) -> None:
    assert await times(client, HARBOUR, shop.ana, DAY, **{name: shop.haircut}) == "10:00 10:30 11:00 11:30 12:00"


async def test_several_services_are_done_one_after_the_other(client: Client, shop: Shop) -> None:
    found = await client.get(
        f"/book_times/{HARBOUR}/{shop.ana}/{DAY}/", params={"service_ids": f"{shop.haircut},{shop.colouring},0"}
    )
    assert [(slot["time"], slot["seance_length"]) for slot in found.json()["data"]] == [
        (time, 5400) for time in ("10:00", "10:30", "11:00", "11:30")
    ]
    assert await times(client, HARBOUR, shop.ben, service_ids=f"{shop.haircut},{shop.colouring}") == ""


async def test_without_services_it_is_the_shortest(client: Client, shop: Shop) -> None:
    """Q-371."""
    found = (await client.get(f"/book_times/{HARBOUR}/{shop.ana}/{DAY}")).json()["data"]
    assert (found[-1]["time"], found[-1]["seance_length"]) == ("12:30", 1800)
    free = await client.get(f"/book_times/{HARBOUR}/{shop.ana}/2036-02-05")
    assert free.json()["data"] == []


async def test_any_member_is_the_one_who_has_less_to_do(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    """Each start is listed once, with the length of who would be booked."""
    await make_appointment(conn, tenant, shop.ben, f"{DAY} 10:00", 30)
    answer = await client.get(f"/book_times/{HARBOUR}/0/{DAY}", params={"service_ids": shop.haircut})
    lengths = {slot["time"]: slot["seance_length"] // 60 for slot in answer.json()["data"]}
    assert lengths == {"10:00": 60, "10:30": 60, "11:00": 60, "11:30": 60, "12:00": 60, "12:30": 30}
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 10:00", 60)
    answer = await client.get(f"/book_times/{HARBOUR}/0/{DAY}", params={"service_ids": shop.haircut})
    lengths = {slot["time"]: slot["seance_length"] // 60 for slot in answer.json()["data"]}
    assert lengths == {"10:30": 30, "11:00": 30, "11:30": 30, "12:00": 30, "12:30": 30}


async def test_any_member_has_to_be_allowed(client: Client, conn: Connection, shop: Shop) -> None:
    """Q-372."""
    await conn.execute("UPDATE team_members SET is_in_any_member = false WHERE id = $1", shop.ben)
    assert await times(client, HARBOUR, 0, service_ids=shop.haircut) == "10:00 10:30 11:00 11:30 12:00"
    await conn.execute("UPDATE locations SET booking_allows_any_member = false WHERE id = $1", HARBOUR)
    assert await times(client, HARBOUR, 0, service_ids=shop.haircut) == ""


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE services SET is_online = false",
        "UPDATE services SET is_for_events = true",
        "UPDATE services SET deleted_at = now()",
        "UPDATE services SET has_date_window = true, date_to = '2036-02-03'",
        "UPDATE service_team_members SET is_online = false",
        "UPDATE team_members SET is_hidden = true",
        "UPDATE team_members SET is_dismissed = true",
        "UPDATE team_members SET has_timetable = false",
        'UPDATE locations SET booking_has_grids = true, booking_dates = \'[{"day": "2036-02-04", "starts": []}]\'',
        "UPDATE service_team_members SET duration = 86100",
    ],
)
async def test_what_cannot_be_booked_has_no_times(client: Client, conn: Connection, shop: Shop, change: str) -> None:
    """Q-369."""
    await conn.execute(change)
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) == ""
    assert await times(client, HARBOUR, 0, service_ids=shop.haircut) == ""


async def test_a_service_may_be_for_some_days(client: Client, conn: Connection, shop: Shop) -> None:
    await conn.execute("UPDATE services SET has_date_window = true, date_from = '2036-02-04', date_to = '2036-02-04'")
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) != ""
    await conn.execute("UPDATE services SET has_date_window = false, date_from = '2036-02-05', date_to = NULL")
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) != ""


async def test_one_instance_must_be_free(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    room = await make_resource(conn, tenant, "Room", "Room 1")
    await insert(conn, "service_resources", tenant, service_id=shop.haircut, resource_id=room.id)
    held = [room.instances[0].id]
    await make_appointment(conn, tenant, shop.ben, f"{DAY} 11:00", 30, resource_instance_ids=held)
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) == "10:00 11:30 12:00"
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.colouring) == "10:00 10:30 11:00 11:30 12:00 12:30"


async def test_the_past_has_no_times(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    """Q-369."""
    await set_hours(conn, tenant, shop.ana, [date(2026, 2, 2)])
    assert await times(client, HARBOUR, shop.ana, "20260202") == ""


async def test_a_night_shift_goes_on(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await set_hours(conn, tenant, shop.ana, [date(2036, 2, 6)], [1380, 1440])
    await set_hours(conn, tenant, shop.ana, [date(2036, 2, 7)], [0, 60])
    assert await times(client, HARBOUR, shop.ana, "2036-02-06", service_ids=shop.haircut) == "23:00 23:30"
    await make_appointment(conn, tenant, shop.ana, "2036-02-06 23:45", 30)
    assert await times(client, HARBOUR, shop.ana, "2036-02-06", service_ids=shop.colouring) == "23:00"
    assert await times(client, HARBOUR, shop.ana, "2036-02-07", service_ids=shop.colouring) == "00:30"


async def test_who_is_not_there_is_not_found(client: Client, conn: Connection, hillside: Tenant, shop: Shop) -> None:
    """Q-369."""
    elsewhere = await make_team_member(conn, hillside)
    service_id = await make_service(conn, hillside)
    await assign(conn, hillside, service_id, elsewhere)
    for path in (f"{HARBOUR}/{elsewhere}", f"{HARBOUR}/999999", f"{ABROAD}/{shop.ana}", f"999999/{shop.ana}"):
        assert (await client.get(f"/book_times/{path}/{DAY}")).status_code == 404


async def test_a_closed_location_is_not_found(client: Client, conn: Connection, shop: Shop) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await client.get(f"/book_times/{HARBOUR}/{shop.ana}/{DAY}")).status_code == 404


async def test_what_is_no_day_is_refused(client: Client, shop: Shop) -> None:
    expected = {"date": "Expected a day, such as 2026-01-31."}
    assert faults_of(await client.get(f"/book_times/{HARBOUR}/{shop.ana}/2036-02-30")) == expected
    answer = await client.get(f"/book_times/{HARBOUR}/{shop.ana}/{DAY}", params={"service_ids": "x"})
    assert faults_of(answer) == {"service_ids": "Expected a whole number."}
