"""PUT /visits/{visit_id}/{record_id}: payments."""

import asyncio

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.payments import make_payment
from tests.support.factories.users import give_rights
from tests.support.people import ADMINISTRATOR, HARBOUR
from tests.support.visiting import Visiting, open_visit, paid, put

STILL_PAID = {"attendance": "There are payments for this: delete them first."}


@pytest.fixture
async def visiting(conn: Connection, tenant: Tenant) -> Visiting:
    return await open_visit(conn, tenant)


async def paid_full(client: Client, visiting: Visiting) -> list[int]:
    records = (await client.get(f"/visits/{visiting.visit}")).json()["data"]["records"]
    return [each["paid_full"] for each in records]


async def test_a_payment_pays_lines_in_their_order_each_up_to_what_is_left(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    """Q-309."""
    await put(client, visiting, new_transactions=[{"amount": 70, "account_id": visiting.cash}])
    assert await paid(conn) == [(5, visiting.cut_line, "50"), (5, visiting.colour_line, "20")]
    assert await paid_full(client, visiting) == [0, 0]
    sale = visiting.sale(amount=2)
    payments = [{"amount": 65, "account_id": visiting.card}, {"amount": 20, "account_id": visiting.cash}]
    await put(client, visiting, goods_transactions=[sale], new_transactions=payments)
    sold = await conn.fetchval("SELECT id FROM stock_transactions WHERE kind = 'sale'")
    assert (await paid(conn))[2:] == [(5, visiting.colour_line, "60"), (7, sold, "5"), (7, sold, "20")]
    assert await paid_full(client, visiting) == [1, 1]
    rows = await conn.fetch("SELECT document_id, visit_id, account_id FROM finance_transactions ORDER BY id")
    assert {row["document_id"] for row in rows} == {visiting.document}
    accounts = [visiting.cash] * 2 + [visiting.card] * 2 + [visiting.cash]
    assert [row["account_id"] for row in rows] == accounts


async def test_what_is_paid_over_stays_on_the_last_line(client: Client, conn: Connection, visiting: Visiting) -> None:
    """Q-309."""
    await put(client, visiting, new_transactions=[{"amount": 150, "account_id": visiting.cash}])
    assert await paid(conn) == [(5, visiting.cut_line, "50"), (5, visiting.colour_line, "100")]
    assert await paid_full(client, visiting) == [1, 1]
    assert await conn.fetchval("SELECT balance FROM clients") == 20


@pytest.mark.parametrize(("code", "account"), [(1, "cash"), (2, "card"), (129, "cash"), (130, "card")])
async def test_a_fast_payment_pays_all_that_is_left(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting, code: int, account: str
) -> None:
    await make_payment(conn, tenant, visiting.cut, "20")
    for _ in range(2):  # a second one finds nothing to pay
        assert (await put(client, visiting, fast_payment=code)).status_code == 200
        assert await paid(conn) == [
            (5, visiting.cut_line, "20"),
            (5, visiting.cut_line, "30"),
            (5, visiting.colour_line, "80"),
        ]
    newest = await conn.fetchval("SELECT account_id FROM finance_transactions ORDER BY id DESC LIMIT 1")
    assert newest == getattr(visiting, account)
    row = await conn.fetchrow("SELECT sold_amount, paid_amount, balance FROM clients")
    assert row is not None
    assert tuple(row) == (130, 130, 0)


async def test_payments_are_deleted_before_others_are_made(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    payment = await make_payment(conn, tenant, visiting.cut, "20")
    await put(client, visiting, deleted_transaction_ids=[payment], fast_payment=2)
    assert await paid(conn) == [(5, visiting.cut_line, "50"), (5, visiting.colour_line, "80")]


async def test_a_visit_that_costs_nothing_is_paid_once_the_client_came(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    await conn.execute("UPDATE appointment_services SET price = 0")
    assert await paid_full(client, visiting) == [0, 0]
    await put(client, visiting)
    assert await paid_full(client, visiting) == [1, 1]


async def test_a_missed_appointment_is_not_owed(client: Client, conn: Connection, visiting: Visiting) -> None:
    """Q-310."""
    await conn.execute("UPDATE appointments SET attendance = 'arrived' WHERE id = $1", visiting.cut)
    await conn.execute("UPDATE appointments SET attendance = 'no_show' WHERE id = $1", visiting.colour)
    assert await conn.fetchval("SELECT owed_amount FROM visits") == 50
    await client.put(visiting.path, {"attendance": 1, "comment": "", "fast_payment": 1})
    assert await conn.fetchval("SELECT owed_amount FROM visits") == 130  # the client came to both, after all


async def test_without_anything_sold_there_is_nothing_to_pay(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    await conn.execute("DELETE FROM appointment_services")
    response = await put(client, visiting, new_transactions=[{"amount": 5, "account_id": visiting.cash}])
    assert faults_of(response) == {"new_transactions": "Nothing was sold that could be paid."}
    assert (await put(client, visiting, fast_payment=1)).status_code == 200


async def test_who_came_and_paid_stays_so_until_the_payments_are_deleted(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    """Q-311. The same from both sides."""
    await put(client, visiting, fast_payment=1)
    for attendance in (0, 2, -1):
        assert faults_of(await put(client, visiting, attendance=attendance)) == STILL_PAID
        alone = await client.put(f"/record/{HARBOUR}/{visiting.cut}", {"attendance": attendance})
        assert faults_of(alone) == STILL_PAID
    ids = [row["id"] for row in await conn.fetch("SELECT id FROM finance_transactions")]
    assert (await put(client, visiting, attendance=0, deleted_transaction_ids=ids)).status_code == 200
    assert await conn.fetchval("SELECT attendance FROM visits") == "waiting"


async def test_changing_and_deleting_what_is_paid_needs_rights(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    """Q-311."""
    await put(client, visiting, fast_payment=1)
    await give_rights(conn, ADMINISTRATOR, record_edit_full_paid_access=False, delete_paid_records_access=False)
    user = client.by(ADMINISTRATOR)
    assert (await put(user, visiting, comment="Seen")).status_code == 403
    assert (await user.put(f"/record/{HARBOUR}/{visiting.cut}", {"comment": "Seen"})).status_code == 403
    assert (await user.delete(f"/record/{HARBOUR}/{visiting.cut}")).status_code == 403


async def test_payments_reach_back_as_far_as_rights_allow(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    await give_rights(conn, ADMINISTRATOR, records_finances_last_days_count=7)
    response = await put(client.by(ADMINISTRATOR), visiting, fast_payment=1)
    assert (response.status_code, response.json()["meta"]["message"]) == (403, "Your rights reach back 7 days here.")


async def test_an_account_that_the_user_may_not_use_is_unknown(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    await give_rights(conn, ADMINISTRATOR, finances_accounts_limited_access=True, finances_accounts_ids=[visiting.card])
    user = client.by(ADMINISTRATOR)
    response = await put(user, visiting, new_transactions=[{"amount": 5, "account_id": visiting.cash}])
    assert faults_of(response) == {"new_transactions[0].account_id": "There is no such account in this location."}
    assert faults_of(await put(user, visiting, fast_payment=1)) == {
        "fast_payment": "There is no account for this kind of payment."
    }


async def test_of_two_fast_payments_at_the_same_time_one_pays(
    client: Client, conn: Connection, visiting: Visiting
) -> None:
    both = await asyncio.gather(*(put(client, visiting, fast_payment=1) for _ in range(2)))
    assert [each.status_code for each in both] == [200, 200]
    assert await paid(conn) == [(5, visiting.cut_line, "50"), (5, visiting.colour_line, "80")]


async def test_money_goes_with_an_appointment_that_is_moved(
    client: Client, conn: Connection, tenant: Tenant, visiting: Visiting
) -> None:
    await make_payment(conn, tenant, visiting.cut, "50")
    await make_appointment(conn, tenant, visiting.salon.ben, "2026-02-09 10:00", client_id=visiting.client)
    moved = await client.put(
        f"/record/{HARBOUR}/{visiting.cut}", {"datetime": "2026-02-09 14:00", "save_if_busy": True}
    )
    assert moved.status_code == 201
    data = moved.json()["data"]
    assert data["visit_id"] != visiting.visit
    shown = await client.get(f"/visit/details/{HARBOUR}/{visiting.cut}/{data['visit_id']}")
    (payment,) = shown.json()["data"]["payment_transactions"]
    assert (payment["amount"], payment["document_id"]) == (50, data["documents"][0]["id"])
