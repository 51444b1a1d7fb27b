"""PUT /visits/{visit_id}/{record_id}: attendance, prices and products."""

from typing import Any

import httpx
import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.payments import make_payment
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.schedules import set_hours
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_rights
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, TRAINEE, WORKER, Person
from tests.support.visiting import Visiting, open_visit, paid, put

MISSING = "This field is missing."


@pytest.fixture
async def visiting(conn: Connection, tenant: Tenant) -> Visiting:
    return await open_visit(conn, tenant)


async def attendances(conn: Connection) -> list[tuple[str, int, str]]:
    rows = await conn.fetch("SELECT attendance, revision, comment FROM appointments ORDER BY id")
    return [(row[0], row[1], row[2]) for row in rows]


async def prices(conn: Connection) -> list[tuple[Any, ...]]:
    rows = await conn.fetch("SELECT title, unit_price, discount, price FROM appointment_services ORDER BY id")
    return [tuple(row) for row in rows]


def busy(response: httpx.Response) -> list[str]:
    """Return why the time can't be had."""
    assert response.status_code == 422
    errors = response.json()["meta"]["errors"]
    assert {error["code"] for error in errors} == {433}
    return [error["message"] for error in errors]


async def test_all_appointments_of_the_visit_are_attended(client: Client, conn: Connection, visiting: Visiting) -> None:
    """Show that the appointment in the address gets the comment."""
    response = await put(client, visiting, comment="Came early")
    assert response.status_code == 200
    assert await attendances(conn) == [("arrived", 2, "Came early"), ("arrived", 2, "")]
    data = response.json()["data"]
    assert [(each["attendance"], each["comment"]) for each in data["records"]] == [(1, "Came early"), (1, "")]
    assert data == (await client.get(f"/visits/{visiting.visit}")).json()["data"]


async def test_prices_are_set_and_services_added(client: Client, conn: Connection, visiting: Visiting) -> None:
    """Q-307."""
    services = [
        {"id": visiting.salon.haircut, "first_cost": 60, "discount": 10},
        {"id": visiting.salon.colouring, "record_id": visiting.colour, "cost": 70},
        {"id": visiting.salon.colouring},
    ]
    assert (await put(client, visiting, services=services)).status_code == 200
    assert await prices(conn) == [("Haircut", 60, 10, 54), ("Colouring", 80, 0, 70), ("Colouring", 80, 0, 80)]


async def test_what_is_not_named_keeps_its_price(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE appointment_services SET price = 33")
    await put(client, visiting)
    assert [price for *_, price in await prices(conn)] == [33, 33]


async def test_products_are_sold_in_the_appointment(client: Client, conn: Connection, visiting: Visiting) -> None:
    response = await put(client, visiting, goods_transactions=[visiting.sale(amount=-2, discount=20)])
    (cut, colour) = response.json()["data"]["records"]
    (sold,) = cut["goods_transactions"]
    assert colour["goods_transactions"] == []
    names = ("title", "good_id", "storage_id", "record_id", "amount", "cost_per_unit", "discount", "cost")
    expected = ["Shampoo", visiting.product, visiting.storage, visiting.cut, -2, 12.5, 20, 20]
    assert [sold[name] for name in names] == expected
    row = await conn.fetchrow(
        "SELECT appointment_id, client_id, kind FROM stock_transactions WHERE id = $1", sold["id"]
    )
    assert row is not None
    assert tuple(row) == (visiting.cut, visiting.client, "sale")
    assert await conn.fetchval("SELECT owed_amount FROM visits") == 150


async def test_a_price_has_two_names(client: Client, visiting: Visiting) -> None:
    """Q-465: `price`, as products are read, counts if `cost_per_unit` is left out; titles don't matter."""
    named = visiting.sale(price=7, title="Shampoo", barcode="", article=None)
    del named["cost_per_unit"]
    sales = [named, visiting.sale(price=7, cost_per_unit=9)]
    response = await put(client, visiting, goods_transactions=sales, services=[])
    assert response.status_code == 200, response.text
    sold = response.json()["data"]["records"][0]["goods_transactions"]
    assert [each["cost_per_unit"] for each in sold] == [7, 9]


async def test_a_product_that_was_sold_changes_only_if_it_differs(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    """Clients send back what they read."""
    first = (await put(client, visiting, goods_transactions=[visiting.sale()])).json()["data"]["records"][0]
    (sold,) = first["goods_transactions"]
    await put(client, visiting, goods_transactions=[sold])
    revision = "SELECT revision FROM stock_transactions WHERE id = $1"
    assert await conn.fetchval(revision, sold["id"]) == 1
    changed = {**sold, "amount": -3, "cost": None}
    again = (await put(client, visiting, goods_transactions=[changed])).json()["data"]["records"][0]
    assert [(each["id"], each["amount"], each["cost"]) for each in again["goods_transactions"]] == [
        (sold["id"], -3, 37.5)
    ]


async def test_every_fault_is_named_and_nothing_is_done(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    other = await make_payment(conn, tenant, visiting.cut, "5")
    await conn.execute("UPDATE finance_transactions SET deleted_at = now()")
    elsewhere = await make_team_member(conn, msgspec.structs.replace(tenant, location_id=HILLSIDE))
    body = {
        "comment": "Seen",
        "services": [{"id": visiting.salon.haircut, "record_id": 999}],
        "goods_transactions": [visiting.sale(id=888), visiting.sale(master_id=elsewhere)],
        "new_transactions": [{"amount": 5, "account_id": 777}],
        "deleted_transaction_ids": [other],
    }
    assert faults_of(await put(client, visiting, **body)) == {
        "services[0].record_id": "The visit has no such appointment.",
        "goods_transactions[0].id": "The visit has no product transaction 888.",
        "goods_transactions[1].master_id": "There is no such team member in this location.",
        "new_transactions[0].account_id": "There is no such account in this location.",
        "deleted_transaction_ids[0]": "There is no such payment here.",
    }
    assert await attendances(conn) == [("waiting", 1, ""), ("waiting", 1, "")]


FAULTS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"attendance": None, "comment": None}, {"attendance": MISSING, "comment": MISSING}),
    ({"services": [{}]}, {"services[0].id": MISSING}),
    (
        {"goods_transactions": [{}]},
        {f"goods_transactions[0].{name}": MISSING for name in ("good_id", "storage_id", "amount")},
    ),
    (
        {"new_transactions": [{}, {"amount": 0, "account_id": 1}, {"amount": -1, "account_id": 1}]},
        {
            "new_transactions[0].amount": MISSING,
            "new_transactions[0].account_id": MISSING,
            "new_transactions[1].amount": "Must be more than 0.",
            "new_transactions[2].amount": "Must be at least 0.",
        },
    ),
]


async def test_faults_of_the_body(client: Client, visiting: Visiting) -> None:
    for fields, faults in FAULTS:
        assert faults_of(await put(client, visiting, **fields)) == faults, fields
    for name in ("attendance", "fast_payment"):
        assert faults_of(await put(client, visiting, **{name: 7})).keys() == {name}


async def test_amounts_have_the_decimals_of_the_currency(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE locations SET currency = 'JPY'")
    response = await put(client, visiting, new_transactions=[{"amount": 0.5, "account_id": visiting.cash}])
    assert faults_of(response) == {"new_transactions[0].amount": "0.5 has more decimals than JPY has (0)."}


async def test_a_sale_with_a_fault_takes_all_back(client: Client, conn: Connection, visiting: Visiting) -> None:
    await conn.execute("UPDATE locations SET allows_negative_stock = false")
    sales = [visiting.sale(), visiting.sale(amount=20)]
    fields = {"goods_transactions": sales, "fast_payment": 1}
    assert faults_of(await put(client, visiting, **fields)).keys() <= {
        f"goods_transactions[{n}].amount" for n in (0, 1)
    }
    assert await attendances(conn) == [("waiting", 1, ""), ("waiting", 1, "")]
    assert await paid(conn) == []


async def test_a_client_who_comes_after_all_takes_the_time_again(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    await put(client, visiting, attendance=-1)
    other = visiting.salon.booking("16:00", services=[visiting.salon.colouring])
    assert (await client.post(f"/records/{HARBOUR}", other)).status_code == 201
    response = await put(client, visiting, attendance=0)
    assert len(busy(response)) == 1
    assert [attendance for attendance, *_ in await attendances(conn)] == ["no_show", "no_show", "waiting"]


async def test_who_comes_after_all_needs_working_time_and_a_room(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    await put(client, visiting, attendance=-1)
    await set_hours(conn, tenant, visiting.salon.ana, minutes=(480, 600))
    hours = f"Team member {visiting.salon.ana} doesn't work all the time from 2026-02-02 14:00 to 15:00."
    assert busy(await put(client, visiting, attendance=0)) == [hours]

    await set_hours(conn, tenant, visiting.salon.ana)
    room = await make_resource(conn, tenant, "Room", "Only")
    await insert(conn, "service_resources", tenant, service_id=visiting.salon.haircut, resource_id=room.id)
    await assign(conn, tenant, visiting.salon.haircut, visiting.salon.ben)
    other = visiting.salon.booking("14:00") | {"staff_id": visiting.salon.ben}
    assert (await client.post(f"/records/{HARBOUR}", other)).status_code == 201
    assert busy(await put(client, visiting, attendance=0)) == [
        "No Room is free all the time from 2026-02-02 14:00 to 15:00."
    ]


async def test_services_that_can_not_be_added(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    unknown = await put(client, visiting, services=[{"id": 999}])
    assert faults_of(unknown) == {"services[0].id": "This location offers no service 999."}
    massage = await make_service(conn, tenant, "Massage")
    response = await put(client, visiting, services=[{"id": massage}])
    message = f"Team member {visiting.salon.ana} doesn't provide these services: {massage}."
    assert (response.status_code, response.json()["meta"]["message"]) == (400, message)
    assert await attendances(conn) == [("waiting", 1, ""), ("waiting", 1, "")]


async def test_products_that_can_not_be_sold(client: Client, conn: Connection, visiting: Visiting) -> None:
    response = await put(client, visiting, goods_transactions=[visiting.sale(good_id=999)])
    assert faults_of(response) == {"goods_transactions[0].good_id": "There is no such product here."}
    await conn.execute("UPDATE locations SET stock_closed_until = '2026-12-31' WHERE id = $1", HARBOUR)
    response = await put(client, visiting, goods_transactions=[visiting.sale()])
    message = "Stock is closed until 2026-12-31: documents up to this date can't change."
    assert (response.status_code, response.json()["meta"]["message"]) == (409, message)
    assert await attendances(conn) == [("waiting", 1, ""), ("waiting", 1, "")]


@pytest.mark.parametrize(
    ("person", "status"), [(ADMINISTRATOR, 200), (TRAINEE, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_change_a_visit(
    client: Client, conn: Connection, visiting: Visiting, person: Person, status: int
) -> None:
    assert (await put(client.by(person), visiting)).status_code == status
    assert (await conn.fetchval("SELECT attendance FROM visits") == "arrived") == (status == 200)


LACKING: list[tuple[str, dict[str, Any]]] = [
    ("edit_records_access", {}),
    ("records_finances_access", {"fast_payment": 1}),
    ("records_edit_comment_access", {"comment": "Seen"}),
    ("records_services_cost_access", {"services": [{"id": 0, "cost": 5}]}),
    ("records_goods_create_transaction_access", {"goods_transactions": [{}]}),
]


@pytest.mark.parametrize(("right", "fields"), LACKING)
async def test_each_part_needs_its_right(
    client: Client, conn: Connection, visiting: Visiting, right: str, fields: dict[str, Any]
) -> None:
    """Q-308."""
    filled = {
        "services": [{**row, "id": visiting.salon.haircut} for row in fields.get("services", [])],
        "goods_transactions": [visiting.sale() for _ in fields.get("goods_transactions", [])],
    }
    body = {**fields, **{name: rows for name, rows in filled.items() if rows}}
    assert (await put(client.by(ADMINISTRATOR), visiting, attendance=0, **body)).status_code == 200
    await give_rights(conn, ADMINISTRATOR, **{right: False})
    if "comment" in body:
        body["comment"] = "Again"
    if "services" in body:
        body["services"][0]["cost"] = 6
    refused = await put(client.by(ADMINISTRATOR), visiting, attendance=0, **body)
    assert (refused.status_code, right in refused.json()["meta"]["message"]) == (403, True)


async def test_an_appointment_of_another_visit_is_a_404(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    assert (await client.put(f"/visits/{visiting.visit}/999", {"attendance": 1, "comment": ""})).status_code == 404
    assert (await client.put(f"/visits/999/{visiting.cut}", {"attendance": 1, "comment": ""})).status_code == 404
    hidden = client.by(WORKER)
    await give_rights(conn, WORKER, edit_records_access=True, master_id=visiting.salon.ben)
    assert (await put(hidden, visiting)).status_code == 404
