"""Totals have as many decimals as the currency of the location, in every place where one is entered or told."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import httpx
import pytest

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.api.v1.goods.units import change_units
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
    operation,
    transaction,
)
from tests.db.test_stock_check import differences
from tests.support.client import faults_of
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import make_document, make_transaction
from tests.support.people import HARBOUR, MANAGER

TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
CURRENCIES = ("JPY", "EUR", "KWD", "CLF")


async def count_in(conn: Connection, currency: str) -> None:
    await conn.execute("UPDATE locations SET currency = $2 WHERE id = $1", HARBOUR, currency)


def exact(answer: httpx.Response) -> Any:
    """What was answered, its numbers to the last digit."""
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_float=Decimal, parse_int=Decimal)["data"]


@pytest.mark.parametrize(
    ("currency", "total"), [("JPY", "1255"), ("EUR", "12.55"), ("KWD", "1.255"), ("CLF", "0.1255"), ("IQD", "0.001")]
)
@pytest.mark.parametrize("kind", [SALE, USAGE, RECEIPT, WRITE_OFF, TRANSFER])
async def test_a_stored_total_is_answered_as_entered(
    stock: Stock, lotion: Product, kind: int, currency: str, total: str
) -> None:
    await count_in(stock.conn, currency)
    fields = {"to_storage_id": CONSUMABLES} if kind == TRANSFER else {}
    entered = exact(await stock.try_to_enter(kind, line(lotion, 1, cost=float(total), record_id=7), **fields))
    told = entered["transactions"][0]
    assert (told["cost"], told["cost_per_unit"]) == (Decimal(total), Decimal(total))
    one = exact(await stock.client.get(f"{TRANSACTIONS}/{told['id']}"))
    rows = exact(await stock.client.get(f"/storage_operations/documents/goods_transactions/{entered['document_id']}"))
    found = exact(await stock.client.get(f"/storages/transactions/{HARBOUR}"))
    exported = await stock.client.get(f"/storages/transactions/{HARBOUR}/export")
    lines = csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff")))
    assert {each["cost"] for each in (one, *rows, *found)} == {Decimal(total)}
    assert {(each["cost"], each["currency"]) for each in lines} == {(total, currency)}
    if kind == SALE:
        item = exact(await stock.client.get(f"/api/v2/locations/{HARBOUR}/attendance_product_items/{told['id']}"))
        shown = item["attributes"]
        assert {shown[name] for name in ("first_cost", "manual_cost", "cost")} == {Decimal(total)}


@pytest.mark.parametrize(
    ("currency", "total"), [("JPY", 0.4), ("KRW", 12.5), ("EUR", 1.255), ("KWD", 1.2555), ("CLF", 0.12345)]
)
async def test_a_total_that_the_currency_lacks_is_refused_with_its_path(
    stock: Stock, lotion: Product, currency: str, total: float
) -> None:
    """Q-138."""
    await count_in(stock.conn, currency)
    message = f"{total} has more decimals than {currency} has"
    refused = faults_of(await stock.try_to_enter(RECEIPT, line(lotion, 1), line(lotion, 1, cost=total)))
    assert refused.keys() == {"goods_transactions[1].cost"}
    assert refused["goods_transactions[1].cost"].startswith(message)
    assert await stock.count("stock_documents") == 0
    entered = await stock.enter(RECEIPT, line(lotion, 1, cost=7))
    body = transaction(entered["document_id"], lotion, 1, cost=total)
    for answer in (
        await stock.client.post(TRANSACTIONS, body),
        await stock.client.put(f"{TRANSACTIONS}/{entered['transactions'][0]['id']}", body),
    ):
        (fault,) = faults_of(answer).items()
        assert (fault[0], fault[1].startswith(message)) == ("cost", True)


@pytest.mark.parametrize(
    ("currency", "price", "amount", "discount", "total"),
    [
        ("JPY", "0.4", 3, 0, "1"),
        ("JPY", "99", 1, 50, "50"),
        ("EUR", "2.25", 64.22, 0, "144.5"),
        ("KWD", "1.255", 3, 0, "3.765"),
        ("KWD", "1.255", 1, 10, "1.13"),
        ("KWD", "0.0005", 1, 0, "0.001"),
        ("CLF", "0.12345", 1, 0, "0.1235"),
        ("JPY", "0.1234567891", 81, 0, "10"),
    ],
)
async def test_a_total_is_rounded_once_from_what_is_exact(
    stock: Stock, lotion: Product, currency: str, price: str, amount: float, discount: int, total: str
) -> None:
    """The price of one unit is a rate: it keeps its decimals, whatever the currency (Q-138, Q-140)."""
    await count_in(stock.conn, currency)
    sold = line(lotion, amount, cost_per_unit=float(price), discount=discount)
    told = exact(await stock.try_to_enter(SALE, sold))["transactions"][0]
    assert (told["cost"], told["cost_per_unit"]) == (Decimal(total), Decimal(price))


@pytest.mark.parametrize(
    ("currency", "price", "total", "off"),
    [("JPY", "33", "100", "101"), ("EUR", "3.33", "10", "10.01"), ("KWD", "0.333", "1", "1.001")],
)
async def test_a_total_may_be_off_by_the_smallest_coin(
    stock: Stock, lotion: Product, currency: str, price: str, total: str, off: str
) -> None:
    """Q-050."""
    await count_in(stock.conn, currency)
    told = exact(await stock.try_to_enter(SALE, line(lotion, 3, cost_per_unit=float(price), cost=float(total))))
    assert told["transactions"][0]["cost"] == Decimal(total)
    refused = await stock.try_to_enter(SALE, line(lotion, 3, cost_per_unit=float(price), cost=float(off)))
    assert faults_of(refused).keys() == {"goods_transactions[0].cost"}


@pytest.mark.parametrize(
    ("currency", "total", "price"), [("JPY", "100", "33"), ("EUR", "10", "3.33"), ("KWD", "1", "0.333")]
)
async def test_a_price_that_follows_from_a_total_has_the_decimals_of_the_currency_where_they_do(
    stock: Stock, lotion: Product, currency: str, total: str, price: str
) -> None:
    await count_in(stock.conn, currency)
    told = exact(await stock.try_to_enter(RECEIPT, line(lotion, 3, cost=float(total))))["transactions"][0]
    assert (told["cost"], told["cost_per_unit"]) == (Decimal(total), Decimal(price))


@pytest.mark.parametrize(("currency", "price", "total"), [("KWD", "0.00502", "1.255"), ("EUR", "0.005", "1.25")])
async def test_a_price_that_follows_from_the_product_is_finer_than_the_currency(
    stock: Stock, conn: Connection, tenant: Tenant, currency: str, price: str, total: str
) -> None:
    """Q-140."""
    await count_in(conn, currency)
    bottle = await make_product(
        conn,
        tenant,
        await make_category(conn, tenant),
        "Bottle",
        sale_unit_id=BOTTLE,
        write_off_unit_id=MILLILITRE,
        unit_ratio=Decimal(250),
        price=Decimal(total),
    )
    told = exact(await stock.try_to_enter(SALE, line(bottle, 250, operation_unit_type=2)))["transactions"][0]
    assert (told["cost_per_unit"], told["cost"]) == (Decimal(price), Decimal(total))


@pytest.mark.parametrize(("currency", "worth"), [("JPY", "2"), ("EUR", "2.47"), ("KWD", "2.469"), ("CLF", "2.4691")])
async def test_what_a_stock_take_lacks_is_worth_what_exists(
    stock: Stock, conn: Connection, tenant: Tenant, lotion: Product, currency: str, worth: str
) -> None:
    """When it is entered, when it follows, and when the units change."""
    await count_in(conn, currency)
    received = await make_document(conn, tenant, Kind.RECEIPT, PRODUCTS)
    await make_transaction(conn, tenant, received, lotion.id, 10, cost=Decimal("12.345678"))
    counted = await stock.enter(STOCK_TAKE, line(lotion, 8))
    address = f"{TRANSACTIONS}/{counted['transactions'][0]['id']}"
    assert exact(await stock.client.get(address))["cost"] == Decimal(worth)
    sold = await stock.enter(SALE, line(lotion, 1, cost=7), create_date="2026-01-31T13:00:00-05:00")
    await stock.client.delete(f"{TRANSACTIONS}/{sold['transactions'][0]['id']}")
    assert exact(await stock.client.get(address))["cost"] == Decimal(worth)
    rules = [{"type": 3, "base_unit": "sale"}, {"type": 6, "base_unit": "sale"}]
    assert (await change_units(stock.client, lotion, rules, unit_equals=3)).status_code == 200
    assert exact(await stock.client.get(address))["cost"] == Decimal(worth)
    assert await differences(conn) == set()


@pytest.mark.parametrize(("currency", "worth"), [("JPY", "1"), ("EUR", "1.12"), ("KWD", "1.122"), ("CLF", "1.1223")])
async def test_a_change_of_units_that_changes_a_difference_is_worth_what_exists(
    stock: Stock, conn: Connection, tenant: Tenant, lotion: Product, currency: str, worth: str
) -> None:
    """What came in is kept by its write-off amount, what was counted by its sale amount: these differ then."""
    await count_in(conn, currency)
    received = await make_document(conn, tenant, Kind.RECEIPT, PRODUCTS)
    await make_transaction(conn, tenant, received, lotion.id, 10, cost=Decimal("12.345678"))
    counted = await stock.enter(STOCK_TAKE, line(lotion, 10))
    address = f"{TRANSACTIONS}/{counted['transactions'][0]['id']}"
    rules = [{"type": 3, "base_unit": "service"}, {"type": 6, "base_unit": "sale"}]
    assert (await change_units(stock.client, lotion, rules, unit_equals="1.1")).status_code == 200
    told = exact(await stock.client.get(address))
    assert (told["expected_amount"], told["counted_amount"], told["cost"]) == (10, 11, Decimal(worth))


@pytest.fixture
async def from_before(conn: Connection, tenant: Tenant, lotion: Product) -> tuple[int, dict[str, Any]]:
    """A receipt whose total doesn't exist in its currency, and what a client sends that has read it."""
    await count_in(conn, "JPY")
    document_id = await make_document(conn, tenant, Kind.RECEIPT, PRODUCTS)
    its_id = await make_transaction(
        conn, tenant, document_id, lotion.id, 1, cost=Decimal("12.35"), price=Decimal("12.35")
    )
    return its_id, transaction(document_id, lotion, 1, 12.35, operation_unit_type=2)


async def test_what_was_there_before_is_shown_and_may_be_sent_back(
    stock: Stock, from_before: tuple[int, dict[str, Any]]
) -> None:
    """Q-141."""
    its_id, body = from_before
    assert exact(await stock.client.get(f"{TRANSACTIONS}/{its_id}"))["cost"] == Decimal("12.35")
    changed = exact(await stock.client.put(f"{TRANSACTIONS}/{its_id}", {**body, "comment": "Seen"}))
    assert (changed["comment"], changed["cost"]) == ("Seen", Decimal("12.35"))


@pytest.mark.parametrize("total", [12.34, 0.5])
async def test_another_total_that_does_not_exist_may_not(
    stock: Stock, from_before: tuple[int, dict[str, Any]], total: float
) -> None:
    its_id, body = from_before
    refused = await stock.client.put(f"{TRANSACTIONS}/{its_id}", {**body, "cost": total})
    assert faults_of(refused) == {"cost": f"{total} has more decimals than JPY has (0)."}


async def test_other_faults_are_reported_for_a_repeated_value_too(
    stock: Stock, from_before: tuple[int, dict[str, Any]]
) -> None:
    its_id, body = from_before
    refused = await stock.client.put(f"{TRANSACTIONS}/{its_id}", {**body, "discount": 101, "cost_per_unit": None})
    assert faults_of(refused).keys() == {"discount", "cost_per_unit"}


async def test_a_hidden_total_is_not_found_by_trying(stock: Stock, from_before: tuple[int, dict[str, Any]]) -> None:
    its_id, body = from_before
    hidden = json.dumps({Permission.COST_PRICE_VIEW.value: False})
    await stock.conn.execute("UPDATE location_roles SET rights = $2 WHERE user_id = $1", MANAGER.id, hidden)
    for total in (12.35, 12.34):
        refused = await stock.client.by(MANAGER).put(f"{TRANSACTIONS}/{its_id}", {**body, "cost": total})
        assert faults_of(refused).keys() == {"cost"}


async def test_a_form_is_held_against_the_currency_too(stock: Stock, lotion: Product) -> None:
    await count_in(stock.conn, "JPY")
    sent = operation(SALE, line(lotion, 1, cost="0.4"))
    (sold,) = sent.pop("goods_transactions")
    form = {**sent, **{f"goods_transactions[0][{name}]": str(value) for name, value in sold.items()}}
    refused = await stock.client.send("POST", f"/storage_operations/operation/{HARBOUR}", data=form)
    assert faults_of(refused) == {"goods_transactions[0].cost": "0.4 has more decimals than JPY has (0)."}
