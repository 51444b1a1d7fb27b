"""POST /book_record/{location_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, booking, codes_of, open_shop, times
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, PARTNER

BOOK = f"/book_record/{HARBOUR}"


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


@pytest.fixture
def client(client: Client) -> Client:
    """Who books has a partner token only."""
    return client.by(PARTNER)


async def test_an_appointment_is_made(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    element = shop.element("11:30", id=1_700_000_000_123)
    fields = {"comment": "Late", "api_id": 777, "type": "mobile", "notify_by_sms": 6, "surname": "Reyes"}
    response = await client.post(BOOK, booking(element, **fields))
    assert response.status_code == 201
    (booked,) = response.json()["data"]
    row = await conn.fetchrow("SELECT * FROM appointments")
    assert row is not None
    assert booked == {"id": 1_700_000_000_123, "record_id": row["id"], "record_hash": row["link_hash"]}
    assert (row["team_member_id"], row["duration"], row["starts_at"].isoformat()) == (
        shop.ana, 3600, f"{DAY}T16:30:00+00:00",
    )  # fmt: skip
    stored = ("comment", "api_id", "source", "sms_reminder_hours", "is_member_chosen", "created_user_id")
    assert [row[name] for name in stored] == ["Late", "777", "mobile_page", 6, True, None]
    card = await conn.fetchrow("SELECT name, surname, phone FROM clients WHERE id = $1", row["client_id"])
    assert card is not None
    assert tuple(card) == ("Maya", "Reyes", "13155550142")
    assert await conn.fetchval("SELECT service_id FROM appointment_services") == shop.haircut
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) == "10:00 10:30"


async def test_ids_of_elements_come_back_as_they_were_sent(client: Client, shop: Shop) -> None:
    """Q-375."""
    elements = [
        shop.element("10:00", id=""),
        shop.element("11:00", id="a"),
        {key: value for key, value in shop.element("12:00").items() if key != "id"},
    ]
    found = (await client.post(BOOK, booking(*elements))).json()["data"]
    assert [each["id"] for each in found] == ["", "a", None]
    assert [each["record_id"] for each in found] == sorted(each["record_id"] for each in found)


async def test_elements_of_a_day_are_one_visit_of_a_known_client(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    known = await make_client(conn, tenant, name="Old", phone="13155550142")
    second = shop.element("10:00", id=2, staff_id=shop.ben, services=str(shop.haircut))
    response = await client.post(BOOK, booking(shop.element("11:00"), second))
    assert [each["id"] for each in response.json()["data"]] == [1, 2]
    rows = await conn.fetch("SELECT client_id, visit_id, team_member_id FROM appointments ORDER BY starts_at")
    assert [(row["client_id"], row["team_member_id"]) for row in rows] == [(known, shop.ben), (known, shop.ana)]
    assert len({row["visit_id"] for row in rows}) == 1
    assert await conn.fetchval("SELECT name FROM clients WHERE id = $1", known) == "Old"


@pytest.mark.parametrize("time", ["09:30", "10:15", "12:30", "11:30"])
async def test_only_slots_can_be_booked(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop, time: str
) -> None:
    """Before work, between the starts, over the end of work, over another appointment."""
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 11:00", 60)
    assert codes_of(await client.post(BOOK, booking(shop.element(time)))) == [(433, 1)]
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 1
    assert (await client.post(BOOK, booking(shop.element("10:00")))).status_code == 201


async def test_a_time_that_is_past_or_never_comes(client: Client, conn: Connection, shop: Shop) -> None:
    await conn.execute("UPDATE schedule_days SET day = '2036-03-09', minutes = '{60,300}'")
    skipped = {"datetime": "2036-03-09T02:30:00"}
    assert codes_of(await client.post(BOOK, booking(shop.element(**skipped)))) == [(433, 1)]
    await conn.execute("UPDATE schedule_days SET day = '2026-02-02', minutes = '{600,780}'")
    past = {"datetime": "2026-02-02T10:00:00"}
    assert codes_of(await client.post(BOOK, booking(shop.element(**past)))) == [(433, 1)]


async def test_services_have_to_be_offered_by_the_member(client: Client, conn: Connection, shop: Shop) -> None:
    elements = [
        shop.element("10:00", id=1, services=[]),
        shop.element("10:00", id=2, staff_id=shop.ben, services=[shop.colouring]),
        shop.element("10:00", id=3, services=[999_999]),
        shop.element("10:00", id=4, staff_id=999_999),
        shop.element("10:00", id=5, staff_id=0, services=[999_999]),
    ]
    expected = [(422, 1), (438, 2), (438, 3), (438, 4), (438, 5)]
    assert codes_of(await client.post(BOOK, booking(*elements))) == expected
    await conn.execute("UPDATE services SET is_online = false")
    assert codes_of(await client.post(BOOK, booking(shop.element()))) == [(438, 1)]


async def test_elements_must_not_clash(client: Client, conn: Connection, shop: Shop) -> None:
    elements = [shop.element("10:00"), shop.element("10:30", id=2), shop.element("11:00", id=3)]
    assert codes_of(await client.post(BOOK, booking(*elements))) == [(437, 2)]
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0
    beside = [shop.element("10:00"), shop.element("10:00", id=2, staff_id=shop.ben)]
    assert (await client.post(BOOK, booking(*beside, shop.element("11:00", id=3)))).status_code == 201


async def test_elements_must_not_clash_in_a_room(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    """Two rooms are enough for two elements; each is taken by one."""
    room = await make_resource(conn, tenant, "Room", "Room 1", "Room 2")
    await insert(conn, "service_resources", tenant, service_id=shop.haircut, resource_id=room.id)
    beside = [shop.element("10:00"), shop.element("10:00", id=2, staff_id=shop.ben)]
    assert (await client.post(f"/book_check/{HARBOUR}", {"appointments": beside})).status_code == 201
    held = [room.instances[0].id]
    cleo = await make_team_member(conn, tenant, "Cleo")
    await make_appointment(conn, tenant, cleo, f"{DAY} 10:15", 15, resource_instance_ids=held)
    assert codes_of(await client.post(BOOK, booking(*beside))) == [(437, 2)]


async def test_any_member_gets_it_by_what_they_have_to_do(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 10:00", 60)
    response = await client.post(BOOK, booking(shop.element("11:00", staff_id=0)))
    row = await conn.fetchrow(
        "SELECT team_member_id, duration, is_member_chosen FROM appointments WHERE id = $1",
        response.json()["data"][0]["record_id"],
    )
    assert row is not None
    assert tuple(row) == (shop.ben, 1800, False)


async def test_any_member_is_chosen_beside_the_named_ones(client: Client, conn: Connection, shop: Shop) -> None:
    """Q-379."""
    elements = [shop.element("10:00", staff_id=0), shop.element("10:00", id=2)]
    assert (await client.post(BOOK, booking(*elements))).status_code == 201
    rows = await conn.fetch("SELECT team_member_id FROM appointments ORDER BY is_member_chosen")
    assert [row[0] for row in rows] == [shop.ben, shop.ana]
    assert codes_of(await client.post(BOOK, booking(shop.element("10:00", id="x", staff_id=0)))) == [(436, "x")]


async def test_any_member_has_to_be_allowed(client: Client, conn: Connection, shop: Shop) -> None:
    await conn.execute("UPDATE locations SET booking_allows_any_member = false")
    assert codes_of(await client.post(BOOK, booking(shop.element("10:00", staff_id=0)))) == [(436, 1)]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"phone": "12345"}, [431]),
        ({"phone": "no number"}, [431]),
        ({"fullname": " "}, [435]),
        ({"phone": "", "fullname": ""}, [431, 435]),
    ],
)
async def test_who_books_has_to_be_known(client: Client, shop: Shop, fields: dict[str, Any], codes: list[int]) -> None:
    """Q-378."""
    response = await client.post(BOOK, booking(shop.element(), **fields))
    assert codes_of(response) == [(code, None) for code in codes]


async def test_letters_of_a_number_are_left_out(client: Client, conn: Connection, shop: Shop) -> None:
    response = await client.post(BOOK, booking(shop.element(), phone="tel. +1 315-555-0142"))
    assert response.status_code == 201
    assert await conn.fetchval("SELECT phone FROM clients") == "13155550142"


async def test_a_blocked_number_cannot_book(client: Client, conn: Connection, tenant: Tenant, shop: Shop) -> None:
    await insert(conn, "blocked_phones", tenant, phone="13155550142")
    response = await client.post(BOOK, booking(shop.element()))
    assert (response.status_code, codes_of(response)) == (403, [(434, None)])


async def test_a_location_may_ask_for_a_code(client: Client, conn: Connection, shop: Shop) -> None:
    await conn.execute("UPDATE locations SET booking_confirms_phone = true")
    for fields in ({}, {"code": "0000"}):
        assert codes_of(await client.post(BOOK, booking(shop.element(), **fields))) == [(432, None)]
    await conn.execute(
        "INSERT INTO phone_codes (phone_hash, location_id, salt, code_hash)"
        " VALUES (sha256('13155550142'), $1, 'x', sha256('x1234'))",
        HARBOUR,
    )
    assert (await client.post(BOOK, booking(shop.element(), code=1234))).status_code == 201


async def test_values_of_custom_fields_are_checked(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop
) -> None:
    field = await make_field(conn, tenant)
    unknown = await client.post(BOOK, booking(shop.element(), custom_fields={"no_such": 1}))
    assert faults_of(unknown) == {"custom_fields.no_such": "There is no such field."}
    own = shop.element(custom_fields={"no_such": 1})
    assert faults_of(await client.post(BOOK, booking(own))) == {
        "appointments[0].custom_fields.no_such": "There is no such field."
    }
    await client.post(BOOK, booking(shop.element(custom_fields={field.code: "dry"})))
    await client.post(BOOK, booking(shop.element("11:00"), custom_fields={field.code: "oily"}))
    stored = await conn.fetch("SELECT custom_values::text FROM appointments ORDER BY id")
    assert [row[0] for row in stored] == [f'{{"{field.id}": "dry"}}', f'{{"{field.id}": "oily"}}']


async def test_what_is_no_booking_is_refused(client: Client, shop: Shop) -> None:
    element = {"id": 1, "datetime": "soon", "staff_id": "x"}
    found = faults_of(await client.post(BOOK, booking(element)))
    assert set(found) == {"appointments[0].datetime", "appointments[0].staff_id"}
    assert set(faults_of(await client.post(BOOK, booking()))) == {"appointments"}
    assert (await client.post("/book_record/999999", booking(shop.element()))).status_code == 404


async def test_a_lost_answer_can_be_asked_for_again(client: Client, conn: Connection, shop: Shop) -> None:
    """Q-374."""
    sent = {"headers": {"Idempotency-Key": "a-booking"}}
    first = await client.post(BOOK, booking(shop.element()), **sent)
    again = await client.post(BOOK, booking(shop.element()), **sent)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 1
    other = await client.post(BOOK, booking(shop.element("11:00")), **sent)
    assert other.status_code == 422
