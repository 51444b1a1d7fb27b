"""Each field that is written has a value of its own, and is read back under its own name: no two are confused."""

from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import CHAIN, HARBOUR, OWNER
from tests.support.requests import Ids

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
OPERATION = f"/storage_operations/operation/{HARBOUR}"
# Values that no other field has: ids of people and things that the server only keeps.
KEPT = {"supplier_id": 901, "client_id": 902, "master_id": 903, "record_id": 904, "account_id": 905, "paid": True}
COLUMNS = {
    "supplier_id": "supplier_id",
    "client_id": "client_id",
    "master_id": "team_member_id",
    "record_id": "appointment_id",
    "account_id": "account_id",
    "paid": "is_paid",
    "comment": "comment",
    "discount": "discount",
    "cost_per_unit": "price",
    "cost": "cost",
    "good_id": "product_id",
    "document_id": "document_id",
}


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


def line(product_id: int, **fields: Any) -> dict[str, Any]:
    """Seven pieces at 20 with 50 % off."""
    entered = {"amount": 7, "operation_unit_type": 1, "cost_per_unit": 20, "discount": 50, "cost": 70}
    return {"good_id": product_id, "comment": "On the line", **entered, **KEPT, **fields}


async def row_of(conn: Connection, table: str, id_: int) -> dict[str, Any]:
    return dict(await conn.fetchrow(f"SELECT * FROM {table} WHERE id = $1", id_) or {})


def assert_stored(row: dict[str, Any], sent: dict[str, Any]) -> None:
    assert {column: row[column] for name, column in COLUMNS.items() if name in sent} == {
        column: sent[name] for name, column in COLUMNS.items() if name in sent
    }


async def test_a_document_with_a_line(client: Client, conn: Connection, ids: Ids) -> None:
    sent: dict[str, Any] = {
        "type_id": 5,
        "storage_id": 2,
        "to_storage_id": 1,
        "create_date": "2026-01-30T11:22:33-05:00",
        "comment": "On the document",
        "master_id": 906,
        "goods_transactions": [line(ids.product_id)],
    }
    made = (await client.post(OPERATION, sent)).json()["data"]
    row = await row_of(conn, "stock_documents", made["document"]["id"])
    assert (row["chain_id"], row["location_id"], row["user_id"]) == (CHAIN, HARBOUR, OWNER.id)
    assert (row["kind"], row["storage_id"], row["to_storage_id"]) == ("transfer", 2, 1)
    assert (row["occurred_at"].isoformat(), row["comment"], row["team_member_id"]) == (
        "2026-01-30T16:22:33+00:00",
        "On the document",
        906,
    )
    lines = [await row_of(conn, "stock_transactions", each["id"]) for each in made["transactions"]]
    for half in lines:
        assert_stored(half, {**line(ids.product_id), "document_id": row["id"]})
        assert (half["user_id"], half["occurred_at"], half["kind"]) == (OWNER.id, row["occurred_at"], "transfer")
    halves = await conn.fetch("SELECT * FROM stock_transactions WHERE document_id = $1 ORDER BY id", row["id"])
    assert [(half["storage_id"], half["amount"]) for half in halves] == [(2, -7 * 250), (1, 7 * 250)]
    assert [half["counterpart_id"] for half in halves] == [halves[1]["id"], halves[0]["id"]]


async def test_a_changed_document(client: Client, conn: Connection, ids: Ids) -> None:
    sent: dict[str, Any] = {
        "type_id": 1,
        "storage_id": 2,
        "create_date": "2026-01-29T10:20:30-05:00",
        "comment": "New",
        "master_id": 907,
    }
    before = await row_of(conn, "stock_documents", ids.document_id)
    assert (await client.put(f"{DOCUMENTS}/{ids.document_id}", sent)).status_code == 200
    row = await row_of(conn, "stock_documents", ids.document_id)
    expected = {"kind": "sale", "storage_id": 2, "to_storage_id": None, "comment": "New", "team_member_id": 907}
    assert {name: row[name] for name in expected} == expected
    assert row["occurred_at"].isoformat() == "2026-01-29T15:20:30+00:00"
    assert (row["revision"], row["created_at"]) == (before["revision"] + 1, before["created_at"])
    assert row["changed_at"] > before["changed_at"]
    moved = await row_of(conn, "stock_transactions", ids.transaction_id)
    assert (moved["storage_id"], moved["occurred_at"], moved["kind"]) == (2, row["occurred_at"], "sale")


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_transaction(client: Client, conn: Connection, ids: Ids, method: str) -> None:
    sent = {**line(ids.product_id), "document_id": ids.document_id}
    path = TRANSACTIONS if method == "POST" else f"{TRANSACTIONS}/{ids.transaction_id}"
    made = (await client.send(method, path, json=sent)).json()["data"]
    row = await row_of(conn, "stock_transactions", made["id"])
    assert_stored(row, sent)
    assert (row["amount"], row["sale_amount"], row["unit"]) == (-7 * 250, -7, "sale")
    shown = (await client.get(f"{TRANSACTIONS}/{made['id']}")).json()["data"]
    for name in ("document_id", "good_id", "supplier_id", "client_id", "master_id", "comment", "discount", "cost"):
        assert shown[name] == sent[name], name
    found = (await client.get(f"/storages/transactions/{HARBOUR}?document_id={ids.document_id}")).json()["data"]
    (listed,) = [each for each in found if each["id"] == made["id"]]
    assert listed["comment"] == sent["comment"]
    rows = (await client.get(f"/storage_operations/documents/goods_transactions/{ids.document_id}")).json()["data"]
    (row_shown,) = [each for each in rows if each["id"] == made["id"]]
    shown_under = {
        "supplier_id",
        "client_id",
        "master_id",
        "record_id",
        "comment",
        "discount",
        "cost",
    } & row_shown.keys()
    assert {name: row_shown[name] for name in shown_under} == {name: sent[name] for name in shown_under}
    assert len(shown_under) > 5
