"""Amounts in sale units keep ten decimals, in every place where one is entered and in every answer that tells it."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    TRANSFER,
    USAGE,
    WRITE_OFF,
    Stock,
    line,
    transaction,
)
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR

TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
GRAM, KILOGRAM = 2, 3


@pytest.fixture
async def powder(conn: Connection, tenant: Tenant) -> Product:
    """Sold by the kilogram, used up by the gram."""
    category: Category = await make_category(conn, tenant)
    return await make_product(
        conn, tenant, category, "Powder", sale_unit_id=KILOGRAM, write_off_unit_id=GRAM, unit_ratio=Decimal(1000)
    )


def exact(answer: httpx.Response) -> Any:
    """What was answered, its numbers to the last digit."""
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal, parse_int=Decimal)["data"]


@pytest.mark.parametrize(
    ("kilograms", "grams"),
    [("0.12345", "123.45"), ("0.1234567", "123.4567"), ("0.12345678", "123.4568"), ("0.0000001", "0.0001")],
)
@pytest.mark.parametrize("kind", [SALE, USAGE, RECEIPT, WRITE_OFF, TRANSFER, STOCK_TAKE])
async def test_an_amount_in_sale_units_is_converted_unrounded(
    stock: Stock, powder: Product, kind: int, kilograms: str, grams: str
) -> None:
    """Q-105."""
    fields = {"to_storage_id": CONSUMABLES} if kind == TRANSFER else {}
    answer = await stock.try_to_enter(kind, line(powder, float(kilograms), cost_per_unit=0), **fields)
    sign = 1 if kind in (RECEIPT, STOCK_TAKE) else -1
    told = exact(answer)["transactions"][0]
    if kind == STOCK_TAKE:
        assert told["counted_amount"] == Decimal(grams)
    else:
        assert told["amount"] == sign * Decimal(kilograms)
    assert await stock.on_hand(powder) == float(sign * Decimal(grams))
    if kind == TRANSFER:
        assert await stock.on_hand(powder, CONSUMABLES) == float(grams)


async def test_every_answer_has_the_amount_that_was_entered(stock: Stock, powder: Product) -> None:
    """Q-105."""
    entered = await stock.enter(RECEIPT, line(powder, 0.1234567891, cost_per_unit=100))
    transaction_id, document_id = entered["transactions"][0]["id"], entered["document"]["id"]
    one = exact(await stock.client.get(f"{TRANSACTIONS}/{transaction_id}"))
    (listed,) = exact(await stock.client.get(f"/storage_operations/documents/goods_transactions/{document_id}"))
    (found,) = exact(await stock.client.get(f"/storages/transactions/{HARBOUR}"))
    exported = await stock.client.get(f"/storages/transactions/{HARBOUR}/export")
    (row,) = csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff")))
    told = Decimal("0.1234567891")
    assert (one["amount"], one["sale_amount"], one["service_amount"]) == (told, told, Decimal("123.4568"))
    assert (listed["amount"], found["amount"], Decimal(row["amount"])) == (told, told, told)
    assert one["cost"] == Decimal("12.35")


async def test_what_is_tiny_is_written_out_in_the_table(stock: Stock, powder: Product) -> None:
    await stock.enter(SALE, line(powder, 0.0000001, cost_per_unit=0))
    exported = await stock.client.get(f"/storages/transactions/{HARBOUR}/export")
    (row,) = csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff")))
    assert row["amount"] == "-0.0000001"


async def test_sending_back_what_was_read_changes_nothing(stock: Stock, powder: Product) -> None:
    entered = await stock.enter(RECEIPT, line(powder, 0.12345, cost_per_unit=10))
    path = f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    read = (await stock.client.get(path)).json()["data"]
    names = ("document_id", "good_id", "operation_unit_type", "amount", "cost_per_unit", "discount", "cost")
    exact(await stock.client.put(path, {name: read[name] for name in names}))
    assert await stock.on_hand(powder) == 123.45
    assert await stock.count("stock_movements") == 1


async def test_a_transaction_that_is_put_on_or_changed_keeps_ten_decimals(stock: Stock, powder: Product) -> None:
    entered = await stock.enter(RECEIPT, line(powder, 1, cost_per_unit=0))
    document_id = entered["document"]["id"]
    body = transaction(document_id, powder, 0.12345, price=0)
    added = exact(await stock.client.post(TRANSACTIONS, body))
    assert (added["amount"], await stock.on_hand(powder)) == (Decimal("0.12345"), 1123.45)
    body = transaction(document_id, powder, 0.98765, price=0)
    changed = exact(await stock.client.put(f"{TRANSACTIONS}/{added['id']}", body))
    assert (changed["amount"], await stock.on_hand(powder)) == (Decimal("0.98765"), 1987.65)


async def test_write_off_units_keep_four_decimals(stock: Stock, powder: Product) -> None:
    """Q-105."""
    entered = await stock.try_to_enter(
        RECEIPT, line(powder, 0.12345, operation_unit_type=2, cost_per_unit=1000), storage_id=PRODUCTS
    )
    (row,) = exact(entered)["transactions"]
    assert (row["amount"], row["cost"]) == (Decimal("0.1235"), Decimal("123.5"))
    assert await stock.on_hand(powder) == 0.1235
