"""GET /visits/{visit_id} and GET /visit/details/{location_id}/{record_id}/{visit_id}"""

from itertools import count

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.payments import make_payment
from tests.support.factories.users import make_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, WORKER, Person
from tests.support.visiting import Visiting, open_visit, put


@pytest.fixture
async def visiting(conn: Connection, tenant: Tenant) -> Visiting:
    return await open_visit(conn, tenant)


async def test_a_visit_shows_its_appointments(client: Client, conn: Connection, visiting: Visiting) -> None:
    """Q-305."""
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE id = $1", visiting.colour)
    data = (await client.get(f"/visits/{visiting.visit}")).json()["data"]
    records = data.pop("records")
    assert data == {"attendance": 1, "datetime": "2026-02-02T14:00:00-05:00", "comment": 0}
    assert [(each["id"], each["attendance"], each["visit_attendance"]) for each in records] == [
        (visiting.cut, 0, 1),
        (visiting.colour, 1, 1),
    ]
    assert [(each["deleted"], each["prepaid"], each["prepaid_confirmed"]) for each in records] == [(0, 0, 0)] * 2
    assert all(not isinstance(each["deleted"], bool) for each in records)


async def test_an_appointment_of_a_visit_is_the_appointment(client: Client, visiting: Visiting) -> None:
    (first, _) = (await client.get(f"/visits/{visiting.visit}")).json()["data"]["records"]
    alone = (await client.get(f"/record/{HARBOUR}/{visiting.cut}")).json()["data"]
    numbers = dict.fromkeys(("deleted", "prepaid", "prepaid_confirmed"), 0)
    assert first == {**alone, **numbers, "events": []}


async def test_deleted_appointments_are_left_out(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", visiting.cut)
    (only,) = (await client.get(f"/visits/{visiting.visit}")).json()["data"]["records"]
    assert only["id"] == visiting.colour
    await conn.execute("UPDATE appointments SET deleted_at = now()")
    assert (await client.get(f"/visits/{visiting.visit}")).status_code == 404


async def test_details_have_what_was_sold_and_paid(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    await put(client, visiting, goods_transactions=[visiting.sale(amount=2, master_id=visiting.salon.ana)])
    payment = await make_payment(conn, tenant, visiting.cut, "20", comment="Deposit")
    data = (await client.get(f"/visit/details/{HARBOUR}/{visiting.cut}/{visiting.visit}")).json()["data"]
    assert data["loyalty_transactions"] == []
    assert data["kkm_transaction_details_container"] == {"last_operation_type": 0, "transactions": []}
    (shown,) = data["payment_transactions"]
    assert shown.pop("date")
    assert shown == {
        "id": payment,
        "document_id": visiting.document,
        "type_id": 5,
        "expense_id": 5,
        "account_id": visiting.cash,
        "amount": 20,
        "client_id": visiting.client,
        "master_id": 0,
        "supplier_id": 0,
        "comment": "Deposit",
        "item_id": visiting.cut_line,
        "target_type_id": 1,
        "record_id": visiting.cut,
        "goods_transaction_id": 0,
        "expense": {"id": 5, "title": "Service payments"},
        "account": {"id": visiting.cash, "title": "Cash", "is_cash": True, "is_default": True},
        "client": {"id": visiting.client, "name": "Maya Reyes", "phone": "13155550175"},
        "master": [],
        "supplier": [],
    }
    cut, colour, sold = data["items"]
    assert cut == {
        "id": visiting.cut_line,
        "item_id": visiting.salon.haircut,
        "item_type_id": 1,
        "record_id": visiting.cut,
        "item_title": "Haircut",
        "amount": 1,
        "first_cost": 50,
        "manual_cost": 50,
        "discount": 0,
        "cost": 50,
        "paid_sum": 20,
        "master_id": visiting.salon.ana,
        "good_id": 0,
        "service_id": visiting.salon.haircut,
        "event_id": 0,
        "is_service": True,
        "is_event": False,
        "is_good": False,
    }
    assert (colour["item_title"], colour["cost"], colour["paid_sum"]) == ("Colouring", 80, 0)
    sums = ("item_type_id", "item_title", "good_id", "amount", "first_cost", "cost", "is_good")
    assert [sold[name] for name in sums] == [7, "Shampoo", visiting.product, 2, 25, 25, True]


async def test_an_appointment_shows_payments_that_are_asked_for(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    payment = await make_payment(conn, tenant, visiting.cut, "50")
    for path in (f"/records/{HARBOUR}", f"/record/{HARBOUR}/{visiting.cut}"):
        for asked, expected in ((0, []), (1, [payment])):
            data = (await client.get(path, params={"include_finance_transactions": asked})).json()["data"]
            row = data[0] if isinstance(data, list) else data
            assert [each["id"] for each in row["finance_transactions"]] == expected, path
    (_, colour) = (await client.get(f"/records/{HARBOUR}", params={"include_finance_transactions": 1})).json()["data"]
    assert colour["finance_transactions"] == []


async def test_payments_are_shown_with_the_rights_to_them(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    """Q-306."""
    await make_payment(conn, tenant, visiting.cut, "20")
    await make_payment(conn, tenant, visiting.cut, "30", account_id=visiting.card)
    path = f"/visit/details/{HARBOUR}/{visiting.cut}/{visiting.visit}"

    numbers = count()

    async def amounts(**rights: object) -> list[int]:
        user = await make_member(conn, f"user-{next(numbers)}", "administrator", **rights)
        data = (await client.by(user).get(path)).json()["data"]
        return [each["amount"] for each in data["payment_transactions"]]

    limited: dict[str, object] = {"finances_accounts_limited_access": True}
    assert await amounts() == [20, 30]
    assert await amounts(**limited, finances_accounts_ids=[visiting.card]) == [30]
    assert await amounts(**limited, finances_accounts_ids=[]) == []
    assert await amounts(finances_transactions_access=False) == [20, 30]
    assert await amounts(finances_transactions_access=False, records_finances_access=False) == []


@pytest.mark.parametrize(
    ("person", "status"), [(ADMINISTRATOR, 200), (WORKER, 200), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_see_a_visit(client: Client, visiting: Visiting, person: Person, status: int) -> None:
    details = f"/visit/details/{HARBOUR}/{visiting.cut}/{visiting.visit}"
    for path in (f"/visits/{visiting.visit}", details):
        assert (await client.by(person).get(path)).status_code == status, path


async def test_unknown_ones_are_a_404(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, visiting: Visiting
) -> None:
    assert (await client.get("/visits/999")).status_code == 404
    for record, visit in ((999, visiting.visit), (visiting.cut, 999)):
        assert (await client.get(f"/visit/details/{HARBOUR}/{record}/{visit}")).status_code == 404
    elsewhere = f"/visit/details/{HILLSIDE}/{visiting.cut}/{visiting.visit}"
    assert (await client.get(elsewhere)).status_code == 404
