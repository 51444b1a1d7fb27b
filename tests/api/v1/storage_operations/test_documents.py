"""Documents: made empty, read, moved to another day or storage, deleted with all that stands on them."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    TRANSFER,
    WRITE_OFF,
    Stock,
    document,
    line,
    operation,
    transaction,
)
from tests.support.factories.stock import LONG_AGO
from tests.support.people import HARBOUR, HILLSIDE, OWNER

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"


def rows_of(document_id: int) -> str:
    return f"/storage_operations/documents/goods_transactions/{document_id}"


async def test_an_empty_document_is_made_and_read(stock: Stock) -> None:
    made = await stock.client.post(DOCUMENTS, document(WRITE_OFF, comment="Broken", master_id=3))
    shown = made.json()["data"]
    assert (shown["type_id"], shown["comment"], shown["master_id"]) == (7, "Broken", 3)
    read = await stock.client.get(f"{DOCUMENTS}/{shown['id']}")
    assert read.json()["data"] == shown
    assert read.headers["etag"] == made.headers["etag"]
    assert (await stock.client.get(rows_of(shown["id"]))).json() == {"success": True, "data": [], "meta": {"count": 0}}


async def test_the_location_of_a_document_and_of_an_operation_differ_in_types(
    http: httpx.AsyncClient, stock: Stock, argan: Product
) -> None:
    """The contract types `phones` as objects, so these answers are not compared with it (Q-053)."""
    fields = "phones = '{+13155550175}', latitude = 40.7033, longitude = -74"
    await stock.conn.execute(f"UPDATE locations SET {fields} WHERE id = $1", HARBOUR)
    path = f"/api/v1/storage_operations/operation/{HARBOUR}"
    entered = await http.post(path, json=operation(SALE, line(argan, 1)), headers=OWNER.headers)
    head = entered.json()["data"]["document"]
    read = await http.get(f"/api/v1{DOCUMENTS}/{head['id']}", headers=OWNER.headers)
    in_operation, in_document = head["company"], read.json()["data"]["company"]
    assert (in_operation["coordinate_lat"], in_operation["coordinate_lon"]) == ("40.7033", "-74")
    assert (in_document["coordinate_lat"], in_document["coordinate_lon"]) == (40.7033, -74)
    assert in_operation["timezone"] == str(in_document["timezone"])
    assert in_operation["phones"] == in_document["phones"] == ["+13155550175"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-01-31T18:30:00-05:00", "2026-01-31 18:30:00"),
        ("2026-01-31T18:30:00.000Z", "2026-01-31 13:30:00"),
        ("2026-01-31 18:30:00", "2026-01-31 18:30:00"),
        ("2026-01-31", "2026-01-31 00:00:00"),
        ("20260131", "2026-01-31 00:00:00"),
        ("2026-07-31T18:30:00+02:00", "2026-07-31 12:30:00"),
    ],
)
async def test_dates_come_in_any_form_and_leave_in_the_time_of_the_location(
    stock: Stock, written: str, shown: str
) -> None:
    made = await stock.client.post(DOCUMENTS, document(SALE, create_date=written))
    assert made.json()["data"]["create_date"] == shown


async def test_a_document_without_a_date_is_of_now_to_the_second(stock: Stock) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    body = {"type_id": SALE, "storage_id": PRODUCTS}
    made = (await stock.client.post(DOCUMENTS, body)).json()["data"]["id"]
    read = "SELECT occurred_at FROM stock_documents WHERE id = $1"
    at = await stock.conn.fetchval(read, made)
    assert before <= at <= datetime.now(UTC)
    assert at.microsecond == 0
    await stock.conn.execute("UPDATE stock_documents SET occurred_at = $2 WHERE id = $1", made, LONG_AGO)
    assert (await stock.client.put(f"{DOCUMENTS}/{made}", body)).status_code == 200
    assert await stock.conn.fetchval(read, made) == LONG_AGO


async def test_transactions_follow_their_document_to_another_storage(stock: Stock, argan: Product) -> None:
    entered = await stock.enter(RECEIPT, line(argan, 2, cost=20))
    path = f"{DOCUMENTS}/{entered['document']['id']}"
    changed = await stock.client.put(path, document(RECEIPT, storage_id=CONSUMABLES))
    assert changed.json()["data"]["storage_id"] == CONSUMABLES
    assert (await stock.on_hand(argan), await stock.on_hand(argan, CONSUMABLES)) == (0, 500)
    (row,) = (await stock.client.get(rows_of(entered["document"]["id"]))).json()["data"]
    assert row["storage_id"] == CONSUMABLES
    assert await stock.count("stock_movements") == 3


async def test_both_storages_of_a_transfer_change(stock: Stock, argan: Product) -> None:
    moved = await stock.enter(TRANSFER, line(argan, 1), to_storage_id=CONSUMABLES)
    body = document(TRANSFER, storage_id=CONSUMABLES, to_storage_id=PRODUCTS)
    assert (await stock.client.put(f"{DOCUMENTS}/{moved['document']['id']}", body)).status_code == 200
    assert (await stock.on_hand(argan), await stock.on_hand(argan, CONSUMABLES)) == (250, -250)


async def test_another_day_changes_the_order_in_which_receipts_are_mixed(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=10), create_date="2026-01-01")
    await stock.enter(SALE, line(argan, 2), create_date="2026-01-02")
    late = await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=20), create_date="2026-01-03")
    assert await stock.average(argan) == 0.08
    body = document(RECEIPT, create_date="2025-12-31")
    assert (await stock.client.put(f"{DOCUMENTS}/{late['document']['id']}", body)).status_code == 200
    assert await stock.average(argan) == 0.06


async def test_a_missing_comment_or_team_member_keeps_its_value(stock: Stock) -> None:
    made = await stock.client.post(DOCUMENTS, document(SALE, comment="First", master_id=3))
    changed = await stock.client.put(f"{DOCUMENTS}/{made.json()['data']['id']}", document(SALE))
    assert (changed.json()["data"]["comment"], changed.json()["data"]["master_id"]) == ("First", 3)


async def test_another_comment_leaves_the_transactions_as_they_are(stock: Stock, argan: Product) -> None:
    entered = await stock.enter(SALE, line(argan, 1))
    address = f"/storage_operations/goods_transactions/{HARBOUR}/{entered['transactions'][0]['id']}"
    before = await stock.client.get(address)
    changed = await stock.client.put(f"{DOCUMENTS}/{entered['document']['id']}", document(SALE, comment="Later"))
    assert changed.json()["data"]["comment"] == "Later"
    after = await stock.client.get(address)
    assert (after.json(), after.headers["etag"]) == (before.json(), before.headers["etag"])


async def test_an_empty_document_may_become_another_kind(stock: Stock) -> None:
    made = await stock.client.post(DOCUMENTS, document(SALE))
    body = document(TRANSFER, to_storage_id=CONSUMABLES)
    changed = await stock.client.put(f"{DOCUMENTS}/{made.json()['data']['id']}", body)
    assert (changed.json()["data"]["type_id"], changed.json()["data"]["to_storage_id"]) == (5, CONSUMABLES)


async def test_a_document_with_transactions_keeps_its_kind(stock: Stock, argan: Product) -> None:
    entered = await stock.enter(SALE, line(argan, 1))
    refused = await stock.client.put(f"{DOCUMENTS}/{entered['document']['id']}", document(RECEIPT))
    assert refused.status_code == 409
    assert refused.json()["meta"]["conflict"] is True
    assert await stock.on_hand(argan) == -250


async def test_a_deleted_document_takes_everything_back(stock: Stock, argan: Product, lotion: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 10, cost=100))
    entered = await stock.enter(SALE, line(argan, 2), line(lotion, 3), line(argan, 1))
    path = f"{DOCUMENTS}/{entered['document']['id']}"
    gone = await stock.client.delete(path)
    assert (gone.status_code, gone.content) == (202, b"")
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (2500, 0)
    assert (await stock.client.get(path)).status_code == 404
    assert (await stock.client.delete(path)).status_code == 404
    assert (await stock.client.get(rows_of(entered["document"]["id"]))).status_code == 404
    sums = await stock.conn.fetch("SELECT sum(amount) FROM stock_movements GROUP BY transaction_id ORDER BY 1")
    assert [float(row[0]) for row in sums] == [0, 0, 0, 2500]


async def test_a_stale_revision_is_refused(stock: Stock) -> None:
    made = await stock.client.post(DOCUMENTS, document(SALE))
    path, seen = f"{DOCUMENTS}/{made.json()['data']['id']}", {"If-Match": made.headers["etag"]}
    assert (await stock.client.put(path, document(SALE, comment="Mine"), headers=seen)).status_code == 200
    assert (await stock.client.put(path, document(SALE, comment="Yours"), headers=seen)).status_code == 412
    assert (await stock.client.delete(path, headers=seen)).status_code == 412


async def test_a_document_is_not_found_in_another_location(stock: Stock) -> None:
    made = await stock.client.post(DOCUMENTS, document(SALE))
    elsewhere = f"/storage_operations/documents/{HILLSIDE}/{made.json()['data']['id']}"
    assert (await stock.client.get(elsewhere)).status_code == 404
    hillside: dict[str, Any] = document(SALE, storage_id=3)
    assert (await stock.client.put(elsewhere, hillside)).status_code == 404
    assert (await stock.client.delete(elsewhere)).status_code == 404


async def test_a_transaction_is_put_on_a_document(stock: Stock, argan: Product) -> None:
    made = (await stock.client.post(DOCUMENTS, document(SALE))).json()["data"]
    put = await stock.client.post(
        f"/storage_operations/goods_transactions/{HARBOUR}", transaction(made["id"], argan, 2)
    )
    assert put.status_code == 200
    listed = (await stock.client.get(rows_of(made["id"]))).json()
    assert [row["id"] for row in listed["data"]] == [put.json()["data"]["id"]]
    assert listed["meta"] == {"count": 1}
