"""Single transactions: put on a document, read, changed, taken off."""

from typing import Any

import pytest

from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    TRANSFER,
    Stock,
    line,
    transaction,
)
from tests.support.people import HARBOUR, HILLSIDE

TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"


async def entered(stock: Stock, kind: int, *lines: dict[str, Any], **fields: Any) -> tuple[int, int]:
    """The ids of a new document and of its first transaction."""
    data = await stock.enter(kind, *lines, **fields)
    return data["document"]["id"], data["transactions"][0]["id"]


async def test_a_transaction_shows_both_amounts_and_its_product(stock: Stock, argan: Product) -> None:
    """Q-055."""
    document_id, transaction_id = await entered(stock, SALE, line(argan, 50, operation_unit_type=2, comment="Half"))
    shown = (await stock.client.get(f"{TRANSACTIONS}/{transaction_id}")).json()["data"]
    assert shown["document_id"] == document_id
    assert (shown["amount"], shown["service_amount"], shown["sale_amount"]) == (-50, -50, -0.2)
    assert (shown["unit_id"], shown["sale_unit_id"], shown["service_unit_id"]) == (4, 11, 4)
    assert shown["unit"] == shown["service_unit"] == {
        "id": 4, "company_id": 0, "title": "Millilitre", "short_title": "ml"}  # fmt: skip
    assert shown["sale_unit"] == {"id": 11, "company_id": 0, "title": "Bottle", "short_title": "bottle"}
    assert shown["good"]["good_id"] == shown["good"]["id"] == argan.id
    assert shown["good"]["unit_equals"] == 250
    assert shown["comment"] == "Half"
    assert (shown["deleted"], shown["pkg_amount"]) == (False, 0)
    assert shown["last_change_date"].startswith("20")


async def test_an_amount_is_shown_in_the_unit_in_which_it_was_entered(stock: Stock, argan: Product) -> None:
    for unit, title, said in ((1, "Bottle", "sale_unit"), (2, "Millilitre", "service_unit")):
        sold = (await stock.enter(SALE, line(argan, 2, operation_unit_type=unit)))["transactions"][0]
        shown = (await stock.client.get(f"{TRANSACTIONS}/{sold['id']}")).json()["data"]
        assert sold["unit"] == {"id": shown["unit_id"], "title": title}
        assert shown["unit"] == shown[said]
        assert (shown["amount"], shown["operation_unit_type"]) == (-2, unit)


async def test_a_changed_transaction_is_reversed_and_posted_again(stock: Stock, argan: Product) -> None:
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    body = transaction(document_id, argan, 3, price=20, discount=50, cost=30, client_id=8, comment="More")
    changed = await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", body)
    shown = changed.json()["data"]
    assert (shown["amount"], shown["cost_per_unit"], shown["discount"], shown["cost"]) == (-3, 20, 50, 30)
    assert (shown["client_id"], shown["comment"]) == (8, "More")
    assert await stock.on_hand(argan) == -750
    rows = await stock.conn.fetch("SELECT amount, reverses_id, cost FROM stock_movements ORDER BY id")
    assert [(float(row[0]), row[1], float(row[2])) for row in rows] == [
        (-500, None, 50),
        (500, 1, -50),
        (-750, None, 30),
    ]


async def test_another_product_takes_its_place(stock: Stock, argan: Product, lotion: Product) -> None:
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, lotion, 1, price=10))
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (0, -1)


async def test_missing_fields_keep_their_values(stock: Stock, argan: Product) -> None:
    """Q-056, Q-108."""
    said = {"comment": "Gift", "supplier_id": 1, "client_id": 2, "master_id": 3, "record_id": 4}
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2, **said, account_id=5, paid=True))
    changed = await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, argan, 3))
    shown = changed.json()["data"]
    assert ({name: shown[name] for name in said}, shown["amount"]) == (said, -3)
    row = await stock.conn.fetchrow("SELECT account_id, is_paid FROM stock_transactions WHERE id = $1", transaction_id)
    assert tuple(row or ()) == (5, True)
    cleared = transaction(document_id, argan, 3, comment="", supplier_id=0)
    shown = (await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", cleared)).json()["data"]
    assert (shown["comment"], shown["supplier_id"], shown["client_id"]) == ("", 0, 2)


async def test_a_changed_comment_makes_no_movement(stock: Stock, argan: Product) -> None:
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, argan, 2, comment="Gift"))
    assert await stock.count("stock_movements") == 1


async def test_a_corrected_receipt_corrects_the_average(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=10), create_date="2026-01-01")
    document_id, slip = await entered(stock, RECEIPT, line(argan, 2, cost_per_unit=3000), create_date="2026-01-02")
    await stock.enter(SALE, line(argan, 1), create_date="2026-01-03")
    await stock.client.put(f"{TRANSACTIONS}/{slip}", transaction(document_id, argan, 2, price=30))
    assert await stock.average(argan) == 0.08
    await stock.client.delete(f"{TRANSACTIONS}/{slip}")
    assert await stock.average(argan) == 0.04


async def test_what_a_unit_cost_stays_when_a_sale_is_changed(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=10))
    document_id, transaction_id = await entered(stock, SALE, line(argan, 1))
    await stock.enter(RECEIPT, line(argan, 8, cost_per_unit=50))
    await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, argan, 2))
    cost = await stock.conn.fetchval("SELECT unit_cost FROM stock_transactions WHERE id = $1", transaction_id)
    assert float(cost) == 0.04


@pytest.mark.parametrize("half", [0, 1])
async def test_both_halves_of_a_transfer_change_and_go_together(stock: Stock, argan: Product, half: int) -> None:
    """Q-048."""
    moved = await stock.enter(TRANSFER, line(argan, 1), to_storage_id=CONSUMABLES)
    path = f"{TRANSACTIONS}/{moved['transactions'][half]['id']}"
    await stock.client.put(path, transaction(moved["document"]["id"], argan, 4, price=0))
    assert (await stock.on_hand(argan), await stock.on_hand(argan, CONSUMABLES)) == (-1000, 1000)
    shown = (await stock.client.get(path)).json()["data"]
    assert (shown["storage_id"], shown["amount"]) == [(PRODUCTS, -4), (CONSUMABLES, 4)][half]
    assert (await stock.client.delete(path)).status_code == 202
    assert (await stock.on_hand(argan), await stock.on_hand(argan, CONSUMABLES)) == (0, 0)
    for each in moved["transactions"]:
        assert (await stock.client.get(f"{TRANSACTIONS}/{each['id']}")).status_code == 404


async def test_a_deleted_transaction_is_gone(stock: Stock, argan: Product) -> None:
    """Q-055."""
    _, transaction_id = await entered(stock, SALE, line(argan, 2), line(argan, 1))
    path = f"{TRANSACTIONS}/{transaction_id}"
    gone = await stock.client.delete(path)
    assert (gone.status_code, gone.content) == (202, b"")
    assert await stock.on_hand(argan) == -250
    assert (await stock.client.delete(path)).status_code == 404


async def test_the_history_of_a_deleted_product_can_still_be_put_right(stock: Stock, argan: Product) -> None:
    """Q-106."""
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    assert (await stock.client.delete(f"/goods/{HARBOUR}/{argan.id}")).status_code == 204
    path = f"{TRANSACTIONS}/{transaction_id}"
    assert (await stock.client.get(path)).json()["data"]["good"]["title"] == "Argan Repair Shampoo"
    assert (await stock.client.put(path, transaction(document_id, argan, 1))).status_code == 200
    assert await stock.on_hand(argan) == -250
    assert (await stock.try_to_enter(SALE, line(argan, 1))).status_code == 422
    assert (await stock.client.delete(path)).status_code == 202


async def test_a_stale_revision_is_refused(stock: Stock, argan: Product) -> None:
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    path = f"{TRANSACTIONS}/{transaction_id}"
    seen = {"If-Match": (await stock.client.get(path)).headers["etag"]}
    assert (await stock.client.put(path, transaction(document_id, argan, 1), headers=seen)).status_code == 200
    assert (await stock.client.put(path, transaction(document_id, argan, 3), headers=seen)).status_code == 412
    assert (await stock.client.delete(path, headers=seen)).status_code == 412
    assert await stock.on_hand(argan) == -250


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"document_id": 999_999}, "document_id", "There is no such document here."),
        ({"good_id": 999_999}, "good_id", "There is no such product here."),
        (
            {"amount": 0, "cost": 0},
            "amount",
            "Must not be 0, nor so little that it is none in the product's other unit.",
        ),
        ({"cost": 51}, "cost", "Contradicts amount, price and discount, which make 50.00."),
        ({"cost": None}, "cost", "This field is missing."),
        ({"operation_unit_type": None}, "operation_unit_type", "This field is missing."),
        ({"discount": -1}, "discount", "Must be at least 0."),
    ],
)
async def test_a_faulty_transaction(
    stock: Stock, argan: Product, fields: dict[str, Any], field: str, message: str
) -> None:
    document_id, _ = await entered(stock, SALE, line(argan, 1))
    refused = await stock.client.post(TRANSACTIONS, {**transaction(document_id, argan, 2), **fields})
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{f"[{field}]": [message]}]
    assert await stock.on_hand(argan) == -250


async def test_a_transaction_stays_on_its_document(stock: Stock, argan: Product) -> None:
    _, transaction_id = await entered(stock, SALE, line(argan, 2))
    other, _ = await entered(stock, SALE, line(argan, 1))
    refused = await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(other, argan, 2))
    assert refused.json()["meta"]["errors"] == [
        {"[document_id]": ["A transaction can't be moved to another document."]}
    ]


async def test_a_transaction_is_not_found_in_another_location(stock: Stock, argan: Product) -> None:
    document_id, transaction_id = await entered(stock, SALE, line(argan, 2))
    elsewhere = f"/storage_operations/goods_transactions/{HILLSIDE}"
    assert (await stock.client.get(f"{elsewhere}/{transaction_id}")).status_code == 404
    assert (await stock.client.delete(f"{elsewhere}/{transaction_id}")).status_code == 404
    body = transaction(document_id, argan, 1)
    assert (await stock.client.put(f"{elsewhere}/{transaction_id}", body)).status_code == 404
    refused = await stock.client.post(elsewhere, body)
    assert {"[document_id]": ["There is no such document here."]} in refused.json()["meta"]["errors"]
