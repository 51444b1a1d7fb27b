"""POST /storage_operations/operation/{location}: a document with all its transactions, or nothing."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    FOREIGN_STORAGE,
    PRODUCTS,
    RECEIPT,
    SALE,
    TRANSFER,
    USAGE,
    WRITE_OFF,
    Stock,
    line,
    operation,
)
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.people import HARBOUR, OWNER


async def test_a_sale_lowers_the_stock_on_hand(stock: Stock, argan: Product) -> None:
    """Q-049, Q-116."""
    sold = await stock.enter(SALE, line(argan, 2, discount=10, client_id=7), comment="At the desk")
    document, (transaction,) = sold["document"], sold["transactions"]
    assert sold["document_id"] == document["id"]
    assert document["type_id"] == 1
    assert document["type"] == {"id": 1, "title": "Sale"}
    assert document["comment"] == "At the desk"
    assert document["create_date"] == "2026-01-31 18:30:00"
    assert document["number"] == document["id"]
    assert document["storage"] == {"id": PRODUCTS, "title": "Products"}
    assert document["company"]["id"] == HARBOUR
    assert document["user"]["id"] == OWNER.id
    assert transaction["document_id"] == document["id"]
    assert transaction["amount"] == -2
    assert (transaction["cost_per_unit"], transaction["discount"], transaction["cost"]) == (25, 10, 45)
    assert transaction["good"] == {"id": argan.id, "title": "Argan Repair Shampoo"}
    assert transaction["unit"] == {"id": 11, "title": "Bottle"}
    assert transaction["client_id"] == 7
    assert (transaction["client"], transaction["supplier"], transaction["master"]) == ([], [], [])
    assert transaction["create_date"] == "2026-01-31T18:30:00-0500"
    assert await stock.on_hand(argan) == -500


@pytest.mark.parametrize(("kind", "code", "sign"), [(RECEIPT, 3, 1), (USAGE, 2, -1), (WRITE_OFF, 7, -1), (7, 7, -1)])
async def test_each_kind_moves_its_way(stock: Stock, argan: Product, kind: int, code: int, sign: int) -> None:
    """Q-046."""
    entered = await stock.enter(kind, line(argan, 100, operation_unit_type=2))
    assert entered["document"]["type_id"] == code
    assert entered["transactions"][0]["amount"] == sign * 100
    assert entered["transactions"][0]["unit_id"] == 4
    assert await stock.on_hand(argan) == sign * 100


async def test_a_transfer_goes_out_of_one_storage_and_into_the_other(stock: Stock, argan: Product) -> None:
    """Q-048."""
    moved = await stock.enter(TRANSFER, line(argan, 3), to_storage_id=CONSUMABLES)
    assert moved["document"]["to_storage_id"] == CONSUMABLES
    rows = [(row["storage_id"], row["amount"]) for row in moved["transactions"]]
    assert rows == [(PRODUCTS, -3), (CONSUMABLES, 3)]
    assert await stock.on_hand(argan) == -750
    assert await stock.on_hand(argan, CONSUMABLES) == 750


async def test_a_negative_amount_of_what_goes_out_is_its_magnitude(stock: Stock, argan: Product) -> None:
    """Q-047."""
    sold = await stock.enter(SALE, line(argan, -2))
    assert sold["transactions"][0]["amount"] == -2


async def test_receipts_make_a_moving_average(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=10))
    assert await stock.average(argan) == 0.04
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=20))
    assert await stock.average(argan) == 0.06
    await stock.enter(SALE, line(argan, 3))
    assert await stock.average(argan) == 0.06
    await stock.enter(RECEIPT, line(argan, 1, cost_per_unit=5))
    assert await stock.average(argan) == 0.04
    cost = await stock.conn.fetchval("SELECT unit_cost FROM stock_transactions WHERE kind = 'sale'")
    assert float(cost) == 0.06


async def test_missing_fields_are_computed(stock: Stock, argan: Product) -> None:
    """Q-050."""
    await stock.enter(RECEIPT, line(argan, 1, cost=10))
    ((by_cost,), (sold,), (wasted,)) = [
        (await stock.enter(*given))["transactions"]
        for given in (
            (RECEIPT, line(argan, 4, cost=30, discount=50)),
            (SALE, line(argan, 50, operation_unit_type=2)),
            (WRITE_OFF, line(argan, 1)),
        )
    ]
    assert (by_cost["cost_per_unit"], by_cost["cost"]) == (15, 30)
    assert (sold["cost_per_unit"], sold["cost"]) == (0.1, 5)
    assert (wasted["cost_per_unit"], wasted["cost"]) == (8, 8)


async def test_lines_are_also_accepted_as_transactions(stock: Stock, argan: Product) -> None:
    """Q-051."""
    body = operation(SALE, line(argan, 1))
    body["transactions"] = body.pop("goods_transactions")
    entered = await stock.client.post(f"/storage_operations/operation/{HARBOUR}", body)
    assert len(entered.json()["data"]["transactions"]) == 1


FAULTY: dict[str, tuple[dict[str, Any], str, str]] = {
    "no product": ({"good_id": 999_999}, "good_id", "There is no such product here."),
    "zero": ({"amount": 0}, "amount", "Must not be 0, nor so little that it is none in the product's other unit."),
    "none in the other unit": (
        {"amount": 0.0001, "good_id": "tiny"},
        "amount",
        "Must not be 0, nor so little that it is none in the product's other unit.",
    ),
    "too much": ({"amount": 10**11}, "amount", "Must be at most 9999999999."),
    "too much in the other unit": (
        {"amount": 9_999_999_999},
        "amount",
        "Must be at most 9999999999 in either unit of the product.",
    ),
    "discount": ({"discount": 101}, "discount", "Must be at most 100."),
    "contradiction": (
        {"cost_per_unit": 25, "cost": 50.02, "amount": 2},
        "cost",
        "Contradicts amount, price and discount, which make 50.00.",
    ),
    "unit": ({"operation_unit_type": 3}, "operation_unit_type", "Must be at most 2."),
}


@pytest.mark.parametrize("what", FAULTY)
async def test_one_faulty_line_of_three_prevents_all_writes(stock: Stock, argan: Product, what: str) -> None:
    changed, field, message = FAULTY[what]
    if changed.get("good_id") == "tiny":
        await stock.conn.execute("UPDATE products SET unit_ratio = 0.0001 WHERE id = $1", argan.id)
        changed = {**changed, "good_id": argan.id}
    refused = await stock.try_to_enter(SALE, line(argan, 1), {**line(argan, 1), **changed}, line(argan, 1))
    assert refused.status_code == 422
    assert {f"[goods_transactions[1].{field}]": [message]} in refused.json()["meta"]["errors"]
    assert [await stock.count(table) for table in ("stock_documents", "stock_transactions", "stock_movements")] == [
        0
    ] * 3


async def test_a_total_may_be_off_by_a_rounding(stock: Stock, argan: Product) -> None:
    sold = await stock.enter(SALE, line(argan, 3, cost_per_unit=3.33, cost=10))
    assert sold["transactions"][0]["cost"] == 10


async def test_a_receipt_accepts_no_negative_amount(stock: Stock, argan: Product) -> None:
    """Q-047."""
    refused = await stock.try_to_enter(RECEIPT, line(argan, -1))
    assert refused.json()["meta"]["errors"] == [
        {"[goods_transactions[0].amount]": ["Must be more than 0 in a receipt."]}
    ]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"storage_id": 999}, "storage_id", "There is no such storage here."),
        ({"storage_id": FOREIGN_STORAGE}, "storage_id", "There is no such storage here."),
        ({"to_storage_id": CONSUMABLES}, "to_storage_id", "Only a transfer (type_id 5) has it."),
        ({"type_id": 5}, "to_storage_id", "A transfer needs it: where the stock goes to."),
        ({"type_id": 5, "to_storage_id": PRODUCTS}, "to_storage_id", "Must be another storage than storage_id."),
        ({"type_id": 5, "to_storage_id": FOREIGN_STORAGE}, "to_storage_id", "There is no such storage here."),
        ({"type_id": 8}, "type_id", "Must be at most 7."),
        ({"create_date": "yesterday"}, "create_date",
         "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."),
        ({"create_date": "0001-01-01"}, "create_date", "Must be between the years 1990 and 2100."),
        ({"goods_transactions": {}}, "goods_transactions", "Expected a list, not {}."),
    ],
)  # fmt: skip
async def test_a_faulty_document(
    stock: Stock, argan: Product, fields: dict[str, Any], field: str, message: str
) -> None:
    """Q-048."""
    refused = await stock.try_to_enter(SALE, line(argan, 1), **fields)
    assert refused.status_code == 422
    assert refused.json()["meta"]["errors"] == [{f"[{field}]": [message]}]
    assert await stock.count("stock_documents") == 0


async def test_what_costs_nothing_by_its_discount_has_no_price(stock: Stock, argan: Product) -> None:
    """No price follows from a total of 0 at 100 % off; it is not made up."""
    given_away = await stock.enter(SALE, line(argan, 2, discount=100, cost=0))
    (transaction,) = given_away["transactions"]
    assert (transaction["cost_per_unit"], transaction["discount"], transaction["cost"]) == (0, 100, 0)


async def test_what_belongs_to_the_chain_is_moved_in_each_location(
    stock: Stock, conn: Connection, tenant: Tenant
) -> None:
    shared = await make_product(conn, for_chain(tenant), await make_category(conn, for_chain(tenant)), "Shared")
    await stock.enter(RECEIPT, line(shared, 3, cost=3))
    assert await stock.on_hand(shared) == 3
