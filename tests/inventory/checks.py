"""Holding what the server shows and keeps against what the model says."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, LiteralString

from parlour.areas.stock.operator.checks import (
    Difference,
    check_costs,
    check_counts,
    check_levels,
    check_postings,
    check_reversals,
    check_sums,
)
from parlour.areas.stock.v1.wire import CODES, UNIT_CODES
from parlour.db.pool import Connection
from tests.inventory.model import Books
from tests.inventory.records import Row, half_up
from tests.inventory.shop import Shop

# PostgreSQL divides to a finite number of decimals before it rounds to ten of them.
DUST = Decimal("1e-9")


def check_products(shop: Shop, books: Books) -> None:
    shown = {row["good_id"]: row for row in shop.get(shop.at("/goods"), count=100)}
    levels = books.levels()
    for good in books.goods.values():
        product = shown[good.id]
        amounts = {there["storage_id"]: there["amount"] for there in product["actual_amounts"]}
        assert amounts == {storage: levels[good.id, storage] for storage in shop.storages}, good
        assert product["unit_equals"] == good.ratio
        assert product["actual_cost"] == books.cost_price(good.id), good
        assert product["unit_actual_cost"] == half_up(Fraction(books.unit_cost(good.id)), books.decimals_of_rates), good


def check_list(shop: Shop, books: Books) -> None:
    """All live transactions, in their order."""
    shown = shop.get(shop.at("/storages/transactions"), count=1000)
    assert [_shown_values(row, row["good"]["id"], row["storage"]["id"]) for row in shown] == list(
        map(_expected_values, books.listing())
    )


def check_document(shop: Shop, books: Books, paper: int) -> None:
    """The transactions of a document, if it is still there."""
    path = f"/storage_operations/documents/goods_transactions/{paper}"
    if paper not in books.papers:
        assert shop.send("GET", path).status_code == 404
        return
    rows, shown = books.of_paper(paper), shop.get(path)
    assert [_shown_values(row, row["good_id"], row["storage_id"]) for row in shown] == list(map(_expected_values, rows))
    assert [(row["counted_amount"], row["expected_amount"]) for row in shown] == [
        (row.counted, row.expected) for row in rows
    ]


def _shown_values(row: dict[str, Any], good: int, storage: int) -> tuple[object, ...]:
    at = datetime.fromisoformat(row["create_date"])
    names = ("id", "document_id", "type_id", "operation_unit_type", "amount", "cost_per_unit", "discount", "cost")
    return at, good, storage, *(row[name] for name in names)


def _expected_values(row: Row) -> tuple[object, ...]:
    """The values as the API writes them."""
    codes = CODES[row.kind], UNIT_CODES[row.unit]
    return row.at, row.good, row.storage, row.id, row.paper, *codes, row.entered, row.price, row.discount, row.cost


LIST_ROWS: LiteralString = """
    SELECT id, document_id, kind, product_id, storage_id, occurred_at, unit, amount, sale_amount, unit_ratio,
           sale_unit_id, write_off_unit_id, price, discount, cost, counted, expected, counterpart_id, unit_cost
    FROM stock_transactions WHERE chain_id = $1 AND deleted_at IS NULL ORDER BY id
"""


def check_rows(shop: Shop, books: Books) -> None:
    """What the database keeps of the live transactions, to the last decimal."""
    kept = [tuple(row) for row in shop.wait(shop.conn.fetch(LIST_ROWS, shop.tenant.chain_id))]
    rows = sorted(books.rows.values(), key=lambda row: row.id)
    units = {good.id: (good.ratio, good.sale_unit_id, good.write_off_unit_id) for good in books.goods.values()}
    assert [row[:-1] for row in kept] == [
        (
            *(row.id, row.paper, row.kind, row.good, row.storage, row.at, row.unit, row.amount, row.sale_amount),
            *units[row.good],
            *(row.price, row.discount, row.cost, row.counted, row.expected, row.other_half),
        )
        for row in rows
    ]
    for row, (*_, unit_cost) in zip(rows, kept, strict=True):
        assert abs(unit_cost - row.unit_cost) <= DUST, row


async def differences(conn: Connection, chain_id: int) -> list[Difference]:
    """What the books of a chain don't agree on, by the check that operators have."""
    return [
        each
        for check in (check_levels, check_sums, check_postings, check_reversals, check_costs, check_counts)
        for each in await check(conn, chain_id, None)
    ]


def check_ledger(shop: Shop) -> None:
    """The ledger makes what lies there, and says of every transaction what the transaction says."""
    assert shop.wait(differences(shop.conn, shop.tenant.chain_id)) == []
