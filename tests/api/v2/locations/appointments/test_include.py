"""What answers with appointments of API v2 include"""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.filters import AppointmentFilter
from parlour.areas.appointments.service.including import read_parts
from parlour.areas.appointments.service.reading import list_page
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.tags.model import Kind as TagKind
from parlour.db.pool import Connection
from parlour.page_requests import PageRequest
from tests.appointments.test_statements import Counted
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.event_schedules import make_client_schedule, make_schedule, make_series
from tests.support.factories.events import book_seats, make_event
from tests.support.factories.payments import accounts_of, make_payment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.stock import storages_of, take_out
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.salon import Salon, open_salon
from tests.support.studio import open_studio

AT_THREE = datetime(2026, 2, 2, 20, tzinfo=UTC)
LIST = f"/locations/{HARBOUR}/appointments"
ATTENDANCES = f"/locations/{HARBOUR}/attendances"
TO_ONE = {
    "client", "staff", "attendance_document", "fast_payment_settings", "acceptance_free", "comer",
    "client_notification_settings", "client_schedule", "duration_details",
}  # fmt: skip
EMPTY = {"fast_payment_settings", "acceptance_free", "comer", "client_schedule"}
REAL = {
    "client", "staff", "services", "resource_instances", "labels", "attendance_service_items", "attendance_document",
    "custom_field_values", "client_notification_settings", "duration_details", "goods", "attendance_good_items",
    "transactions",
}  # fmt: skip
VALUES = "client.custom_field_values"


class Booked:
    """An appointment with one of everything."""

    def __init__(self, id_: int, salon: Salon, **ids: int) -> None:
        self.id, self.salon, self.ids = id_, salon, ids


@pytest.fixture
async def booked(conn: Connection, tenant: Tenant) -> Booked:
    salon = await open_salon(conn, tenant)
    own = await make_field(conn, tenant)
    of_client = await make_field(conn, tenant, "hair", kind=Kind.CLIENT)
    client_id = await make_client(
        conn,
        tenant,
        "Maya",
        surname="Reyes",
        phone="13155550175",
        custom_values=json.dumps({str(of_client.id): "oily"}),
    )
    tag = await make_tag(conn, tenant, "Newcomer", kind=TagKind.APPOINTMENT)
    room = (await make_resource(conn, tenant, "Solarium", "Bed 1")).instances[0]
    id_ = await make_appointment(
        conn, tenant, salon.ana, "2026-02-02 14:00", client_id=client_id, tag_ids=[tag.id], technical_break=600,
        resource_instance_ids=[room.id], sms_reminder_hours=5, custom_values=json.dumps({str(own.id): "dry"}),
    )  # fmt: skip
    line = await add_service(conn, tenant, id_, salon.haircut)
    cash, _ = await accounts_of(conn, tenant)
    product = await make_product(conn, tenant, await make_category(conn, tenant, "Shelf"), "Shampoo", price=Decimal(15))
    _, storage, *_ = await storages_of(conn, tenant)
    sold = await take_out(
        conn, tenant, product.id, storage, 2, cost=Decimal(25), price=Decimal("12.5"), appointment_id=id_,
        team_member_id=salon.ana,
    )  # fmt: skip
    paid = await make_payment(conn, tenant, id_, "45", item_id=line, account_id=cash, occurred_at=AT_THREE)
    ids = {"client": client_id, "tag": tag.id, "room": room.id, "line": line, "own": own.id, "hair": of_client.id}
    ids |= {"product": product.id, "sold": sold, "paid": paid, "cash": cash, "storage": storage}
    return Booked(id_, salon, **ids)


async def included(v2: Client, *include: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The relations of the first appointment, and what is included by type."""
    body = (await v2.get(f"{LIST}?include={','.join(include)}")).json()
    return body["data"][0]["relationships"], {each["type"]: each for each in body["included"]}


async def test_all_relations(v2: Client, booked: Booked) -> None:
    relations, found = await included(v2, *REAL, *EMPTY)

    assert {name for name, relation in relations.items() if not relation["data"]} == EMPTY
    assert {name for name, relation in relations.items() if not isinstance(relation["data"], list)} == TO_ONE
    assert set(relations) == REAL | EMPTY
    assert set(found) == REAL - {"services", "labels", "resource_instances", "attendance_service_items",
                                 "custom_field_values", "goods", "attendance_good_items", "transactions"} | {
        "good", "attendance_good_item", "finance_transaction", "service", "tag", "resource_instance",
        "attendance_service_item", "custom_field_value"}  # fmt: skip
    ids, salon = booked.ids, booked.salon
    assert relations["client"] == {"data": {"type": "client", "id": str(ids["client"])}}
    assert found["client"]["attributes"] == {
        "name": "Maya", "surname": "Reyes", "patronymic": "", "phone": "13155550175", "additional_phone": "",
        "email": "", "comment": "", "client_tips": False, "birthday": None, "card_number": "", "gender": 0,
        "discount": 0, "discount_percent": 0,
    }  # fmt: skip
    assert "relationships" not in found["client"]
    assert (found["staff"]["id"], found["staff"]["attributes"]["name"]) == (str(salon.ana), "Ana Lima")
    assert (found["service"]["id"], found["service"]["attributes"]) == (
        str(salon.haircut), {"title": "Haircut", "category_id": 0})  # fmt: skip
    assert (found["tag"]["id"], found["tag"]["attributes"]["title"]) == (str(ids["tag"]), "Newcomer")
    assert (found["resource_instance"]["id"], found["resource_instance"]["attributes"]["title"]) == (
        str(ids["room"]), "Bed 1")  # fmt: skip
    assert found["attendance_service_item"]["attributes"] == {
        "service_id": salon.haircut, "title": "Haircut", "duration": 3600, "amount": 1, "cost_per_unit": 50,
        "first_cost": 50, "discount": 0, "cost": 50,
    }  # fmt: skip
    assert found["custom_field_value"] == {
        "type": "custom_field_value",
        "id": f"record_{booked.id}_{ids['own']}",
        "attributes": {"custom_field_id": ids["own"], "code": "skin_type", "value": "dry"},
    }
    assert found["client_notification_settings"]["attributes"] == {
        "is_sms_sent_at_once": False, "is_email_sent_at_once": False, "sms_remain_hours": 5, "email_remain_hours": None,
    }  # fmt: skip
    assert found["duration_details"]["attributes"] == {"services_duration": 3000, "technical_break_duration": 600}
    assert found["attendance_document"]["attributes"]["company_id"] == HARBOUR


async def test_what_was_sold_and_paid(v2: Client, booked: Booked) -> None:
    """Q-355."""
    relations, found = await included(v2, "goods", "attendance_good_items", "transactions")

    ids = booked.ids
    assert relations == {
        "goods": {"data": [{"type": "good", "id": str(ids["product"])}]},
        "attendance_good_items": {"data": [{"type": "attendance_good_item", "id": str(ids["sold"])}]},
        "transactions": {"data": [{"type": "finance_transaction", "id": str(ids["paid"])}]},
    }
    assert found["good"]["attributes"]["title"] == "Shampoo"
    assert found["good"]["attributes"]["actual_cost"] is None
    item = await v2.get(f"/locations/{HARBOUR}/attendance_product_items/{ids['sold']}")
    assert found["attendance_good_item"]["attributes"] == item.json()["data"]["attributes"]
    assert found["finance_transaction"]["attributes"] == {
        "document_id": found["finance_transaction"]["attributes"]["document_id"], "record_id": booked.id,
        "expense_id": 5, "item_id": ids["line"], "account_id": ids["cash"], "account_title": "Cash", "amount": 45,
        "date": "2026-02-02T15:00:00", "comment": "",
    }  # fmt: skip


async def test_who_may_not_see_sales_and_payments_sees_none(v2: Client, conn: Connection, booked: Booked) -> None:
    """Q-355."""
    rights = dict.fromkeys(("records_goods_access", "records_finances_access", "finances_transactions_access"), False)
    limited = await make_member(conn, "limited", "manager", **rights)
    for name in ("goods", "attendance_good_items", "transactions"):
        relations, found = await included(v2.by(limited), name)
        assert (relations, found) == ({name: {"data": []}}, {})


async def test_products_that_were_deleted_since_are_no_goods(v2: Client, conn: Connection, booked: Booked) -> None:
    await conn.execute("UPDATE products SET deleted_at = now()")
    relations, found = await included(v2, "goods", "attendance_good_items")
    assert (relations["goods"], [*found]) == ({"data": []}, ["attendance_good_item"])


async def test_values_of_a_client_come_with_the_client(v2: Client, booked: Booked) -> None:
    relations, found = await included(v2, VALUES)

    value = f"client_{booked.ids['client']}_{booked.ids['hair']}"
    assert set(relations) == {"client"}
    assert found["client"]["relationships"] == {
        "custom_field_values": {"data": [{"type": "custom_field_value", "id": value}]}
    }
    assert (found["custom_field_value"]["id"], found["custom_field_value"]["attributes"]["value"]) == (value, "oily")


async def test_values_need_their_rights(v2: Client, conn: Connection, booked: Booked) -> None:
    """Show who may not see them (Q-342)."""
    rights: dict[str, Any] = {f"custom_fields_{kind}_values_read_access": False for kind in ("record", "client")}
    rights |= dict.fromkeys(("timetable_access", "record_form_access", "record_form_client_access"), True)
    limited = await make_member(conn, "limited", **rights)

    for include in ("custom_field_values", VALUES):
        for path in (LIST, f"{ATTENDANCES}/record_{booked.id}/appointments"):
            assert (await v2.by(limited).get(f"{path}?include={include}")).status_code == 403
    masked = (await v2.by(limited).get(f"{LIST}?include=client")).json()["included"][0]["attributes"]
    assert (masked["surname"], masked["phone"]) == ("", "1********75")


async def test_the_client_schedule(v2: Client, conn: Connection, tenant: Tenant) -> None:
    """Show the one that made a booking, unless it is deleted (Q-458); other bookings of the event have none."""
    studio = await open_studio(conn, tenant)
    event = await make_event(conn, tenant, studio.ana, studio.yoga, "2026-02-02 10:00")
    schedule = await make_schedule(conn, tenant, event)
    series = await make_series(conn, tenant, schedule, event)
    occurrence = await conn.fetchval("SELECT id FROM event_occurrences WHERE series_id = $1", series)
    people = [await make_client(conn, tenant, name) for name in ("Maya", "Zoe", "Kai")]
    bookings = [await book_seats(conn, tenant, event, client_id=each) for each in people]
    made = [await make_client_schedule(conn, tenant, schedule, each, series) for each in people[:2]]
    for client_schedule, booking in zip(made, bookings, strict=False):
        ids = {"client_schedule_id": client_schedule, "occurrence_id": occurrence, "appointment_id": booking}
        await insert(conn, "client_occurrences", tenant, **ids)

    async def read() -> tuple[dict[int, Any], list[Any]]:
        body = (await v2.get(f"{LIST}?include=client_schedule")).json()
        relations = {int(row["id"]): row["relationships"]["client_schedule"]["data"] for row in body["data"]}
        return relations, body["included"]

    relations, found = await read()
    assert relations == {
        bookings[0]: {"type": "client_schedule", "id": str(made[0])},
        bookings[1]: {"type": "client_schedule", "id": str(made[1])},
        bookings[2]: None,
    }
    attributes = {
        "schedule_id": schedule, "schedule_days_ids": [series], "clients_count": 1, "final_day": "2026-03-02T23:59:59",
    }  # fmt: skip
    assert found == [{"type": "client_schedule", "id": str(each), "attributes": attributes} for each in made]
    counted: Any = Counted(conn)
    page = await list_page(counted, tenant, AppointmentFilter(), PageRequest(None, 10))
    counted.taken()
    await read_parts(counted, tenant, page, {"client_schedule"})
    assert counted.taken() == 1

    await conn.execute("UPDATE client_schedules SET deleted_at = now() WHERE id = $1", made[0])
    await conn.execute("UPDATE client_occurrences SET deleted_at = now() WHERE appointment_id = $1", bookings[1])
    assert await read() == (dict.fromkeys(bookings), [])


async def test_a_page_takes_a_fixed_number_of_statements(conn: Connection, tenant: Tenant, booked: Booked) -> None:
    for hour in range(10, 14):
        other = await make_client(conn, tenant, f"Client {hour}")
        id_ = await make_appointment(conn, tenant, booked.salon.ben, f"2026-02-02 {hour}:00", client_id=other)
        await add_service(conn, tenant, id_, booked.salon.colouring)
    counted: Any = Counted(conn)

    found = await list_page(counted, tenant, AppointmentFilter(), PageRequest(None, 10))
    assert (len(found), counted.taken()) == (5, 1)
    await read_parts(counted, tenant, found, REAL | EMPTY | {VALUES})
    assert counted.taken() == 10
    await read_parts(counted, tenant, found, {"client", "attendance_service_items", "duration_details"})
    assert counted.taken() == 0
