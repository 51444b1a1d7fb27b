"""POST /company/{location_id}/clients/visits/search"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, Form
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.rows import insert
from tests.support.factories.services import make_service
from tests.support.factories.stock import make_document, make_transaction, storages_of
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person

SEARCH = f"/company/{HARBOUR}/clients/visits/search"
NO_PAGE = {"to": None, "from": None, "count": None}


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant) -> int:
    return await make_client(conn, tenant, phone="13155550175")


async def book(conn: Connection, tenant: Tenant, member: int, client: int, day: str, **fields: Any) -> int:
    return await make_appointment(conn, tenant, member, f"{day} 18:30", client_id=client, **fields)


async def sell(conn: Connection, tenant: Tenant, client: int, appointment: int = 0, **fields: Any) -> int:
    """Sell two bottles for 20 each, less 10 %, on 31 January at half past eleven in the evening."""
    _, storage, *_ = await storages_of(conn, tenant)
    sold_at = datetime(2026, 2, 1, 4, 30, tzinfo=UTC)
    document = await make_document(conn, tenant, Kind.SALE, storage, occurred_at=sold_at)
    product = await make_product(conn, tenant, await make_category(conn, tenant, f"Shelf {document}"), "Argan")
    money = {"price": Decimal(20), "discount": Decimal(10), "cost": Decimal(36)}
    await make_transaction(
        conn, tenant, document, product.id, -2, client_id=client, appointment_id=appointment, occurred_at=sold_at,
        **money, **fields,
    )  # fmt: skip
    return document


async def history(client: Client, **body: Any) -> dict[str, Any]:
    response = await client.post(SEARCH, body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def records(answer: dict[str, Any]) -> list[int]:
    return [row["id"] for row in answer["data"]["records"]]


async def test_an_appointment_has_its_services_and_the_state_of_the_visit(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    cut = await make_service(conn, tenant)
    booked = await book(conn, tenant, ana, maya, "2026-01-31", attendance="arrived", comment="By bus")
    await add_service(conn, tenant, booked, cut, "45", unit_price=Decimal(50), discount=Decimal(10))
    await conn.execute("UPDATE visits SET attendance = 'arrived'")
    (visit_id,) = await conn.fetchrow("SELECT id FROM visits") or (0,)
    answer = await history(client, client_id=maya)
    member = answer["data"]["records"][0].pop("staff")
    assert (member["id"], member["company_id"], member["position"]) == (ana, HARBOUR, None)
    assert answer["data"] == {
        "goods_transactions": [],
        "records": [
            {
                "id": booked,
                "comment": "By bus",
                "date": "2026-01-31T18:30:00-0500",
                "visit_id": visit_id,
                "attendance": 1,
                "services": [
                    {
                        "id": cut, "title": "Haircut", "first_cost": 50, "discount_percent": 10, "cost_to_pay": 45,
                        "paid_sum": 0, "payment_status": "not_paid", "consumables": [],
                    }
                ],
                "company": {"id": HARBOUR, "title": "Harbour"},
                "tips": {"has_tips": False, "sum": None},
            }
        ],
    }  # fmt: skip
    current = {"to": "2026-01-31", "from": "2026-01-31", "count": 1}
    assert answer["meta"] == {"dateCursor": {"previous": NO_PAGE, "current": current, "next": NO_PAGE}}


async def test_a_sale_without_an_appointment_stands_alone(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    document = await sell(conn, tenant, maya, team_member_id=ana, comment="As a gift")
    await sell(conn, tenant, await make_client(conn, tenant, "Ben"))
    (purchase,) = (await history(client, client_id=maya))["data"]["goods_transactions"]
    assert purchase.pop("staff")["id"] == ana
    (product,) = purchase.pop("goods")
    assert product.pop("id") > 0
    assert product == {
        "title": "Argan", "amount": -2, "unit": "Piece", "cost_per_unit": 20, "first_cost": -40,
        "discount_percent": 10, "cost_to_pay": 36, "paid_sum": 0, "payment_status": "not_paid",
    }  # fmt: skip
    assert purchase == {
        "id": document, "comment": "As a gift", "date": "2026-01-31T23:30:00-0500", "visit_id": 0, "record_id": 0,
        "company": {"id": HARBOUR, "title": "Harbour"},
    }  # fmt: skip


async def test_a_sale_in_an_appointment_belongs_to_its_visit(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    booked = await book(conn, tenant, ana, maya, "2026-02-07")
    await sell(conn, tenant, maya, booked)
    answer = await history(client, client_id=maya, payment_statuses=["not_paid"])
    (purchase,), (record,) = answer["data"]["goods_transactions"], answer["data"]["records"]
    assert (purchase["record_id"], purchase["visit_id"]) == (booked, record["visit_id"])
    assert answer["meta"]["dateCursor"]["current"] == {"to": "2026-02-07", "from": "2026-02-07", "count": 1}
    assert "staff" not in purchase


async def test_free_visits_are_paid(client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int) -> None:
    """Q-283"""
    free = await book(conn, tenant, ana, maya, "2026-02-01")
    dear = await book(conn, tenant, ana, maya, "2026-02-02")
    service = await make_service(conn, tenant)
    await add_service(conn, tenant, free, service, "0")
    await add_service(conn, tenant, dear, service, "50")
    assert records(await history(client, client_id=maya, payment_statuses=["paid_full", "paid_over"])) == [free]
    assert records(await history(client, client_id=maya, payment_statuses=["not_paid"])) == [dear]
    assert records(await history(client, client_id=maya, payment_statuses=[])) == [dear, free]


async def test_attendance_is_that_of_the_visit(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    made = {}
    for day, (number, attendance) in enumerate({-1: "no_show", 0: "waiting", 1: "arrived", 2: "confirmed"}.items(), 1):
        visit = await insert(conn, "visits", tenant, client_id=maya, day=date(2026, 2, day), attendance=attendance)
        made[number] = await book(conn, tenant, ana, maya, f"2026-02-0{day}", visit_id=visit, attendance=attendance)
    await sell(conn, tenant, maya)
    for number, appointment in made.items():
        answer = await history(client, client_id=maya, attendance=number)
        assert records(answer) == [appointment]
        assert answer["data"]["goods_transactions"] == []
    assert len(records(await history(client, client_id=maya, attendance=None))) == 4


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"client_id": 0, "client_phone": "13155550175", "from": None, "to": None,
                  "payment_statuses": [], "attendance": None}},
        {"json": {"client_phone": 13155550175, "attendance": None}},
        {"json": {"client_phone": "+1 (315) 555-01-75", "payment_statuses": None}},
        {"json": Form({"client_phone": "13155550175", "payment_statuses[]": "not_paid", "from": ""})},
        {"json": Form({"client_phone": "13155550175", "from": "2026-01-31", "attendance": "0"})},
        {"json": {}, "params": {"client_phone": "13155550175", "to": "2026-01-31", "client_id": "null"}},
    ],
)  # fmt: skip
async def test_all_ways_to_ask_are_read(
    sent: dict[str, Any], client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    booked = await book(conn, tenant, ana, maya, "2026-01-31")
    await add_service(conn, tenant, booked, await make_service(conn, tenant))
    response = await client.post(SEARCH, **sent)
    assert response.status_code == 200, response.text
    assert records(response.json()) == [booked]


async def test_pages_end_with_a_day_and_lead_to_the_next(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    """Q-281"""
    first = date(2026, 1, 1)
    made = [
        (first + timedelta(days=number), await book(conn, tenant, ana, maya, str(first + timedelta(days=number))))
        for number in range(60)
        for _ in range(3 if number == 35 else 1)
    ]
    newest_first = [id_ for _, id_ in sorted(made, reverse=True)]
    answer = await history(client, client_id=maya)
    assert records(answer) == newest_first[:27]
    seen, sizes = records(answer), [answer["meta"]["dateCursor"]["current"]["count"]]
    assert answer["meta"]["dateCursor"]["next"] == {"to": "2026-02-04", "from": "2026-01-01", "count": 25}
    while (following := answer["meta"]["dateCursor"]["next"]) != NO_PAGE:
        before = answer["meta"]["dateCursor"]["current"]
        answer = await history(client, client_id=maya, **{"from": following["from"], "to": following["to"]})
        assert answer["meta"]["dateCursor"]["previous"]["from"] == before["from"]
        assert answer["meta"]["dateCursor"]["current"]["count"] == following["count"]
        seen += records(answer)
        sizes.append(answer["meta"]["dateCursor"]["current"]["count"])
    assert seen == newest_first
    assert sizes == [27, 25, 10]


async def test_a_period_has_both_its_days(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    made = [await book(conn, tenant, ana, maya, f"2026-02-0{day}") for day in range(1, 6)]
    answer = await history(client, client_id=maya, **{"from": "2026-02-02", "to": "2026-02-04"})
    assert records(answer) == made[3:0:-1]
    assert answer["meta"]["dateCursor"]["next"] == NO_PAGE


async def test_of_an_unknown_client_there_is_nothing(client: Client, conn: Connection, maya: int) -> None:
    """Q-280"""
    assert (await client.post(SEARCH, {"client_id": 999_999})).status_code == 404
    for phone in ("13155550199", "12", "nobody"):
        answer = await history(client, client_phone=phone)
        assert answer["data"] == {"goods_transactions": [], "records": []}
        assert answer["meta"]["dateCursor"] == dict.fromkeys(("previous", "current", "next"), NO_PAGE)
    await conn.execute("UPDATE clients SET deleted_at = now()")
    assert (await client.post(SEARCH, {"client_id": maya})).status_code == 404
    assert (await history(client, client_phone="13155550175"))["data"]["records"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "client_id"),
        ({"client_id": None, "client_phone": ""}, "client_id"),
        ({"client_id": 1, "from": "2026-02-30"}, "from"),
        ({"client_id": 1, "from": "2026-02-02", "to": "2026-02-01"}, "to"),
        ({"client_id": 1, "payment_statuses": ["paid"]}, "payment_statuses"),
        ({"client_id": 1, "attendance": 3}, "attendance"),
    ],
)
async def test_bad_input_is_named(body: dict[str, Any], field: str, client: Client) -> None:
    response = await client.post(SEARCH, body)
    assert response.status_code == 422
    assert [*response.json()["meta"]["errors"][0]] == [f"[{field}]"]


async def test_limits_of_rights_hold(client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int) -> None:
    bo = await make_team_member(conn, tenant, "Bo")
    hers, his = [await book(conn, tenant, member, maya, "2026-02-01") for member in (ana, bo)]
    await sell(conn, tenant, maya)
    own = client.by(await make_member(conn, "own", "manager", master_id=ana, storages_transactions_access=False))
    answer = await history(own, client_id=maya)
    assert records(answer) == [hers]
    assert answer["data"]["goods_transactions"] == []
    assert records(await history(client, client_id=maya)) == [his, hers]
    other = client.by(await make_member(conn, "other", "manager", clients_visit_master_id=bo + 1))
    assert (await other.post(SEARCH, {"client_id": maya})).status_code == 404
    assert records(await history(other, client_phone="13155550175")) == []


async def test_deleted_appointments_are_left_out(
    client: Client, conn: Connection, tenant: Tenant, ana: int, maya: int
) -> None:
    await book(conn, tenant, ana, maya, "2026-02-01", deleted_at=datetime.now(UTC))
    assert records(await history(client, client_id=maya)) == []


@pytest.mark.parametrize(
    ("person", "location", "status"),
    [(NOBODY, HARBOUR, 401), (PARTNER, HARBOUR, 401), (WORKER, HARBOUR, 200), (NEIGHBOUR, HARBOUR, 403),
     (MANAGER, HILLSIDE, 403), (MANAGER, ABROAD, 404), (MANAGER, HARBOUR, 200)],
)  # fmt: skip
async def test_who_may_search(person: Person, location: int, status: int, client: Client, maya: int) -> None:
    response = await client.by(person).post(f"/company/{location}/clients/visits/search", {"client_id": maya})
    assert response.status_code == status


async def test_it_needs_the_right_to_see_visits(client: Client, conn: Connection, maya: int) -> None:
    blind = await make_member(conn, "blind", "manager", clients_show_attendance_history_access=False)
    assert (await client.by(blind).post(SEARCH, {"client_id": maya})).status_code == 403
