"""What a location allows: stock below zero or not, and periods that are closed."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from parlour.areas.products.model.products import Product
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    TRANSFER,
    Stock,
    document,
    line,
    transaction,
)
from tests.support.people import HARBOUR

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
LAST_DAY_CLOSED = "2026-01-31"


@pytest.fixture
async def strict(stock: Stock) -> Stock:
    """HARBOUR once it allows nothing below zero."""
    await stock.conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    return stock


def told(response: httpx.Response) -> list[dict[str, list[str]]]:
    assert response.status_code == 422
    errors: list[dict[str, list[str]]] = response.json()["meta"]["errors"]
    return errors


async def test_more_than_the_stock_cannot_be_sold(strict: Stock, argan: Product, lotion: Product) -> None:
    await strict.enter(RECEIPT, line(argan, 1, cost=10), line(lotion, 1, cost=5))
    refused = await strict.try_to_enter(SALE, line(lotion, 1), line(argan, 2), line(lotion, 3))
    assert told(refused) == [
        {"[goods_transactions[1].amount]": [
            "Argan Repair Shampoo: Products has 250 ml, 500 would be taken out."]},
        {"[goods_transactions[2].amount]": ["Lotion: Products has 1 pcs, 4 would be taken out."]},
    ]  # fmt: skip
    assert (await strict.on_hand(argan), await strict.on_hand(lotion)) == (250, 1)
    assert await strict.count("stock_documents") == 1
    await strict.enter(SALE, line(argan, 1))
    assert await strict.on_hand(argan) == 0


async def test_no_transfer_nor_edit_nor_deletion_gets_below_zero(strict: Stock, argan: Product) -> None:
    received = await strict.enter(RECEIPT, line(argan, 2, cost=10))
    receipt, document_id = received["transactions"][0]["id"], received["document"]["id"]
    sold = await strict.enter(SALE, line(argan, 1))
    assert told(await strict.try_to_enter(TRANSFER, line(argan, 2), to_storage_id=CONSUMABLES))
    body = transaction(sold["document"]["id"], argan, 3)
    assert told(await strict.client.put(f"{TRANSACTIONS}/{sold['transactions'][0]['id']}", body))
    assert told(await strict.client.put(f"{TRANSACTIONS}/{receipt}", transaction(document_id, argan, 0.5)))
    assert told(await strict.client.delete(f"{TRANSACTIONS}/{receipt}"))
    assert told(await strict.client.delete(f"{DOCUMENTS}/{document_id}"))
    assert told(await strict.client.put(f"{DOCUMENTS}/{document_id}", document(RECEIPT, storage_id=CONSUMABLES)))
    assert await strict.on_hand(argan) == 250


async def test_negative_stock_may_be_reduced(stock: Stock, argan: Product) -> None:
    await stock.enter(SALE, line(argan, 4))
    await stock.conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    await stock.enter(RECEIPT, line(argan, 1, cost=10))
    assert await stock.on_hand(argan) == -750
    assert told(await stock.try_to_enter(SALE, line(argan, 1)))
    await stock.enter(STOCK_TAKE, line(argan, 2))
    assert await stock.on_hand(argan) == 500


async def test_of_what_was_never_here_there_is_nothing(strict: Stock, argan: Product) -> None:
    assert told(await strict.try_to_enter(SALE, line(argan, 1))) == [
        {"[goods_transactions[0].amount]": ["Argan Repair Shampoo: Products has 0 ml, 250 would be taken out."]}
    ]


@pytest.mark.parametrize("is_counted", [False, True])
async def test_stock_that_is_below_zero_already_may_stay_there(stock: Stock, argan: Product, is_counted: bool) -> None:
    if is_counted:
        await stock.enter(RECEIPT, line(argan, 9, cost=9), create_date="2025-12-31")
    sold = await stock.enter(SALE, line(argan, 4), create_date="2026-01-01")
    if is_counted:
        await stock.enter(STOCK_TAKE, line(argan, 1), create_date="2026-01-02")
        await stock.enter(SALE, line(argan, 2), create_date="2026-01-03")
    before = await stock.on_hand(argan)
    await stock.conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    document_id, transaction_id = sold["document"]["id"], sold["transactions"][0]["id"]
    noted = document(SALE, create_date="2026-01-01", comment="By Anna")
    assert (await stock.client.put(f"{DOCUMENTS}/{document_id}", noted)).status_code == 200
    body = transaction(document_id, argan, 4, comment="By Anna")
    assert (await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", body)).status_code == 200
    assert await stock.on_hand(argan) == before < 0


@pytest.fixture
async def closed(stock: Stock, argan: Product) -> dict[str, Any]:
    """What was answered to a sale in a period that has been closed since."""
    sold = await stock.enter(SALE, line(argan, 1), create_date=f"{LAST_DAY_CLOSED}T23:59:59")
    await stock.conn.execute(f"UPDATE locations SET stock_closed_until = '{LAST_DAY_CLOSED}' WHERE id = $1", HARBOUR)
    return sold


Attempt = Callable[[Stock, Product, int, int], Awaitable[httpx.Response]]
ATTEMPTS: dict[str, Attempt] = {
    "enter": lambda stock, product, *_: stock.try_to_enter(SALE, line(product, 1), create_date=LAST_DAY_CLOSED),
    "create": lambda stock, *_: stock.client.post(DOCUMENTS, document(SALE, create_date="2025-01-01")),
    "move": lambda stock, _, document_id, __: stock.client.put(
        f"{DOCUMENTS}/{document_id}", document(SALE, create_date="2026-03-01")
    ),
    "delete": lambda stock, _, document_id, __: stock.client.delete(f"{DOCUMENTS}/{document_id}"),
    "put on": lambda stock, product, document_id, _: stock.client.post(
        TRANSACTIONS, transaction(document_id, product, 1)
    ),
    "change": lambda stock, product, document_id, transaction_id: stock.client.put(
        f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, product, 2)
    ),
    "take off": lambda stock, _, __, transaction_id: stock.client.delete(f"{TRANSACTIONS}/{transaction_id}"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_nothing_changes_in_a_closed_period(
    stock: Stock, argan: Product, closed: dict[str, Any], attempt: str
) -> None:
    ids = closed["document"]["id"], closed["transactions"][0]["id"]
    refused = await ATTEMPTS[attempt](stock, argan, *ids)
    assert refused.status_code == 409
    assert refused.json()["meta"] == {
        "message": "Stock is closed until 2026-01-31: documents up to this date can't change.",
        "conflict": True,
    }
    assert await stock.on_hand(argan) == -250


async def test_a_stale_revision_is_said_before_a_closed_period(
    stock: Stock, argan: Product, closed: dict[str, Any]
) -> None:
    document_id, transaction_id = closed["document"]["id"], closed["transactions"][0]["id"]
    seen = {"If-Match": '"0"'}
    for refused in (
        await stock.client.put(f"{DOCUMENTS}/{document_id}", document(SALE), headers=seen),
        await stock.client.delete(f"{DOCUMENTS}/{document_id}", headers=seen),
        await stock.client.put(f"{TRANSACTIONS}/{transaction_id}", transaction(document_id, argan, 2), headers=seen),
        await stock.client.delete(f"{TRANSACTIONS}/{transaction_id}", headers=seen),
    ):
        assert refused.status_code == 412, refused.text


async def test_the_period_ends_with_the_day_of_the_location(
    stock: Stock, argan: Product, closed: dict[str, Any]
) -> None:
    later = await stock.enter(SALE, line(argan, 1), create_date="2026-02-01T00:00:00")
    path = f"{DOCUMENTS}/{later['document']['id']}"
    refused = await stock.client.put(path, document(SALE, create_date="2026-02-01T04:59:59Z"))
    assert refused.status_code == 409
    assert (await stock.client.put(path, document(SALE, storage_id=PRODUCTS))).status_code == 409
    assert (await stock.client.delete(path)).status_code == 202
