"""The ledger as the database keeps it, also for writes with psql."""

from datetime import timedelta
from decimal import Decimal

import asyncpg
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.operator import checks
from parlour.db.actor import Actor
from parlour.db.pool import Connection, create_pool, transaction
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction
from tests.support.people import OWNER

MOVED = "SELECT transaction_id, reverses_id, amount, cost FROM stock_movements ORDER BY id"
LEVELS = "SELECT storage_id, amount FROM stock_levels WHERE product_id = $1 ORDER BY storage_id"

REVERSE_AGAIN = """
    INSERT INTO stock_movements (chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at,
                                 amount, sale_amount, unit_ratio, cost, unit_cost)
    SELECT chain_id, transaction_id, id, kind, product_id, storage_id, occurred_at, -amount, -sale_amount, unit_ratio,
           cost, unit_cost
    FROM stock_movements WHERE reverses_id IS NULL
"""
# One, two and three pieces of every product, for twice as much money.
RECEIVE_ALL = """
    INSERT INTO stock_transactions (chain_id, location_id, document_id, kind, product_id, storage_id, occurred_at, unit,
                                    amount, sale_amount, unit_ratio, sale_unit_id, write_off_unit_id, price, discount,
                                    cost, unit_cost)
    SELECT t.chain_id, t.location_id, t.document_id, t.kind, p.id, t.storage_id, t.occurred_at, t.unit, n, n,
           t.unit_ratio, 1, 1, t.price, 0, n * 2, 2
    FROM stock_transactions t, products p, generate_series(1, 3) AS n
"""


class Book:
    """Writes transactions of one product, and reads what followed."""

    def __init__(self, conn: Connection, tenant: Tenant, product_id: int) -> None:
        self.conn = conn
        self.tenant = tenant
        self.product_id = product_id

    async def write(self, kind: Kind, amount: int, cost: int = 0, day: int = 0, storage_id: int = 2) -> int:
        at = LONG_AGO + timedelta(days=day)
        document_id = await make_document(self.conn, self.tenant, kind, storage_id, occurred_at=at)
        return await make_transaction(
            self.conn, self.tenant, document_id, self.product_id, amount, cost=Decimal(cost), occurred_at=at
        )

    async def levels(self) -> dict[int, int]:
        return {row[0]: int(row[1]) for row in await self.conn.fetch(LEVELS, self.product_id)}

    async def average(self) -> Decimal | None:
        average: Decimal | None = await self.conn.fetchval(
            "SELECT average FROM stock_costs WHERE product_id = $1", self.product_id
        )
        return None if average is None else average.normalize()


@pytest.fixture
async def book(conn: Connection, tenant: Tenant) -> Book:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    return Book(conn, tenant, product.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_movements SET amount = 1",
        "DELETE FROM stock_movements",
        "TRUNCATE stock_movements",
        "DELETE FROM stock_transactions",
        "TRUNCATE stock_transactions CASCADE",
    ],
)
async def test_the_ledger_is_append_only(book: Book, statement: str) -> None:
    await book.write(Kind.SALE, -1)
    with pytest.raises(asyncpg.RaiseError, match="is a ledger"):
        await book.conn.execute(statement)


async def test_a_change_is_a_reversal_and_a_posting(book: Book) -> None:
    sale = await book.write(Kind.SALE, -2, cost=10)
    await book.conn.execute("UPDATE stock_transactions SET amount = -3, sale_amount = -3, cost = 15")
    await book.conn.execute("UPDATE stock_transactions SET storage_id = 1")
    await book.conn.execute("UPDATE stock_transactions SET comment = 'Gift'")
    await book.conn.execute("UPDATE stock_transactions SET deleted_at = now()")
    await book.conn.execute("UPDATE stock_transactions SET deleted_at = NULL")
    rows = [(row[1], int(row[2]), int(row[3])) for row in await book.conn.fetch(MOVED)]
    assert rows == [
        (None, -2, 10), (1, 2, -10), (None, -3, 15), (3, 3, -15), (None, -3, 15), (5, 3, -15), (None, -3, 15),
    ]  # fmt: skip
    assert {row[0] for row in await book.conn.fetch(MOVED)} == {sale}
    assert await book.levels() == {1: -3, 2: 0}


async def test_what_is_entered_as_deleted_moves_nothing(book: Book) -> None:
    await book.write(Kind.RECEIPT, 10, cost=10)
    document_id = await make_document(book.conn, book.tenant, Kind.RECEIPT, 2)
    fields = {"cost": Decimal(90), "deleted_at": LONG_AGO}
    await make_transaction(book.conn, book.tenant, document_id, book.product_id, 10, **fields)
    assert (await book.levels(), await book.average()) == ({2: 10}, Decimal(1))
    assert await checks.check_costs(book.conn, None, 9) == []


async def test_a_posting_is_reversed_only_once(book: Book) -> None:
    await book.write(Kind.SALE, -2)
    await book.conn.execute("UPDATE stock_transactions SET deleted_at = now()")
    with pytest.raises(asyncpg.UniqueViolationError):
        await book.conn.execute(REVERSE_AGAIN)


async def test_the_average_follows_dates_rather_than_the_order_of_writing(book: Book) -> None:
    await book.write(Kind.RECEIPT, 10, cost=10, day=1)
    await book.write(Kind.SALE, -10, day=2)
    await book.write(Kind.RECEIPT, 10, cost=30, day=3)
    assert await book.average() == 3
    await book.write(Kind.RECEIPT, 10, cost=20, day=0)
    assert await book.average() == Decimal("2.25")
    await book.write(Kind.SALE, -5, day=10)
    await book.write(Kind.RECEIPT, 5, cost=0, day=11)
    assert await book.average() == Decimal("1.6875")


async def test_negative_stock_has_no_weight_in_the_average(book: Book) -> None:
    await book.write(Kind.RECEIPT, 1, cost=100)
    await book.write(Kind.SALE, -5, day=1)
    await book.write(Kind.RECEIPT, 2, cost=4, day=2)
    assert await book.average() == 2
    await book.write(Kind.RECEIPT, 10, cost=10, day=3)
    assert await book.average() == 1


async def test_without_a_receipt_there_is_no_average(book: Book) -> None:
    await book.write(Kind.SALE, -1)
    assert await book.average() is None
    await book.write(Kind.RECEIPT, 1, cost=5)
    assert await book.average() == 5
    await book.conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE kind = 'receipt'")
    assert await book.average() is None


async def test_a_transfer_costs_nothing(book: Book) -> None:
    await book.write(Kind.RECEIPT, 10, cost=10)
    document_id = await make_document(book.conn, book.tenant, Kind.TRANSFER, 2, to_storage_id=1)
    for storage_id, amount in ((2, -4), (1, 4)):
        await make_transaction(
            book.conn, book.tenant, document_id, book.product_id, amount, storage_id=storage_id, cost=Decimal(9)
        )
    assert (await book.levels(), await book.average()) == ({1: 4, 2: 6}, Decimal(1))


async def test_many_rows_at_once_are_posted_at_once(conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    products = [await make_product(conn, tenant, category, f"Product {number}") for number in range(50)]
    document_id = await make_document(conn, tenant, Kind.RECEIPT, 2)
    await make_transaction(conn, tenant, document_id, products[0].id, 1, cost=Decimal(3))
    await conn.execute(RECEIVE_ALL)
    assert await conn.fetchval("SELECT count(*) FROM stock_levels WHERE amount = 6") == 49
    assert await conn.fetchval("SELECT count(*) FROM stock_costs WHERE average = 2 AND amount = 6") == 49
    first = await conn.fetchrow("SELECT amount, average FROM stock_costs WHERE product_id = $1", products[0].id)
    assert first is not None
    assert (first["amount"], round(first["average"], 4)) == (7, Decimal("2.1429"))


async def test_a_product_of_the_chain_has_one_average_over_all_locations(conn: Connection, tenant: Tenant) -> None:
    product = await make_product(conn, for_chain(tenant), await make_category(conn, for_chain(tenant)), "Argan")
    book = Book(conn, tenant, product.id)
    await book.write(Kind.RECEIPT, 10, cost=10, storage_id=2)
    await book.write(Kind.RECEIPT, 10, cost=30, storage_id=4, day=1)
    assert (await book.levels(), await book.average()) == ({2: 10, 4: 10}, Decimal(2))


async def test_the_ledger_records_the_user(database_url: str, book: Book) -> None:
    await book.write(Kind.SALE, -1)
    async with create_pool(database_url, 1) as pool, transaction(pool, Actor("api", OWNER.id)) as conn:
        await conn.execute("UPDATE stock_transactions SET amount = -2")
    told = await book.conn.fetch("SELECT user_id FROM stock_movements ORDER BY id")
    assert [row[0] for row in told] == [None, OWNER.id, OWNER.id]
