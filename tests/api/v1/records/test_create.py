"""POST /records/{location_id}"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, TRAINEE, Person
from tests.support.salon import Salon

CREATE = f"/records/{HARBOUR}"


async def made(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post(CREATE, body)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def test_the_answer_is_the_appointment(client: Client, salon: Salon) -> None:
    """Show that it is one object (Q-230), and that the number of its document is a number (Q-244)."""
    maya = {"phone": "+1 (315) 555-0142", "name": "Maya", "email": "maya@example.com"}
    response = await client.post(CREATE, salon.booking(client=maya, comment="By the window"))

    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    body = response.json()
    data = body["data"]
    assert body == {"success": True, "data": data, "meta": []}
    for name in ("create_date", "last_change_date"):
        assert datetime.fromisoformat(data.pop(name)).utcoffset() is not None
    [document] = data.pop("documents")
    service = {
        "id": salon.haircut, "title": "Haircut", "cost": 50, "cost_to_pay": 50, "manual_cost": 50, "cost_per_unit": 50,
        "discount": 0, "first_cost": 50, "amount": 1, "assistants": [], "staff_service_link": {"length": 3600},
        "company_service_link": {"price_min": 50, "price_max": 70},
    }  # fmt: skip
    staff = {
        "id": salon.ana, "api_id": None, "name": "Ana Lima", "specialization": "", "avatar": "", "avatar_big": "",
        "position": {"id": 1, "title": "Stylist", "services_binding_type": 0}, "rating": 0, "votes_count": 0,
        "spec": "",
    }  # fmt: skip
    card = {
        "id": data["client"]["id"], "name": "Maya", "surname": "", "middle_name": "", "patronymic": "",
        "display_name": "Maya", "comment": "", "phone": "13155550142", "card": "", "email": "maya@example.com",
        "success_visits_count": 0, "fail_visits_count": 0, "discount": 0, "is_new": True, "gender": 0, "sex": 0,
        "birthday": "", "custom_fields": [], "client_tags": [], "phone_country_id": 0,
    }  # fmt: skip
    assert data == {
        "id": data["id"], "company_id": HARBOUR, "staff_id": salon.ana, "services": [service],
        "goods_transactions": [], "staff": staff, "client": card, "clients_count": 1, "date": "2026-02-02 14:00:00",
        "datetime": "2026-02-02T14:00:00-05:00", "comment": "By the window", "online": False, "visit_attendance": 0,
        "attendance": 0, "confirmed": 1, "seance_length": 3600, "length": 3600, "technical_break_duration": 0,
        "sms_before": 0, "sms_now": 0, "sms_now_text": "", "email_now": 0, "notified": 0, "master_request": 1,
        "api_id": "", "from_url": "", "review_requested": 0, "is_remind_sms_sent": False,
        "visit_id": data["visit_id"], "created_user_id": OWNER.id, "deleted": False, "paid_full": 0,
        "payment_status": 0, "prepaid": False, "prepaid_confirmed": False, "is_update_blocked": False,
        "custom_color": "", "custom_font_color": "", "record_labels": [], "activity_id": 0, "custom_fields": [],
        "sms_remain_hours": None, "email_remain_hours": None, "bookform_id": 0, "record_from": "", "is_mobile": 0,
        "is_sale_bill_printed": False, "consumables": [], "finance_transactions": [], "acceptance_free": None,
        "comer": None, "comer_person_info": None, "resource_instance_ids": [], "short_link": "",
    }  # fmt: skip
    assert (document["type_id"], document["visit_id"], document["record_id"]) == (7, data["visit_id"], data["id"])
    assert document["number"] == document["id"]


BUSY = [{"code": 433, "message": "Team member 1 is busy between 2026-02-02 14:30 and 15:30."}]


async def test_a_time_that_is_taken_has_its_code(client: Client, salon: Salon) -> None:
    """Show how clients recognise it (Q-231)."""
    await made(client, salon.booking("14:00"))

    response = await client.post(CREATE, salon.booking("14:30"))

    assert (response.status_code, response.json()["meta"]["errors"]) == (422, BUSY)
    assert (await made(client, salon.booking("15:00")))["date"] == "2026-02-02 15:00:00"
    assert (await made(client, salon.booking("13:00")))["date"] == "2026-02-02 13:00:00"
    assert (await made(client, salon.booking("14:30", save_if_busy=True)))["date"] == "2026-02-02 14:30:00"


@pytest.mark.parametrize(("time", "shown"), [("09:30", "09:30 to 10:30"), ("18:30", "18:30 to 19:30")])
async def test_the_member_has_to_work(time: str, shown: str, client: Client, salon: Salon) -> None:
    response = await client.post(CREATE, salon.booking(time))

    message = f"Team member {salon.ana} doesn't work all the time from 2026-02-02 {shown}."
    assert (response.status_code, response.json()["meta"]["errors"]) == (422, [{"code": 433, "message": message}])
    assert (await made(client, salon.booking(time, save_if_busy=1)))["date"] == f"2026-02-02 {time}:00"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-02-02 14:00", "2026-02-02T14:00:00-05:00"),
        ("2026-02-02T14:00:00", "2026-02-02T14:00:00-05:00"),
        ("2026-02-02T20:00:00+01:00", "2026-02-02T14:00:00-05:00"),
        ("2026-02-02T20:00:00+0100", "2026-02-02T14:00:00-05:00"),
        (1770058800, "2026-02-02T14:00:00-05:00"),
        ("1770058800", "2026-02-02T14:00:00-05:00"),
        ("2026-11-01 01:30", "2026-11-01T01:30:00-04:00"),
    ],
)
async def test_forms_of_a_time(written: str | int, shown: str, client: Client, salon: Salon) -> None:
    """Show that a time that comes twice is the earlier one (Q-232)."""
    data = await made(client, salon.booking(save_if_busy=True) | {"datetime": written})
    assert data["datetime"] == shown


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2026-03-08 02:30", "This time doesn't exist: clocks are put forward then."),
        ("2026-02-02 14:00:30", "Must be a whole minute, without seconds."),
    ],
)
async def test_times_that_are_none(written: str, message: str, client: Client, salon: Salon) -> None:
    response = await client.post(CREATE, salon.booking(save_if_busy=True) | {"datetime": written})
    assert faults_of(response) == {"datetime": message}


async def test_names_that_clients_use(client: Client, salon: Salon) -> None:
    """Show what the vendor's own client and others send (Q-233)."""
    body = {
        "id": 0, "master_id": str(salon.ana), "date": "2026-02-02 14:00", "length": "5400", "send_sms": 1,
        "services": [str(salon.haircut), {"id": salon.colouring, "amount": 2}], "client": [{"phone": 13155550142}],
        "api_id": 17, "custom_color": "#F80", "attendance": "2",
    }  # fmt: skip
    data = await made(client, body)
    assert (data["staff_id"], data["date"], data["length"], data["sms_now"]) == (
        salon.ana, "2026-02-02 14:00:00", 5400, 1,
    )  # fmt: skip
    assert [(each["id"], each["amount"], each["cost"]) for each in data["services"]] == [
        (salon.haircut, 1, 50), (salon.colouring, 2, 160),
    ]  # fmt: skip
    assert (data["client"]["phone"], data["client"]["name"]) == ("13155550142", "13155550142")
    assert (data["api_id"], data["custom_color"], data["custom_font_color"]) == ("17", "ff8800", "#000000")
    assert (data["attendance"], data["visit_attendance"], data["confirmed"]) == (2, 2, 1)


@pytest.mark.parametrize("client_form", [{}, None, [], {"phone": ""}, {"phone": None, "name": "Walk-in"}])
async def test_an_appointment_without_a_client(client_form: Any, client: Client, salon: Salon) -> None:
    """Show that it is a visit of its own (Q-234)."""
    one = await made(client, salon.booking("14:00", client=client_form))
    other = await made(client, salon.booking("16:00", client=client_form))
    assert (one["client"], other["client"]) == (None, None)
    assert one["visit_id"] != other["visit_id"]


async def test_the_same_client_has_one_visit_a_day(client: Client, salon: Salon) -> None:
    """Show that it is found by the number in any writing, and that a card keeps its name (Q-234)."""
    one = await made(client, salon.booking("14:00", client={"phone": "+1 315 555 0142", "name": "Maya"}))
    other = await made(client, salon.booking("16:00", client={"phone": "(315) 555-0142", "name": "Somebody else"}))
    by_id = await made(client, salon.booking("17:00", client={"id": one["client"]["id"]}))
    assert {each["visit_id"] for each in (other, by_id)} == {one["visit_id"]}
    assert other["client"]["name"] == "Maya"


async def test_a_visit_to_which_the_client_came_is_closed(client: Client, salon: Salon) -> None:
    """Show that later appointments of the day make another one, until one of it is waited for again (Q-234)."""
    maya = {"phone": "13155550142"}
    came = await made(client, salon.booking("10:00", client=maya, attendance=1))
    later = await made(client, salon.booking("14:00", client=maya))
    assert came["visit_id"] != later["visit_id"]
    assert (await made(client, salon.booking("16:00", client=maya)))["visit_id"] == later["visit_id"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, (50, 0, 50, 50)),
        ({"amount": 3}, (50, 0, 150, 150)),
        ({"discount": 10}, (50, 10, 50, 45)),
        ({"first_cost": 300, "discount": 15}, (300, 15, 300, 255)),
        ({"cost_per_unit": 10, "amount": 2, "discount": 50}, (10, 50, 20, 10)),
        ({"first_cost": 20, "amount": 2, "discount": 50, "cost": 10}, (10, 50, 20, 10)),
        ({"cost": 33}, (50, 0, 50, 33)),
        ({"first_cost": 100, "amount": 3, "discount": "33.33"}, (33.3333, 33.33, 99.9999, 66.67)),
    ],
)
async def test_what_a_service_costs(
    given: dict[str, Any], shown: tuple[Any, ...], client: Client, salon: Salon
) -> None:
    data = await made(client, salon.booking() | {"services": [{"id": salon.haircut, **given}]})
    [service] = data["services"]
    assert (service["cost_per_unit"], service["discount"], service["first_cost"], service["cost"]) == shown
    assert service["manual_cost"] == service["cost_to_pay"] == service["cost"]


@pytest.mark.parametrize(
    ("given", "length", "pause"),
    [
        ({}, 4200, 600),
        ({"technical_break_duration": None}, 4200, 600),
        ({"technical_break_duration": 900}, 4500, 900),
        ({"technical_break_duration": 0}, 3600, 0),
        ({"seance_length": 3600}, 3600, 600),
        ({"seance_length": 5400, "technical_break_duration": 1200}, 5400, 1200),
        ({"seance_length": 300}, 300, 300),
    ],
)
async def test_how_long_it_takes(
    given: dict[str, Any], length: int, pause: int, client: Client, conn: Connection, salon: Salon
) -> None:
    """Show that the location's break counts where the service has none of its own (Q-235)."""
    await conn.execute("UPDATE locations SET technical_break = 600 WHERE id = $1", HARBOUR)
    data = await made(client, salon.booking(**given))
    assert (data["seance_length"], data["technical_break_duration"]) == (length, pause)


async def test_the_longest_break_of_the_services_counts_once(client: Client, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE services SET technical_break = 900 WHERE id = $1", salon.haircut)
    await conn.execute("UPDATE services SET technical_break = 300 WHERE id = $1", salon.colouring)
    data = await made(client, salon.booking() | {"services": [salon.haircut, salon.colouring]})
    assert (data["seance_length"], data["technical_break_duration"]) == (3600 + 1800 + 900, 900)


async def test_a_break_may_lie_after_work(client: Client, salon: Salon) -> None:
    """Show that only the time of the services must lie in working time."""
    data = await made(client, salon.booking("18:00", technical_break_duration=900))
    assert data["seance_length"] == 4500


async def test_all_faults_at_once(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, salon: Salon
) -> None:
    """Show that things of another location don't exist here."""
    foreign_service = await make_service(conn, hillside)
    foreign_tag = await make_tag(conn, hillside, "Elsewhere")
    for_clients = await make_tag(conn, tenant, "For clients", kind=Kind.CLIENT)
    foreign_client = await make_client(conn, hillside)
    body = salon.booking() | {
        "services": [salon.haircut, foreign_service],
        "client": {"id": foreign_client},
        "record_labels": [str(foreign_tag.id), str(for_clients.id)],
        "custom_fields": {"unknown": 1},
    }
    assert faults_of(await client.post(CREATE, body)) == {
        "client.id": "There is no such client in this location.",
        "services[1].id": f"This location offers no service {foreign_service}.",
        "record_labels": (
            f"This location has no tags of appointments with these ids: {foreign_tag.id}, {for_clients.id}."
        ),
        "custom_fields.unknown": "There is no such field.",
    }


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"staff_id": "This field is missing.", "datetime": "This field is missing."}),
({"activity_id": 7}, {"activity_id": "There is no such event in this location."}),
        ({"staff_id": 999_999, "datetime": "2026-02-02 10:00"},
         {"staff_id": "There is no such team member in this location."}),
        ({"staff_id": 9, "datetime": "x", "seance_length": 301, "technical_break_duration": 3900, "attendance": 3,
          "custom_color": "red", "custom_fields": [1], "services": [{}]},
         {"datetime": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00.",
          "seance_length": "Must be a multiple of 300.",
          "technical_break_duration": "Must be at most 3600.",
          "attendance": "Expected -1 or 0 or 1 or 2, not 3.",
          "custom_color": "Expected a colour, such as f44336.",
          "custom_fields": "Expected an object, or a list of objects with `code` and `value`.",
          "services[0].id": "This field is missing."}),
    ],
)  # fmt: skip
async def test_faults_of_the_body(body: dict[str, Any], faults: dict[str, Any], client: Client, salon: Salon) -> None:
    """Show among others that group events can't be booked yet (Q-243)."""
    assert faults_of(await client.post(CREATE, body)) == faults


async def test_a_break_has_to_fit_into_the_length(client: Client, salon: Salon) -> None:
    response = await client.post(CREATE, salon.booking(seance_length=600, technical_break_duration=900))
    message = (
        "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: 600 and 900 don't fit."
    )
    assert faults_of(response) == {"seance_length": message}


async def test_a_length_is_needed_without_services(client: Client, salon: Salon) -> None:
    body = salon.booking() | {"services": []}
    fault = {"seance_length": "Without services, the length must be given."}
    assert faults_of(await client.post(CREATE, body)) == fault
    data = await made(client, body | {"seance_length": 1800})
    assert (data["services"], data["seance_length"]) == ([], 1800)


async def test_a_service_that_the_member_does_not_provide(client: Client, salon: Salon) -> None:
    """Show that it is refused also if the time may be taken (Q-236)."""
    response = await client.post(CREATE, salon.booking(save_if_busy=True) | {"staff_id": salon.ben})
    message = f"Team member {salon.ben} doesn't provide these services: {salon.haircut}."
    assert (response.status_code, response.json()["meta"]["message"]) == (400, message)


async def test_a_dismissed_member(client: Client, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE team_members SET is_dismissed = true WHERE id = $1", salon.ana)
    fault = f"Team member {salon.ana} is dismissed and takes no appointments."
    assert faults_of(await client.post(CREATE, salon.booking(save_if_busy=True))) == {"staff_id": fault}


async def test_resources_are_taken_by_the_lowest_id(
    client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show that two services share one, and that a forced appointment goes without if none is free (Q-237)."""
    room = await make_resource(conn, tenant, "Room", "Left", "Right")
    left, right = (instance.id for instance in room.instances)
    for service in (salon.haircut, salon.colouring):
        await insert(conn, "service_resources", tenant, service_id=service, resource_id=room.id)
    await assign(conn, tenant, salon.haircut, salon.ben)
    carla = await make_team_member(conn, tenant, "Carla")
    await assign(conn, tenant, salon.haircut, carla)
    await set_hours(conn, tenant, carla)

    first = await made(client, salon.booking() | {"services": [salon.haircut, salon.colouring]})
    second = await made(client, salon.booking("15:00") | {"staff_id": salon.ben})
    third = await client.post(CREATE, salon.booking("15:00") | {"staff_id": carla})
    forced = await made(client, salon.booking("15:00", save_if_busy=True) | {"staff_id": carla})

    assert (first["resource_instance_ids"], second["resource_instance_ids"]) == ([left], [right])
    message = "No Room is free all the time from 2026-02-02 15:00 to 16:00."
    assert third.json()["meta"]["errors"] == [{"code": 433, "message": message}]
    assert forced["resource_instance_ids"] == []


async def test_a_new_card_needs_its_right(client: Client, conn: Connection, salon: Salon) -> None:
    clerk = await make_member(conn, "clerk", "administrator", record_form_client_add_access=False)
    response = await client.by(clerk).post(CREATE, salon.booking(client={"phone": "13155550142"}))
    assert (response.status_code, await conn.fetchval("SELECT count(*) FROM clients")) == (403, 0)


@pytest.mark.parametrize(
    ("right", "service"),
    [
        ("records_services_cost_access", {"cost": 45}),
        ("records_services_cost_access", {"first_cost": 45}),
        ("records_services_discount_access", {"discount": 5}),
    ],
)
async def test_prices_need_their_rights(
    right: str, service: dict[str, Any], client: Client, conn: Connection, salon: Salon
) -> None:
    clerk = client.by(await make_member(conn, "clerk", "administrator", **{right: False}))
    body = salon.booking() | {"services": [{"id": salon.haircut, **service}]}
    response = await clerk.post(CREATE, body)
    assert (response.status_code, right in response.json()["meta"]["message"]) == (403, True)
    listed = salon.booking() | {"services": [{"id": salon.haircut, "cost": 50, "first_cost": 50, "discount": 0}]}
    assert (await clerk.post(CREATE, listed)).status_code == 201


@pytest.mark.parametrize("limit", [{"master_id": 999}, {"position_id": 999}])
async def test_only_what_the_user_may_see_can_be_made(
    limit: dict[str, Any], client: Client, conn: Connection, salon: Salon
) -> None:
    clerk = await make_member(conn, "clerk", "administrator", **limit)
    response = await client.by(clerk).post(CREATE, salon.booking())
    message = "Your rights don't include appointments of this team member."
    assert (response.status_code, response.json()["meta"]["message"]) == (403, message)


@pytest.mark.parametrize("limit", [{"last_days_count": 3}, {"records_edit_last_days_count": 3}])
async def test_days_that_are_too_long_ago(
    limit: dict[str, Any], client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    clerk = client.by(await make_member(conn, "clerk", "administrator", **limit))
    today = datetime.now(tenant.timezone).date()
    for days, status in ((3, 201), (4, 403)):
        body = salon.booking(save_if_busy=True) | {"datetime": f"{today - timedelta(days=days)} 12:00"}
        assert (await clerk.post(CREATE, body)).status_code == status


async def test_custom_fields(client: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show both forms, and that they change nothing without the right (Q-239)."""
    await make_field(conn, tenant, code="skin_type")
    given = {"skin_type": "dry"}
    data = await made(client, salon.booking("10:00", custom_fields=given))
    as_list = await made(client, salon.booking("11:00", custom_fields=[{"code": "skin_type", "value": "dry"}]))
    assert (data["custom_fields"], as_list["custom_fields"]) == (given, given)
    for number, right in enumerate(("read", "edit")):
        rights = {f"custom_fields_record_values_{right}_access": False}
        clerk = client.by(await make_member(conn, f"clerk-{number}", "administrator", **rights))
        assert (await made(clerk, salon.booking(f"{12 + number}:00", custom_fields=given)))["custom_fields"] == []


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (TRAINEE, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not(person: Person, status: int, client: Client, salon: Salon) -> None:
    assert (await client.by(person).post(CREATE, salon.booking())).status_code == status
