"""Bookings of events: POST /locations/{id}/events/{id}/appointments, PUT and PATCH of one"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.stock import put_in, storages_of
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.studio import Studio

EVENTS = f"/locations/{HARBOUR}/events"
MAYA = {
    "id": None, "name": "Maya", "phone": "13155550142", "email": None, "surname": None, "patronymic": None,
    "gender": None, "birthday": None, "custom_field_values": None, "agreements": None,
}  # fmt: skip
PRICE = {"cost_per_unit": 20, "discount_percent": 10, "manual_cost": 18}
LACKING = "You lack the right {} in this location."


class Class(msgspec.Struct, frozen=True):
    """A class of five seats on Monday, another one on Tuesday, and a booking of the first."""

    monday: int
    tuesday: int
    booking: int

    @property
    def seats(self) -> str:
        return f"{EVENTS}/{self.monday}/appointments"

    @property
    def address(self) -> str:
        return f"{self.seats}/{self.booking}"

    def to_tuesday(self, **fields: Any) -> dict[str, Any]:
        return {"reschedule_activity_id": self.tuesday, **fields}


@pytest.fixture
async def yoga(conn: Connection, tenant: Tenant, studio: Studio) -> Class:
    monday = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    tuesday = await make_event(conn, tenant, studio.ben, studio.yoga, "2026-02-03 18:00", capacity=3, duration=5400)
    booking = await book_seats(conn, tenant, monday, client_id=await make_client(conn, tenant, "Maya"))
    await add_service(conn, tenant, booking, studio.yoga, price="15")
    return Class(monday, tuesday, booking)


def row_of(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    row: dict[str, Any] = response.json()["data"]
    return {"id": int(row["id"]), **row["attributes"]}


def message_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["meta"]["message"]


async def taken(conn: Connection) -> Mapping[int, int]:
    """The taken seats of the events that have any."""
    rows = await conn.fetch("SELECT id, taken_seats FROM events WHERE taken_seats > 0")
    return {row["id"]: row["taken_seats"] for row in rows}


async def price_of(conn: Connection, booking: int) -> list[tuple[Any, ...]]:
    """The lines of a booking: service, price of one, discount and price."""
    rows = await conn.fetch(
        "SELECT service_id, unit_price, discount, price FROM appointment_services WHERE appointment_id = $1"
        " ORDER BY position",
        booking,
    )
    return [tuple(row) for row in rows]


async def test_the_event_decides_all_but_client_and_seats(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    await conn.execute("UPDATE locations SET max_event_seats = 3 WHERE id = $1", HARBOUR)
    card = {"surname": "Reyes", "patronymic": "Lu", "email": "maya@example.com", "gender": 2, "birthday": "1990-04-17"}
    agreements = {"is_newsletter_allowed": False, "is_personal_data_processing_allowed": True}
    client = {**MAYA, **card, "agreements": agreements, "comment": "Left-handed"}

    answer = await v2.post(f"{yoga.seats}?include=client,services", {"client": client, "clients_count": 2})

    row = row_of(answer, 201)
    shown = ("activity_id", "staff_id", "date", "duration", "clients_count", "attendance_status_slug")
    assert [row[name] for name in shown] == [yoga.monday, studio.ana, "2026-02-02T10:00:00", 3600, 2, "waiting"]
    assert await price_of(conn, row["id"]) == [(studio.yoga, 15, 0, 15)]
    assert [each["type"] for each in answer.json()["included"]] == ["client", "service"]
    made = await conn.fetchrow("SELECT * FROM clients WHERE id = $1", row["client_id"])
    assert made is not None
    assert {name: made[name] for name in ("name", "surname", "middle_name", "phone", "email", "gender", "comment")} == {
        "name": "Maya", "surname": "Reyes", "middle_name": "Lu", "phone": "13155550142", "email": "maya@example.com",
        "gender": "female", "comment": "Left-handed",
    }  # fmt: skip
    assert (str(made["birth_date"]), made["refuses_mailings"]) == ("1990-04-17", True)
    assert await taken(conn) == {yoga.monday: 3}
    assert await differences(conn, tenant.chain_id) == []


async def test_which_client_is_meant(v2: Client, conn: Connection, tenant: Tenant, yoga: Class) -> None:
    """Show that a known card stays as it is, and that a name alone makes a card (Q-442)."""
    known = await make_client(conn, tenant, "Noa", phone="13155550142")

    async def booked(**fields: Any) -> int:
        sent = {"client": {**MAYA, **fields.pop("client", {})}, "clients_count": 1, **fields}
        client_id: int = row_of(await v2.post(yoga.seats, sent), 201)["client_id"]
        return client_id

    by_phone, by_id = await booked(), await booked(client={"id": known, "phone": None})
    by_old_name = await booked(client_id=known, client={"phone": "13155550143"})
    by_name = await booked(client={"phone": ""})

    assert [by_phone, by_id, by_old_name] == [known] * 3
    names = await conn.fetch("SELECT name, phone FROM clients WHERE id = ANY ($1) ORDER BY id", [known, by_name])
    assert [tuple(row) for row in names] == [("Noa", "13155550142"), ("Maya", "")]


async def test_values_of_custom_fields_of_a_new_client(
    v2: Client, conn: Connection, tenant: Tenant, yoga: Class
) -> None:
    field = await make_field(conn, tenant, kind="client", code="skin")
    values = [{"code": "skin", "value": "dry"}]
    row = row_of(
        await v2.post(yoga.seats, {"client": {**MAYA, "custom_field_values": values}, "clients_count": 1}), 201
    )
    kept = "SELECT custom_values ->> $2::text FROM clients WHERE id = $1"
    assert await conn.fetchval(kept, row["client_id"], str(field.id)) == "dry"

    unknown = {**MAYA, "phone": "13155550177", "custom_field_values": [{"code": "hair", "value": "red"}]}
    answer = await v2.post(yoga.seats, {"client": unknown, "clients_count": 1})
    assert faults_of(answer) == {"client.custom_field_values.hair": "There is no such field."}
    assert not await conn.fetchval("SELECT count(*) FROM clients WHERE phone = '13155550177'")

    clerk = v2.by(await make_member(conn, "clerk", "administrator", custom_fields_client_values_edit_access=False))
    row = row_of(await clerk.post(yoga.seats, {"client": unknown, "clients_count": 1}), 201)
    assert await conn.fetchval("SELECT custom_values FROM clients WHERE id = $1", row["client_id"]) == "{}"


async def test_what_a_booking_is_refused_for(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    await conn.execute("UPDATE locations SET max_event_seats = 3 WHERE id = $1", HARBOUR)

    async def refused(count: int, by: Client = v2, **client: Any) -> httpx.Response:
        return await by.post(yoga.seats, {"client": {**MAYA, **client}, "clients_count": count})

    assert faults_of(await refused(4)) == {
        "clients_count": "A booking takes at most as many seats as the settings allow: 3."
    }
    await book_seats(conn, tenant, yoga.monday, seat_count=2)
    assert faults_of(await refused(3)) == {"clients_count": "Seats that are free: 2."}
    assert faults_of(await refused(1, id=999)) == {"client.id": "There is no such client in this location."}
    assert set(faults_of(await refused(1, phone="12345"))) == {"client.phone"}
    assert set(faults_of(await v2.post(yoga.seats, {"client": {}}))) == {
        "clients_count", *(f"client.{name}" for name in MAYA)
    }  # fmt: skip
    late = v2.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    assert message_of(await refused(1, late)) == (403, "Your rights reach back 3 days here.")
    shy = v2.by(await make_member(conn, "shy", "administrator", record_form_client_add_access=False))
    assert message_of(await refused(1, shy)) == (403, LACKING.format("record_form_client_add_access"))
    blind = v2.by(await make_member(conn, "blind", "administrator", custom_fields_record_values_read_access=False))
    answer = await blind.post(f"{yoga.seats}?include=custom_field_values", {"client": MAYA, "clients_count": 1})
    assert message_of(answer) == (403, LACKING.format("custom_fields_record_values_read_access"))
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ana)
    message = f"Team member {studio.ana} doesn't provide these services: {studio.yoga}."
    assert message_of(await refused(1)) == (400, message)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ana)
    assert faults_of(await refused(1)) == {
        "staff_id": f"Team member {studio.ana} is dismissed and takes no appointments."
    }
    assert await taken(conn) == {yoga.monday: 3}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
async def test_what_is_not_there(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class, method: str
) -> None:
    """Show that a deleted event counts as missing, and so does a booking of another event."""
    body = {
        "POST": {"client": MAYA, "clients_count": 1},
        "PUT": {"attendance_service_item": PRICE},
        "PATCH": yoga.to_tuesday(),
    }[method]
    other = await make_appointment(conn, tenant, studio.ana, "2026-02-02 15:00")

    async def status(event: int, booking: int, client: Client = v2) -> tuple[int, str]:
        tail = "" if method == "POST" else f"/{booking}"
        return message_of(await client.send(method, f"{EVENTS}/{event}/appointments{tail}", json=body))

    assert (await status(yoga.monday, yoga.booking, v2.by(FOREIGNER)))[0] == 404
    assert (await status(999, yoga.booking))[0] == 404
    if method != "POST":
        assert (await status(yoga.tuesday, yoga.booking))[0] == 404
        assert (await status(yoga.monday, other))[0] == 404
        assert (await status(yoga.monday, 999))[0] == 404
    await conn.execute("UPDATE events SET deleted_at = now() WHERE id = $1", yoga.monday)
    assert (await status(yoga.monday, yoga.booking))[0] == 404


async def test_a_booking_with_another_price(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    """Show what is left out staying, and what null does (Q-443)."""
    tag = await make_tag(conn, tenant, "First time", kind=Kind.APPOINTMENT)
    said = {"comment": "By the window", "label_ids": [tag.id], "color": "F44336", "clients_count": 2}
    await conn.execute("UPDATE locations SET max_event_seats = 3 WHERE id = $1", HARBOUR)

    first = row_of(await v2.put(yoga.address, {"attendance_service_item": PRICE, **said}))
    kept = row_of(await v2.put(yoga.address, {"attendance_service_item": PRICE}))
    nulls = dict.fromkeys(said)
    emptied = row_of(await v2.put(f"{yoga.address}?include=labels", {"attendance_service_item": PRICE, **nulls}))

    expected = {"comment": "By the window", "custom_color": "f44336", "clients_count": 2}
    assert {name: first[name] for name in expected} == {name: kept[name] for name in expected} == expected
    assert {name: emptied[name] for name in expected} == {"comment": "", "custom_color": "", "clients_count": 2}
    assert await conn.fetchval("SELECT tag_ids FROM appointments WHERE id = $1", yoga.booking) == [tag.id]
    assert await price_of(conn, yoga.booking) == [(studio.yoga, 20, 10, 18)]
    assert await taken(conn) == {yoga.monday: 2}
    assert await differences(conn, tenant.chain_id) == []


async def test_other_services_of_a_booking_stay(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    await add_service(conn, tenant, yoga.booking, studio.salon.haircut, position=1, price="50")
    row_of(await v2.put(yoga.address, {"attendance_service_item": PRICE}))
    found = await price_of(conn, yoga.booking)
    assert [(service, price) for service, _, _, price in found] == [(studio.yoga, 18), (studio.salon.haircut, 50)]


def good_of(studio: Studio, **fields: Any) -> dict[str, Any]:
    return {
        "id": None, "unit_id": 1, "staff_id": studio.ben,
        "operation_unit_type": "sale", "number": None, "quantity": 2, "cost_per_unit": 10, "manual_cost": 18,
        "discount_percent": 10, "marks": [], "planned_activation_date": None, **fields,
    }  # fmt: skip


async def test_products_are_sold_with_a_booking(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant, "Shelf"), "Mat")
    _, storage_id, *_ = await storages_of(conn, tenant)
    await put_in(conn, tenant, product.id, storage_id, 5)
    sold = "SELECT id, amount, price, cost, team_member_id FROM stock_transactions WHERE appointment_id = $1"

    async def sell(**fields: Any) -> httpx.Response:
        sent = {"good_id": product.id, "storage_id": storage_id, **fields}
        return await v2.put(
            f"{yoga.address}?include=attendance_good_items",
            {"attendance_service_item": PRICE, "attendance_good_items": [good_of(studio, **sent)]},
        )

    (item,) = [each for each in (await sell()).json()["included"] if each["type"] == "attendance_good_item"]
    await sell(id=int(item["id"]), quantity=3, manual_cost=27)

    (row,) = await conn.fetch(sold, yoga.booking)
    assert (row["id"], abs(row["amount"]), row["price"], row["cost"], row["team_member_id"]) == (
        int(item["id"]), 3, 10, 27, studio.ben,
    )  # fmt: skip
    assert faults_of(await sell(id=999)) == {"attendance_good_items[0].id": "The visit has no product transaction 999."}
    assert faults_of(await sell(staff_id=999)) == {
        "attendance_good_items[0].staff_id": "There is no such team member in this location."
    }
    assert set(faults_of(await sell(storage_id=999))) == {"attendance_good_items[0].storage_id"}
    assert set(faults_of(await sell(good_id=999))) == {"attendance_good_items[0].good_id"}
    assert set(faults_of(await sell(quantity=50))) == {"attendance_good_items[0].manual_cost"}
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    assert set(faults_of(await sell(quantity=50, manual_cost=450))) == {"attendance_good_items[0].quantity"}
    await conn.execute("UPDATE locations SET stock_closed_until = current_date + 1 WHERE id = $1", HARBOUR)
    closed = await sell(id=int(item["id"]), quantity=1, manual_cost=9)
    assert closed.status_code == 409
    (row,) = await conn.fetch(sold, yoga.booking)
    assert abs(row["amount"]) == 3


async def test_what_a_change_is_refused_for(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    item = {"attendance_service_item": PRICE}
    assert faults_of(await v2.put(yoga.address, {**item, "clients_count": 2, "label_ids": [999]})) == {
        "clients_count": "A booking takes at most as many seats as the settings allow: 1.",
    }
    await conn.execute("UPDATE locations SET max_event_seats = 9 WHERE id = $1", HARBOUR)
    assert faults_of(await v2.put(yoga.address, {**item, "clients_count": 6})) == {
        "clients_count": "Seats that are free: 5."
    }
    assert faults_of(await v2.put(yoga.address, {**item, "label_ids": [999]})) == {
        "label_ids": "This location has no tags of appointments with these ids: 999."
    }
    odd = {"cost_per_unit": -1, "discount_percent": 101, "manual_cost": "x"}
    assert set(faults_of(await v2.put(yoga.address, {"attendance_service_item": odd, "color": "red"}))) == {
        "color", *(f"attendance_service_item.{name}" for name in odd)
    }  # fmt: skip
    priceless = v2.by(await make_member(conn, "priceless", "administrator", records_services_cost_access=False))
    assert message_of(await priceless.put(yoga.address, item)) == (403, LACKING.format("records_services_cost_access"))
    late = v2.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    assert message_of(await late.put(yoga.address, item)) == (403, "Your rights reach back 3 days here.")
    blind = v2.by(await make_member(conn, "blind", "administrator", custom_fields_record_values_read_access=False))
    answer = await blind.put(f"{yoga.address}?include=custom_field_values", item)
    assert message_of(answer) == (403, LACKING.format("custom_fields_record_values_read_access"))
    assert await price_of(conn, yoga.booking) == [(studio.yoga, 15, 0, 15)]


async def test_a_booking_moves_to_another_event(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    """Show that member, time and length are the other event's, and the visit is the one of its day."""
    visit = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", yoga.booking)

    row = row_of(await v2.send("PATCH", yoga.address, json=yoga.to_tuesday(comment="Tuesdays")))

    shown = ("id", "activity_id", "staff_id", "date", "duration", "comment", "clients_count")
    assert [row[name] for name in shown] == [
        yoga.booking, yoga.tuesday, studio.ben, "2026-02-03T18:00:00", 5400, "Tuesdays", 1,
    ]  # fmt: skip
    assert row["visit_id"] != visit
    assert await taken(conn) == {yoga.tuesday: 1}
    assert await price_of(conn, yoga.booking) == [(studio.yoga, 15, 0, 15)]
    assert await differences(conn, tenant.chain_id) == []


async def test_another_service_has_its_own_price(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    pilates = await make_event_service(conn, tenant, studio.ana, title="Pilates", price_min=30, price_max=30)
    event = await make_event(conn, tenant, studio.ana, pilates, "2026-02-02 14:00")
    row_of(await v2.send("PATCH", yoga.address, json={"reschedule_activity_id": event}))
    assert await price_of(conn, yoga.booking) == [(pilates, Decimal(30), 0, Decimal(30))]


async def test_seats_are_checked_where_a_booking_moves(
    v2: Client, conn: Connection, tenant: Tenant, yoga: Class
) -> None:
    """Show that it keeps more seats than the location allows now, and that its own are free for it where it is."""
    await conn.execute("UPDATE appointments SET seat_count = 2 WHERE id = $1", yoga.booking)
    other = await book_seats(conn, tenant, yoga.tuesday, seat_count=2)

    async def moved(**fields: Any) -> httpx.Response:
        return await v2.send("PATCH", yoga.address, json=yoga.to_tuesday(**fields))

    assert faults_of(await moved()) == {"clients_count": "Seats that are free: 1."}
    assert faults_of(await moved(clients_count=3)) == {
        "clients_count": "A booking takes at most as many seats as the settings allow: 2."
    }
    assert await taken(conn) == {yoga.monday: 2, yoga.tuesday: 2}
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", other)
    assert row_of(await moved())["clients_count"] == 2
    stays = {"reschedule_activity_id": yoga.tuesday, "clients_count": 1}
    again = await v2.send("PATCH", f"{EVENTS}/{yoga.tuesday}/appointments/{yoga.booking}", json=stays)
    assert row_of(again)["clients_count"] == 1
    assert await taken(conn) == {yoga.tuesday: 1}


async def test_what_a_move_is_refused_for(
    v2: Client, conn: Connection, tenant: Tenant, studio: Studio, yoga: Class
) -> None:
    async def moved(by: Client = v2, query: str = "") -> httpx.Response:
        return await by.send("PATCH", f"{yoga.address}{query}", json=yoga.to_tuesday())

    assert (await v2.send("PATCH", yoga.address, json={"reschedule_activity_id": 999})).status_code == 404
    stale = await v2.send("PATCH", yoga.address, json=yoga.to_tuesday(), headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    fixed = v2.by(await make_member(conn, "fixed", "administrator", records_edit_date_and_master_access=False))
    assert message_of(await moved(fixed)) == (403, LACKING.format("records_edit_date_and_master_access"))
    late = v2.by(await make_member(conn, "late", "administrator", records_edit_last_days_count=3))
    assert message_of(await moved(late)) == (403, "Your rights reach back 3 days here.")
    blind = v2.by(await make_member(conn, "blind", "administrator", custom_fields_record_values_read_access=False))
    assert message_of(await moved(blind, "?include=custom_field_values")) == (
        403, LACKING.format("custom_fields_record_values_read_access"),
    )  # fmt: skip
    await conn.execute("DELETE FROM service_team_members WHERE team_member_id = $1", studio.ben)
    message = f"Team member {studio.ben} doesn't provide these services: {studio.yoga}."
    assert message_of(await moved()) == (400, message)
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", studio.ben)
    assert faults_of(await moved()) == {"staff_id": f"Team member {studio.ben} is dismissed and takes no appointments."}
    assert await taken(conn) == {yoga.monday: 1}
