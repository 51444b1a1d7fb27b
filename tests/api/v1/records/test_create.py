"""POST /records/{location_id}"""

from datetime import datetime
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.people import HARBOUR, OWNER
from tests.support.salon import Salon

CREATE = f"/records/{HARBOUR}"


async def made(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post(CREATE, body)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def test_the_answer_is_the_appointment(client: Client, salon: Salon) -> None:
    """Show that it is one object (Q-230)."""
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
