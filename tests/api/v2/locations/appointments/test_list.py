"""GET /locations/{id}/appointments of API v2"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR
from tests.support.salon import Salon, open_salon

LIST = f"/locations/{HARBOUR}/appointments"


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


async def shown(v2: Client, query: str = "") -> list[int]:
    response = await v2.get(f"{LIST}{query}")
    assert response.status_code == 200, response.text
    return [int(row["id"]) for row in response.json()["data"]]


async def test_an_appointment_as_it_is_shown(v2: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    client_id = await make_client(conn, tenant)
    made = await make_appointment(
        conn, tenant, salon.ana, "2026-02-02 14:00", client_id=client_id, comment="Window", color="f44336",
        attendance="confirmed", api_id="A-1", source="api", visitor_name="",
    )  # fmt: skip
    await add_service(conn, tenant, made, salon.haircut)

    body = (await v2.get(LIST)).json()

    assert body["meta"] == {"pagination": {"page": 1, "offset": 0, "limit": 250}}
    assert set(body) == {"data", "meta"}
    (row,) = body["data"]
    created = row["attributes"].pop("created_datetime")
    visit_id = row["attributes"].pop("visit_id")
    assert (len(created), created[10], visit_id > 0) == (19, "T", True)
    assert row == {
        "type": "record",
        "id": str(made),
        "attributes": {
            "company_id": HARBOUR,
            "external_id": "A-1",
            "booking_user_id": 0,
            "bookform_id": 0,
            "master_id": salon.ana,
            "staff_id": salon.ana,
            "client_id": client_id,
            "comer_id": None,
            "source": 3,
            "attendance": 2,
            "attendance_status": 2,
            "attendance_status_slug": "confirmed",
            "client_fictive_name": None,
            "client_fictive_phone": None,
            "client_fictive_email": None,
            "clients_count": 1,
            "activity_id": 0,
            "custom_color": "f44336",
            "custom_font_color": "000000",
            "length": 3600,
            "duration": 3600,
            "paid_full": 0,
            "is_paid": False,
            "is_overpaid": False,
            "timestamp": 1770058800,
            "date": "2026-02-02T14:00:00",
            "from_url": "",
            "is_mobile": 0,
            "comment": "Window",
            "prepaid_status": 0,
            "record_from": "",
            "payment_status": None,
            "is_sale_bill_printed": None,
            "is_client_notification_sent": False,
        },
    }


@pytest.mark.parametrize(
    ("attendance", "number", "slug"),
    [("no_show", -1, "absent"), ("waiting", 0, "waiting"), ("arrived", 1, "attended")],
)
async def test_attendance_has_numbers_and_words(
    attendance: str, number: int, slug: str, v2: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    fields: dict[str, Any] = {"attendance": attendance, "visitor_name": "Walk-in"}
    await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00", **fields)

    (row,) = (await v2.get(LIST)).json()["data"]

    shown = row["attributes"]
    assert (shown["attendance"], shown["attendance_status"], shown["attendance_status_slug"]) == (number, number, slug)
    assert (shown["client_id"], shown["client_fictive_name"], shown["custom_font_color"]) == (0, "Walk-in", "")


async def test_sources_have_numbers(v2: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Q-344."""
    numbers = {"staff": 0, "mobile_page": 1, "desktop_page": 2, "api": 3}
    for source, number in numbers.items():
        await make_appointment(conn, tenant, salon.ana, f"2026-02-02 1{number}:00", source=source)
    rows = (await v2.get(LIST)).json()["data"]
    assert sorted((row["attributes"]["date"], row["attributes"]["source"]) for row in rows) == [
        (f"2026-02-02T1{number}:00:00", number) for number in range(4)
    ]


async def test_filters(v2: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    """Show that what only touches the period isn't in it, and what began the day before is (Q-340)."""
    client_id = await make_client(conn, tenant)
    night = await make_appointment(conn, tenant, salon.ana, "2026-02-01 20:00", minutes=600)
    morning = await make_appointment(conn, tenant, salon.ben, "2026-02-02 10:00", client_id=client_id)
    event = await make_event(conn, tenant, salon.ana, await make_event_service(conn, tenant), "2026-02-02 12:00")
    noon = await book_seats(conn, tenant, event)
    gone = await make_appointment(conn, tenant, salon.ana, "2026-02-02 15:00", client_id=client_id)
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", gone)

    def period(since: str, until: str) -> str:
        return f"?filter[date_intersect_from]={since}&filter[date_intersect_to]={until}"

    assert await shown(v2) == [night, morning, noon]
    assert await shown(v2, f"?filter[client_id]={client_id}") == [morning]
    assert await shown(v2, "?filter[client_id]=999999") == []
    assert await shown(v2, f"?filter[activity_id]={event}") == [noon]
    assert await shown(v2, f"?filter[activity_id]={event}&filter[client_id]={client_id}") == []
    assert await shown(v2, period("2026-02-02T05:59:00", "2026-02-02T10:00:01")) == [night, morning]
    assert await shown(v2, period("2026-02-02T06:00:00", "2026-02-02T10:00:00")) == []
    assert await shown(v2, period("2026-02-02T11:00:00", "2026-02-03T00:00:00")) == [noon]
    assert await shown(v2, "?limit=1&page=2") == [morning]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("filter[date_intersect_from]=2026-02-02T10:00:00",
         {"filter[date_intersect_to]": ["Both ends of the period are needed."]}),
        ("filter[date_intersect_to]=2026-02-02T10:00:00",
         {"filter[date_intersect_from]": ["Both ends of the period are needed."]}),
        ("filter[date_intersect_from]=2026-02-02T10:00:00&filter[date_intersect_to]=2026-02-02T10:00:00",
         {"filter[date_intersect_to]": ["Must come after the beginning."]}),
        ("filter[date_intersect_from]=0001-01-01&filter[date_intersect_to]=9999-12-31",
         {"filter[date_intersect_from]": ["Must be between the years 1990 and 2100."],
          "filter[date_intersect_to]": ["Must be between the years 1990 and 2100."]}),
        ("filter[client_id]=0&limit=251",
         {"filter[client_id]": ["Must be at least 1."], "limit": ["Must be at most 250."]}),
    ],
)  # fmt: skip
async def test_faults(query: str, errors: dict[str, list[str]], v2: Client) -> None:
    response = await v2.get(f"{LIST}?{query}")

    assert (response.status_code, response.json()["meta"]["errors"]) == (422, errors)


async def test_rights_limit_what_is_listed(v2: Client, conn: Connection, tenant: Tenant, salon: Salon) -> None:
    client_id = await make_client(conn, tenant)
    of_ana = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00", client_id=client_id)
    of_ben = await make_appointment(conn, tenant, salon.ben, "2026-02-02 14:00")
    anas = await make_member(conn, "ana", timetable_access=True, master_id=salon.ana, record_form_client_access=False)
    without = await make_member(conn, "without", timetable_access=False)

    (row,) = (await v2.by(anas).get(f"{LIST}?include=client")).json()["data"]

    assert await shown(v2) == [of_ana, of_ben]
    assert (row["id"], row["attributes"]["client_id"], row["relationships"]) == (
        str(of_ana),
        0,
        {"client": {"data": None}},
    )
    assert (await v2.by(without).get(LIST)).status_code == 403
    assert (await v2.by(FOREIGNER).get(LIST)).status_code == 404


async def test_both_apis_show_the_same(
    v2: Client, client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    made = (await client.post(f"/records/{HARBOUR}", salon.booking(comment="First"))).json()["data"]
    await client.put(f"/record/{HARBOUR}/{made['id']}", {"comment": "Second"})

    (row,) = (await v2.get(LIST)).json()["data"]

    assert (int(row["id"]), row["attributes"]["comment"]) == (made["id"], "Second")
    assert row["attributes"]["visit_id"] == made["visit_id"]
    assert Decimal(row["attributes"]["duration"]) == made["seance_length"]
