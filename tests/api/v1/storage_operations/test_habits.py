"""Operations as published clients write them: dates in many forms, no lines, totals beside prices; and reading them"""

from datetime import UTC, datetime
from typing import Any

import pytest

from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    DAY,
    PRODUCTS,
    RECEIPT,
    SALE,
    TRANSFER,
    Stock,
    document,
    line,
    operation,
    transaction,
)
from tests.support.client import faults_of
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, WORKER

OPERATION = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"

# New York is four hours behind UTC in May.
DATES: list[tuple[Any, str]] = [
    ("24.5.2023", "2023-05-24 00:00:00"),
    ("24.05.2023", "2023-05-24 00:00:00"),
    ("4.5.2023 9:05", "2023-05-04 09:05:00"),
    ("24.05.2023 18:30:07", "2023-05-24 18:30:07"),
    ("24.05.2023, 18:30", "2023-05-24 18:30:00"),
    ("24.5.2023 18:30+02:00", "2023-05-24 12:30:00"),
    ("2023-5-4", "2023-05-04 00:00:00"),
    ("2023-5-4 9:05:00", "2023-05-04 09:05:00"),
    ("2023/05/24 18:30", "2023-05-24 18:30:00"),
    ("2023-05-24 18:30:00.123456+03:00", "2023-05-24 11:30:00"),
    ("20230524", "2023-05-24 00:00:00"),
    (1684966200, "2023-05-24 18:10:00"),
    (1684966200.75, "2023-05-24 18:10:00"),
    ("1684966200", "2023-05-24 18:10:00"),
    (1684966200000, "2023-05-24 18:10:00"),
    ("1684966200000", "2023-05-24 18:10:00"),
]
NO_DATES = [
    "24.13.2023",
    "31.2.2023",
    "05/06/2023",
    "24-5-2023",
    "1.1.1",
    5,
    -1684966200,
    1e30,
    True,
    [],
    "24.5.2023 25:00",
]


@pytest.mark.parametrize(("sent", "shown"), DATES, ids=str)
async def test_a_date_may_be_written_in_many_ways(stock: Stock, argan: Product, sent: Any, shown: str) -> None:
    """Q-121."""
    entered = await stock.enter(RECEIPT, line(argan, 1), create_date=sent)
    assert entered["document"]["create_date"] == shown
    made = await stock.client.post(DOCUMENTS, document(RECEIPT, create_date=sent))
    assert made.json()["data"]["create_date"] == shown


@pytest.mark.parametrize("sent", NO_DATES, ids=str)
async def test_an_ambiguous_date_is_a_fault(stock: Stock, argan: Product, sent: Any) -> None:
    """Q-121."""
    refused = await stock.try_to_enter(RECEIPT, line(argan, 1), create_date=sent)
    assert [*faults_of(refused)] == ["create_date"]
    assert await stock.count("stock_documents") == 0


@pytest.mark.parametrize("change", [{}, {"create_date": None}, {"create_date": ""}], ids=str)
async def test_without_a_date_it_is_now(stock: Stock, argan: Product, conn: Connection, change: dict[str, Any]) -> None:
    """Q-121."""
    before = datetime.now(UTC).replace(microsecond=0)
    for path, body in ((OPERATION, operation(RECEIPT, line(argan, 1))), (DOCUMENTS, document(RECEIPT))):
        del body["create_date"]
        assert (await stock.client.post(path, {**body, **change})).status_code == 200
    for row in await conn.fetch("SELECT occurred_at FROM stock_documents"):
        assert before <= row["occurred_at"] <= datetime.now(UTC)


async def test_a_change_without_a_date_keeps_it(stock: Stock) -> None:
    """Q-121."""
    made = (await stock.client.post(DOCUMENTS, document(RECEIPT))).json()["data"]
    body = {"type_id": RECEIPT, "storage_id": PRODUCTS, "comment": "Late"}
    changed = (await stock.client.put(f"{DOCUMENTS}/{made['id']}", body)).json()["data"]
    assert (changed["create_date"], changed["comment"]) == (made["create_date"], "Late")


@pytest.mark.parametrize(
    "where",
    [
        {"date": "3.5.2023"},
        {"document": {"create_date": "3.5.2023", "storage_id": 0, "comment": "ignored"}},
        {"date": "3.5.2023", "document": {"create_date": "4.5.2023"}},
        {"create_date": "3.5.2023", "date": "4.5.2023", "document": {"create_date": "5.5.2023"}},
        {"create_date": None, "document": {"create_date": "3.5.2023"}},
        {"create_date": "3.5.2023", "document": []},
    ],
    ids=str,
)
async def test_the_date_may_be_in_several_fields(stock: Stock, argan: Product, where: dict[str, Any]) -> None:
    """Q-121."""
    body = operation(RECEIPT, line(argan, 1))
    del body["create_date"]
    entered = (await stock.client.post(OPERATION, {**body, **where})).json()["data"]
    assert entered["document"]["create_date"] == "2023-05-03 00:00:00"
    assert entered["document"]["comment"] == ""


async def test_a_fault_of_a_date_in_the_document_is_named(stock: Stock, argan: Product) -> None:
    body = operation(RECEIPT, line(argan, 1)) | {"document": {"create_date": "tomorrow"}}
    del body["create_date"]
    assert [*faults_of(await stock.client.post(OPERATION, body))] == ["create_date"]


@pytest.mark.parametrize("lines", [{"goods_transactions": []}, {"goods_transactions": None}, {"transactions": []}, {}])
async def test_an_operation_without_lines_is_filled_later(stock: Stock, argan: Product, lines: dict[str, Any]) -> None:
    """Q-051."""
    body = {"type_id": SALE, "storage_id": PRODUCTS, "create_date": DAY, **lines}
    answered = await stock.client.post(OPERATION, body)
    assert answered.status_code == 200, answered.text
    entered = answered.json()["data"]
    assert entered["transactions"] == []
    filled = await stock.client.post(TRANSACTIONS, transaction(entered["document_id"], argan, 1))
    assert filled.status_code == 200
    read = (await stock.client.get(f"{OPERATION}/{entered['document_id']}")).json()["data"]
    assert [each["good_id"] for each in read["transactions"]] == [argan.id]


TOTALS: list[tuple[dict[str, Any], tuple[float, float, float]]] = [
    ({"cost_per_unit": 10000, "discount": 100, "cost": 1000}, (10000, 100, 1000)),
    ({"cost_per_unit": 10000, "discount": 100, "cost": 0}, (10000, 100, 0)),
    ({"cost_per_unit": 10000, "discount": 100}, (10000, 100, 0)),
    ({"cost_per_unit": 0, "discount": 0, "cost": 30}, (0, 0, 30)),
    ({"cost_per_unit": 100, "discount": 0, "cost": 0}, (100, 0, 0)),
    ({"cost_per_unit": 100, "discount": 10, "cost": 0}, (100, 10, 0)),
    ({"cost_per_unit": 100, "discount": 10, "cost": 180}, (100, 10, 180)),
    ({"discount": 100, "cost": 51}, (0, 100, 51)),
]


@pytest.mark.parametrize("kind", [SALE, RECEIPT])
@pytest.mark.parametrize(("sent", "kept"), TOTALS, ids=str)
async def test_the_total_counts_where_price_and_discount_say_nothing(
    stock: Stock, argan: Product, kind: int, sent: dict[str, Any], kept: tuple[float, float, float]
) -> None:
    """Q-050."""
    entered = await stock.enter(kind, line(argan, 2, **sent))
    (row,) = entered["transactions"]
    assert (row["cost_per_unit"], row["discount"], row["cost"]) == kept
    whole = transaction(
        entered["document_id"], argan, 2, **dict(zip(("cost_per_unit", "discount", "cost"), kept, strict=True))
    )
    again = await stock.client.put(f"{TRANSACTIONS}/{row['id']}", whole)
    assert again.status_code == 200, again.text
    assert again.json()["data"]["cost"] == kept[2]


@pytest.mark.parametrize(
    "sent",
    [
        {"cost_per_unit": 100, "discount": 10, "cost": 200},
        {"cost_per_unit": 100, "discount": 0, "cost": 1},
        {"cost_per_unit": 100, "discount": 99, "cost": 3},
    ],
    ids=str,
)
async def test_a_real_contradiction_stays_a_fault(stock: Stock, argan: Product, sent: dict[str, Any]) -> None:
    """Q-050."""
    refused = await stock.try_to_enter(SALE, line(argan, 2, **sent))
    assert [*faults_of(refused)] == ["goods_transactions[0].cost"]


async def test_a_receipt_counts_by_its_total(stock: Stock, argan: Product) -> None:
    await stock.enter(RECEIPT, line(argan, 2, cost_per_unit=40, discount=100, cost=20))
    assert await stock.average(argan) == 0.04


async def test_an_operation_is_read_as_it_was_answered(stock: Stock, argan: Product) -> None:
    """Q-122."""
    for entered in (
        await stock.enter(SALE, line(argan, 2, discount=10), line(argan, 1), comment="At the desk"),
        await stock.enter(TRANSFER, line(argan, 1), to_storage_id=CONSUMABLES),
    ):
        read = await stock.client.get(f"{OPERATION}/{entered['document_id']}")
        assert read.status_code == 200
        assert read.json()["data"] == entered
        assert read.headers["etag"] == '"1"'


async def test_an_operation_is_read_where_it_is_and_by_who_may(stock: Stock, argan: Product) -> None:
    document_id = (await stock.enter(SALE, line(argan, 1)))["document_id"]
    for location in (HILLSIDE, ABROAD):
        path = f"/storage_operations/operation/{location}/{document_id}"
        assert (await stock.client.get(path)).status_code == 404
    assert (await stock.client.by(WORKER).get(f"{OPERATION}/{document_id}")).status_code == 403
    assert (await stock.client.get(f"{OPERATION}/999999")).status_code == 404


async def test_a_whole_operation_as_a_form(stock: Stock, argan: Product) -> None:
    """As PHP writes it."""
    form = {
        "type_id": "3",
        "storage_id": str(PRODUCTS),
        "document[create_date]": "3.5.2023",
        "goods_transactions[0][good_id]": str(argan.id),
        "goods_transactions[0][amount]": "2.5",
        "goods_transactions[1][good_id]": str(argan.id),
        "goods_transactions[1][amount]": "1",
        "goods_transactions[1][cost]": "",
    }
    entered = await stock.client.send("POST", OPERATION, data=form)
    assert entered.status_code == 200, entered.text
    assert [row["amount"] for row in entered.json()["data"]["transactions"]] == [2.5, 1]
    assert entered.json()["data"]["document"]["create_date"] == "2023-05-03 00:00:00"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"goods_transactions[0][amount]": "many"}, "goods_transactions[0].amount"),
        ({"goods_transactions": "5"}, "goods_transactions[0]"),
        ({"goods_transactions[x][amount]": "5"}, "goods_transactions"),
        ({"type_id[0][a]": "5"}, "type_id"),
    ],
    ids=str,
)
async def test_faults_of_a_form_have_the_names_of_their_fields(
    stock: Stock, change: dict[str, str], field: str
) -> None:
    form = {"type_id": "3", "storage_id": str(PRODUCTS), "document": "5", **change}
    if "[0][a]" in next(iter(change)):
        del form["type_id"]
    refused = await stock.client.send("POST", OPERATION, data=form)
    assert field in faults_of(refused)
    assert await stock.count("stock_documents") == 0
