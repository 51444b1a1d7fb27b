"""Stock-takes (ours): counted amounts in, differences posted, all of it reversible."""

from typing import Any

import pytest

from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    Stock,
    document,
    line,
    transaction,
)
from tests.support.people import HARBOUR

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"


async def test_the_difference_of_a_count_is_posted(stock: Stock, argan: Product, lotion: Product) -> None:
    """Q-062."""
    await stock.enter(RECEIPT, line(argan, 4, cost_per_unit=10), line(lotion, 7, cost=7), create_date="2026-01-01")
    taken = await stock.enter(STOCK_TAKE, line(argan, 900, operation_unit_type=2), line(lotion, 7))
    assert taken["document"]["type"] == {"id": 6, "title": "Stock-take"}
    short, right = taken["transactions"]
    assert (short["counted_amount"], short["expected_amount"], short["amount"], short["cost"]) == (900, 1000, -100, 4)
    assert (right["counted_amount"], right["expected_amount"], right["amount"], right["cost"]) == (7, 7, 0, 0)
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (900, 7)
    assert await stock.count("stock_movements") == 3
    assert await stock.average(argan) == 0.04


async def test_movements_after_a_count_make_no_difference(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 4, cost=40), create_date="2026-01-01")
    await stock.enter(SALE, line(argan, 1), create_date="2026-01-20")
    taken = await stock.enter(STOCK_TAKE, line(argan, 4), create_date="2026-01-10")
    assert taken["transactions"][0]["amount"] == 0
    taken = await stock.enter(STOCK_TAKE, line(argan, 5), create_date="2026-01-15")
    assert taken["transactions"][0]["amount"] == 1
    assert await stock.on_hand(argan) == 1000


async def test_a_count_of_0_where_0_is_expected(stock: Stock, argan: Product) -> None:
    taken = await stock.enter(STOCK_TAKE, line(argan, 0))
    assert taken["transactions"][0]["amount"] == 0
    assert await stock.count("stock_movements") == 0


async def test_a_stock_take_is_taken_back_as_one(stock: Stock, argan: Product, lotion: Product) -> None:
    taken = await stock.enter(STOCK_TAKE, line(argan, 2), line(lotion, 3))
    assert (await stock.client.delete(f"{DOCUMENTS}/{taken['document']['id']}")).status_code == 202
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (0, 0)


async def test_a_count_is_corrected_against_what_it_found(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 4, cost=40), create_date="2026-01-01")
    taken = await stock.enter(STOCK_TAKE, line(argan, 3))
    await stock.enter(SALE, line(argan, 1), create_date="2026-02-01")
    body = transaction(taken["document"]["id"], argan, 5, price=0)
    changed = await stock.client.put(f"{TRANSACTIONS}/{taken['transactions'][0]['id']}", body)
    shown = changed.json()["data"]
    assert (shown["counted_amount"], shown["expected_amount"], shown["amount"]) == (1250, 1000, 1)
    assert await stock.on_hand(argan) == 1000


async def test_on_another_day_another_amount_was_to_be_found(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 4, cost=40), create_date="2026-01-01")
    await stock.enter(SALE, line(argan, 1), create_date="2026-01-20")
    taken = await stock.enter(STOCK_TAKE, line(argan, 2), create_date="2026-01-10")
    path = f"{DOCUMENTS}/{taken['document']['id']}"
    await stock.client.put(path, document(STOCK_TAKE, create_date="2026-01-25"))
    (row,) = await rows_of(stock, taken["document"]["id"])
    assert (row["expected_amount"], row["amount"]) == (750, -1)
    assert await stock.on_hand(argan) == 500
    await stock.client.put(path, document(STOCK_TAKE, create_date="2026-01-10", storage_id=CONSUMABLES))
    (row,) = await rows_of(stock, taken["document"]["id"])
    assert (row["expected_amount"], row["amount"]) == (0, 2)
    assert (await stock.on_hand(argan), await stock.on_hand(argan, CONSUMABLES)) == (750, 500)


async def rows_of(stock: Stock, document_id: int) -> list[dict[str, Any]]:
    listed = await stock.client.get(f"/storage_operations/documents/goods_transactions/{document_id}")
    rows: list[dict[str, Any]] = listed.json()["data"]
    return rows


@pytest.mark.parametrize("again", ["in one operation", "on the document"])
async def test_a_product_is_counted_once(stock: Stock, argan: Product, again: str) -> None:
    if again == "in one operation":
        refused = await stock.try_to_enter(STOCK_TAKE, line(argan, 1), line(argan, 2))
        field = "goods_transactions[1].good_id"
    else:
        taken = await stock.enter(STOCK_TAKE, line(argan, 1))
        refused = await stock.client.post(TRANSACTIONS, transaction(taken["document"]["id"], argan, 2))
        field = "good_id"
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{f"[{field}]": ["This product is counted on this document already."]}]


async def test_a_faulty_count_is_said_before_one_that_is_there(stock: Stock, argan: Product) -> None:
    taken = await stock.enter(STOCK_TAKE, line(argan, 1))
    refused = await stock.client.post(TRANSACTIONS, transaction(taken["document"]["id"], argan, -1))
    assert refused.json()["meta"]["errors"] == [{"[amount]": ["Must be at least 0: it is what was counted."]}]


async def test_a_count_does_not_become_one_of_a_product_that_is_counted(
    stock: Stock, argan: Product, lotion: Product
) -> None:
    taken = await stock.enter(STOCK_TAKE, line(argan, 1), line(lotion, 3))
    body = transaction(taken["document"]["id"], argan, 2, price=0)
    refused = await stock.client.put(f"{TRANSACTIONS}/{taken['transactions'][1]['id']}", body)
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{"[good_id]": ["This product is counted on this document already."]}]
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (250, 3)


async def test_a_count_of_another_product_expects_what_was_there_of_that_one(
    stock: Stock, argan: Product, lotion: Product
) -> None:
    """Its place among the movements of its moment stays."""
    await stock.enter(RECEIPT, line(argan, 10, cost=100), line(lotion, 7, cost=7), create_date="2026-01-01")
    await stock.enter(SALE, line(argan, 1), create_date=MOMENT)
    taken = await stock.enter(STOCK_TAKE, line(lotion, 6), create_date=MOMENT)
    await stock.enter(SALE, line(argan, 2), create_date=MOMENT)
    await stock.enter(SALE, line(argan, 3), create_date=LATER)
    body = transaction(taken["document"]["id"], argan, 8, price=0)
    changed = await stock.client.put(f"{TRANSACTIONS}/{taken['transactions'][0]['id']}", body)
    shown = changed.json()["data"]
    assert (shown["counted_amount"], shown["expected_amount"], shown["amount"]) == (2000, 2250, -1)
    assert (shown["cost_per_unit"], shown["cost"]) == (10, 10)
    assert (await stock.on_hand(argan), await stock.on_hand(lotion)) == (750, 7)


async def test_a_count_of_another_product_is_not_refused_for_the_worth_of_what_is_there(
    stock: Stock, argan: Product, lotion: Product
) -> None:
    """Only the difference has a cost."""
    most = line(lotion, 1, cost=999_999_999_999)
    await stock.enter(RECEIPT, most, most, create_date="2026-01-01")
    taken = await stock.enter(STOCK_TAKE, line(argan, 0))
    body = transaction(taken["document"]["id"], lotion, 2, price=0)
    changed = await stock.client.put(f"{TRANSACTIONS}/{taken['transactions'][0]['id']}", body)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["data"]["amount"], changed.json()["data"]["cost"]) == (0, 0)


async def test_a_negative_count_is_refused(stock: Stock, argan: Product) -> None:
    refused = await stock.try_to_enter(STOCK_TAKE, line(argan, -1))
    assert refused.json()["meta"]["errors"] == [
        {"[goods_transactions[0].amount]": ["Must be at least 0: it is what was counted."]}
    ]


MOMENT, JUST_AFTER, LATER = "2026-01-15T12:00:00-05:00", "2026-01-15T12:00:01-05:00", "2026-01-16T12:00:00-05:00"


async def test_what_is_expected_is_what_lay_there_at_the_very_moment(
    stock: Stock, argan: Product, lotion: Product
) -> None:
    await stock.enter(RECEIPT, line(argan, 10, cost=1), line(lotion, 10, cost=1), create_date="2026-01-01")
    await stock.enter(SALE, line(argan, 1), create_date=MOMENT)
    await stock.enter(SALE, line(argan, 2), create_date=JUST_AFTER)
    undone = await stock.enter(SALE, line(argan, 3), create_date=LATER)
    await stock.client.delete(f"{DOCUMENTS}/{undone['document']['id']}")
    await stock.enter(RECEIPT, line(lotion, 5, cost=1), create_date=LATER)
    await stock.enter(RECEIPT, line(argan, 7, cost=1), create_date=LATER, storage_id=CONSUMABLES)
    taken = await stock.enter(STOCK_TAKE, line(argan, 9), line(lotion, 10), create_date=MOMENT)
    assert [row["amount"] for row in taken["transactions"]] == [0, 0]


async def test_what_was_taken_off_a_stock_take_is_no_part_of_it(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 10, cost=1), create_date="2026-01-01")
    taken = await stock.enter(STOCK_TAKE, line(argan, 4), create_date=MOMENT)
    await stock.client.delete(f"{TRANSACTIONS}/{taken['transactions'][0]['id']}")
    body = transaction(taken["document"]["id"], argan, 9, price=0)
    again = (await stock.client.post(TRANSACTIONS, body)).json()["data"]
    assert again["amount"] == -1
