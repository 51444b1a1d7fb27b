"""What users who may not see costs learn, and don't learn, when they write documents and transactions."""

from decimal import Decimal
from typing import Any, LiteralString

import httpx
import pytest

from parlour.access.tenant import Tenant
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
    document,
    line,
    operation,
    transaction,
)
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

OPERATION = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
HIDDEN = "storages_goods_prime_cost_view_access"
MOST = 9_999_999_999
HIDDEN_KINDS = (USAGE, RECEIPT, WRITE_OFF, TRANSFER)
MONEY: LiteralString = """
    SELECT price, discount, cost, unit_cost FROM stock_transactions WHERE document_id = $1 AND deleted_at IS NULL
    ORDER BY id
"""


def to(kind: int) -> dict[str, Any]:
    return {"to_storage_id": CONSUMABLES} if kind == TRANSFER else {}


@pytest.fixture
async def blind(stock: Stock) -> Client:
    """A manager who may do everything with stock and see no costs."""
    return stock.client.by(await make_member(stock.conn, "blind", "manager", **{HIDDEN: False}))


async def money(stock: Stock, document_id: int) -> list[tuple[float, ...]]:
    return [tuple(map(float, row)) for row in await stock.conn.fetch(MONEY, document_id)]


def answered(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json()["meta"]


@pytest.mark.parametrize("kind", [USAGE, WRITE_OFF, TRANSFER, RECEIPT, STOCK_TAKE])
async def test_no_amount_is_too_much_for_a_cost_that_is_hidden(
    stock: Stock, conn: Connection, tenant: Tenant, blind: Client, kind: int
) -> None:
    """With the cost of 99 the total is just below the limit, with 101 above: both pass, so neither is shown."""
    shelf = await make_category(conn, tenant)
    statuses = []
    for cost in (99, 101, 999_999_999_999):
        product = await make_product(conn, tenant, shelf, f"At {cost}", cost_price=cost)
        seen = await stock.try_to_enter(kind, line(product, MOST), **to(kind)) if cost > 100 else None
        assert seen is None or (seen.status_code == 422 and "with this amount it is" in seen.text)
        answer = await blind.post(OPERATION, operation(kind, line(product, MOST), **to(kind)))
        statuses.append(answered(answer))
        assert str(cost) not in str(answer.json()["meta"])
    assert statuses == [(200, [])] * 3


@pytest.mark.parametrize("kind", [*HIDDEN_KINDS, SALE])
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"cost_per_unit": 25, "cost": 51}, "cost", "Contradicts amount, price and discount."),
        ({"cost_per_unit": 25, "discount": 50, "cost": 51}, "cost", "Contradicts amount, price and discount."),
        ({"amount": 9_999_999, "cost_per_unit": 101_000}, "cost", "Must be at most 999999999999."),
    ],
)
async def test_a_refusal_shows_no_amounts_of_money(
    stock: Stock, argan: Product, blind: Client, kind: int, fields: dict[str, Any], field: str, message: str
) -> None:
    body = operation(kind, {**line(argan, 2), **fields}, **to(kind))
    refused = await blind.post(OPERATION, body)
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{f"[goods_transactions[0].{field}]": [message]}]
    told = (await stock.client.post(OPERATION, body)).json()["meta"]["errors"]
    assert told != refused.json()["meta"]["errors"]


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
async def test_a_hidden_price_or_total_can_not_be_found_nor_set(
    stock: Stock, argan: Product, blind: Client, kind: int
) -> None:
    """Q-101."""
    entered = await stock.enter(kind, line(argan, 2, cost_per_unit=7, cost=14), **to(kind))
    document_id, row = entered["document"]["id"], f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    before = await money(stock, document_id)
    told = [
        answered(await blind.put(row, transaction(document_id, argan, 2, **fields)))
        for fields in (
            {"price": 7},
            {"price": 8},
            {"cost_per_unit": None, "cost": 14},
            {"cost_per_unit": None, "cost": 15},
            {"cost_per_unit": 7, "cost": None},
            {"cost_per_unit": 0, "cost": 0},
        )
    ]
    assert told == [(403, {"message": f"You lack the right {HIDDEN} in this location."})] * len(told)
    assert await money(stock, document_id) == before


@pytest.mark.parametrize("kind", [*HIDDEN_KINDS, STOCK_TAKE])
async def test_sending_back_an_answer_changes_no_money(stock: Stock, argan: Product, blind: Client, kind: int) -> None:
    """Q-101."""
    entered = await stock.enter(kind, line(argan, 3, cost_per_unit=3.33, cost=10, comment="a"), **to(kind))
    document_id, row = entered["document"]["id"], f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    before = await money(stock, document_id)
    read = (await blind.get(row)).json()["data"]
    assert (read["cost_per_unit"], read["cost"]) == (None, None)
    back = {name: read[name] for name in ("document_id", "good_id", "operation_unit_type", "discount")}
    amount = read["counted_amount"] / 250 if kind == STOCK_TAKE else abs(read["amount"])
    answer = await blind.put(row, {**back, "amount": amount, "cost_per_unit": None, "cost": None, "comment": "b"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["comment"] == "b"
    assert await money(stock, document_id) == before


@pytest.mark.parametrize(
    ("fields", "price", "cost"),
    [
        ({"amount": 4}, 7, 28),
        ({"amount": 2, "discount": 50}, 7, 7),
        ({"amount": 500, "operation_unit_type": 2}, 0.028, 14),
    ],
    ids=["amount", "discount", "unit"],
)
async def test_a_missing_price_is_kept_and_the_total_computed(
    stock: Stock, argan: Product, blind: Client, fields: dict[str, Any], price: float, cost: float
) -> None:
    """Q-101."""
    entered = await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=7, cost=14))
    document_id, row = entered["document"]["id"], f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    body = transaction(document_id, argan, 2, cost_per_unit=None, cost=None)
    assert (await blind.put(row, {**body, **fields})).status_code == 200
    ((found_price, _, found_cost, _),) = await money(stock, document_id)
    assert (found_price, found_cost) == (price, cost)


async def test_another_product_is_priced_by_itself(
    stock: Stock, argan: Product, lotion: Product, blind: Client
) -> None:
    await stock.conn.execute("UPDATE products SET cost_price = 3, is_cost_price_fixed = true WHERE id = $1", lotion.id)
    entered = await stock.enter(USAGE, line(argan, 2, cost_per_unit=7, cost=14))
    document_id, row = entered["document"]["id"], f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    body = transaction(document_id, lotion, 2, cost_per_unit=None, cost=None)
    assert (await blind.put(row, body)).status_code == 200
    assert [each[:3] for each in await money(stock, document_id)] == [(3, 0, 6)]


async def test_a_hidden_price_limits_no_amount(stock: Stock, argan: Product, blind: Client) -> None:
    """The amount from which on a change is refused would tell the price."""
    answers = []
    for price in (99, 101):
        entered = await stock.enter(USAGE, line(argan, 1, cost_per_unit=price))
        row = f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
        body = transaction(entered["document"]["id"], argan, MOST / 250, cost_per_unit=None, cost=None)
        answers.append(answered(await blind.put(row, {**body, "amount": MOST, "operation_unit_type": 2})))
        answers.append(answered(await blind.put(row, {**body, "amount": 39_999_999, "operation_unit_type": 1})))
    assert answers == [(200, [])] * 4


async def test_null_costs_are_accepted_from_users_who_may_not_see_costs(
    stock: Stock, argan: Product, blind: Client
) -> None:
    """Q-101."""
    entered = (await blind.post(DOCUMENTS, document(RECEIPT))).json()["data"]
    body = transaction(entered["id"], argan, 2, cost_per_unit=None, cost=None)
    assert (await blind.post(TRANSACTIONS, body)).status_code == 200
    assert (await blind.post(TRANSACTIONS, transaction(entered["id"], argan, 2, 7))).status_code == 200
    refused = await stock.client.post(TRANSACTIONS, body)
    assert refused.json()["meta"]["errors"] == [
        {"[cost_per_unit]": ["This field is missing."]},
        {"[cost]": ["This field is missing."]},
    ]


async def test_the_price_of_a_sale_is_no_secret(stock: Stock, argan: Product, blind: Client) -> None:
    """Q-101."""
    entered = await stock.enter(SALE, line(argan, 1))
    row = f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    answer = await blind.put(row, transaction(entered["document"]["id"], argan, 1, 20))
    assert (answer.json()["data"]["cost_per_unit"], answer.json()["data"]["cost"]) == (20, 20)


async def test_amounts_are_hidden_without_the_right_to_see_storages(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 1, cost=10))
    await stock.conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    person = await make_member(stock.conn, "seller", "manager", storages_access=False)
    refused = await stock.client.by(person).post(OPERATION, operation(SALE, line(argan, 2), storage_id=PRODUCTS))
    assert refused.json()["meta"]["errors"] == [
        {"[goods_transactions[0].amount]": [
            "Argan Repair Shampoo: Products has less than the 500 ml that would be taken out."]}
    ]  # fmt: skip


async def test_the_average_is_what_it_was_after_unseen_changes(stock: Stock, argan: Product, blind: Client) -> None:
    entered = await stock.enter(RECEIPT, line(argan, 2, cost=15))
    row = f"{TRANSACTIONS}/{entered['transactions'][0]['id']}"
    body = transaction(entered["document"]["id"], argan, 2, cost_per_unit=None, cost=None)
    assert (await blind.put(row, body)).status_code == 200
    assert await stock.average(argan) == float(Decimal("0.03"))
