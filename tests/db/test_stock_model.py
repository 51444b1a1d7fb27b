"""What the database keeps of stock is what a plain model says of the transactions, whatever is done to them at once.

Another chain has the same rows under the same ids, so that nothing may look for a row by its id alone.

Postings are written by `post_entered_transactions` and `post_changed_transactions`, levels by `keep_stock_levels`,
costs by `keep_stock_costs` with `stock_average_step`; `recount_after_entered_transactions`, `recount_stock` and
`recount_after_changed_transactions` let stock-takes follow, by `expected_of_count`.
"""

import asyncio
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.db.stock_model import check_what_follows, read_rows
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction
from tests.support.kept_database import KeptDatabase
from tests.support.people import ABROAD, CHAIN, HILLSIDE, OTHER_CHAIN
from tests.support.waiting import wait_until_blocked

Ids = dict[str, int]
Entry = tuple[float, dict[str, Any]]

DAY = timedelta(days=1)
CONSUMABLES, PRODUCTS = 1, 2
# The same ids in the other chain, whose location has another currency.
TWIN = "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(t, $1)).* FROM {0} t WHERE chain_id = $2"
TWINS = ("categories", "products", "storages", "stock_documents", "stock_transactions")
# Copies of a row under other ids, each with what differs from it; the last one is written first.
COPIES = """
    INSERT INTO stock_transactions OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(t, jsonb_build_object('id', 9000 + n) || differs)).*
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS copies (differs, n), stock_transactions t
    WHERE t.id = {second} AND t.chain_id = coalesce((differs ->> 'chain_id')::bigint, $2) ORDER BY n DESC
"""
# From the last to the first.
MANY_PRODUCTS = """
    INSERT INTO products OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(p, jsonb_build_object('id', n))).*
    FROM generate_series(1200, 1001, -1) AS n, products p WHERE p.title = 'argan' AND p.chain_id = $1
"""
RECEIVE_ALL = """
    INSERT INTO stock_transactions OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(t, jsonb_build_object('id', 9000 + s + 2 * n, 'storage_id', s, 'product_id', 1001 +
                                                        (n * 77) % 200))).*
    FROM generate_series(200, 1, -1) AS n, generate_series(2, 1, -1) AS s, stock_transactions t
    WHERE t.chain_id = $1 AND t.kind = 'receipt' AND t.amount = 4 AND t.storage_id = 2
"""
CHANGE_ALL = "UPDATE stock_transactions SET cost = cost + 1 WHERE chain_id = $1"
# Without an index that has the order already, and with the first of what happened at one moment behind the others.
UNORDERED = """
    SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; DISCARD PLANS;
"""
MOVED = "UPDATE stock_transactions SET comment = 'Moved' WHERE id IN ({first}, {counted_again});"
WRITTEN = "SELECT * FROM {} ORDER BY ctid"
# What is set, and where; of the first chain alone.
CHANGES = [
    f"{what} WHERE id = {{{name}}}"
    for name in ("first", "second", "sold", "late", "counted", "counted_again", "just_after", "deleted", "got")
    for what in (
        "comment = 'seen'",
        "occurred_at = occurred_at - interval '12 hours'",
        "occurred_at = occurred_at + interval '36 hours'",
        "occurred_at = occurred_at - interval '10 days'",
        "storage_id = 1",
        "product_id = {basil}",
        "unit_ratio = 2",
        "unit_cost = 9",
        "cost = 77",
        "sale_amount = 0.5",
        "deleted_at = now()",
        "deleted_at = NULL",
    )
] + [
    "amount = 1, sale_amount = 1 WHERE id = {first}",
    "amount = 0.5, sale_amount = 1 WHERE id = {second}",
    "amount = -9, sale_amount = -9 WHERE id = {sold}",
    "amount = 4, sale_amount = 4 WHERE id = {sold}",
    "counted = 3, amount = 3 - expected WHERE id = {counted}",
    "counted = 3, amount = 3 - expected WHERE id = {counted_again}",
    "counted = expected, amount = 0 WHERE id = {counted}",
    "counted = 15, amount = 15 - expected WHERE id = {counted}",
    "amount = 3.3, sale_amount = 3.3 WHERE id = {afar}",
    "kind = 'transfer' WHERE id = {first}",
    "kind = 'receipt' WHERE id = {got}",
    "kind = 'receipt' WHERE id = {sold}",
    "kind = 'usage' WHERE id = {sold}",
    "kind = 'write_off' WHERE id = {second}",
    "storage_id = 1, occurred_at = occurred_at + interval '3 days' WHERE id = {counted}",
    "deleted_at = now() WHERE true",
    "deleted_at = now() WHERE kind = 'receipt'",
    "deleted_at = now() WHERE kind <> 'receipt'",
    "deleted_at = CASE WHEN deleted_at IS NULL THEN now() END WHERE true",
    "storage_id = 3 - storage_id WHERE storage_id < 3",
    "cost = cost + 1 WHERE true",
    "cost = cost + 1 WHERE kind = 'transfer'",
    "occurred_at = occurred_at + interval '1 day' WHERE kind <> 'stock_take'",
    "unit_cost = 900000000000 WHERE kind = 'stock_take'",
    "unit_cost = 900000000000, counted = counted + 1, amount = amount + 1 WHERE kind = 'stock_take'",
    "amount = 2 * amount, sale_amount = 2 * sale_amount WHERE kind = 'receipt'",
]
# Days and what else differs from the first receipt of four pieces.
ENTERED: list[list[Entry]] = [
    *([(day, {"comment": "New"})] for day in (-1, 0, 0.5, 1, 2.5, 3, 4, 9)),
    *([(day, {"kind": "sale", "amount": -4, "sale_amount": -4})] for day in (-1, 0.5, 1, 2.5, 3, 9)),
    *(
        [(day, {"kind": "stock_take", "amount": 2 - there, "counted": 2, "expected": there})]
        for day, there in ((-1, 0), (1, 12), (2.5, 7), (9, 9))
    ),
    *([(day, {"deleted_at": LONG_AGO.isoformat()})] for day in (2.5, 9)),
    *([(day, {"kind": "transfer"})] for day in (2.5, 9)),
    [(9, {"deleted_at": LONG_AGO.isoformat()}), (9.5, {}), (2.5, {"kind": "transfer"})],
    [(9, {"cost": 1}), (9, {"cost": 99}), (9, {"kind": "sale", "amount": -40, "sale_amount": -40}), (9, {"cost": 50})],
    [(2.5, {"cost": 1}), (2.5, {"kind": "sale", "amount": -40, "sale_amount": -40}), (2.5, {"cost": 50})],
    [(9, {"deleted_at": LONG_AGO.isoformat()}), (9.5, {"cost": 1})],
    [(9, {"kind": "transfer"}), (9.5, {"cost": 1})],
    [(9.5, {"cost": 1}), (9.5, {"cost": 1}), (9, {"cost": 99})],
    [(9, {"chain_id": CHAIN}), (9.5, {"chain_id": OTHER_CHAIN, "cost": 3})],
    [(9, {"chain_id": CHAIN}), (9, {"chain_id": OTHER_CHAIN, "cost": 3}), (0.5, {"chain_id": OTHER_CHAIN})],
    [(9, {"product_id": 2}), (9, {}), (9, {"product_id": 3}), (0.5, {"product_id": 3})],
    [(9, {"product_id": 3, "kind": "transfer"}), (9, {"product_id": 2})],
    [(9, {"product_id": 3, "deleted_at": LONG_AGO.isoformat()})],
    [(9, {"product_id": 3, "kind": "sale", "amount": -4}), (9.5, {"product_id": 3, "cost": 7})],
]


async def _make(conn: Connection, tenant: Tenant) -> Ids:
    category = await make_category(conn, tenant)
    ids = {title: (await make_product(conn, tenant, category, title)).id for title in ("argan", "basil", "cedar")}

    async def write(
        name: str, kind: Kind, amount: int, day: float, cost: int = 0, storage_id: int = PRODUCTS, **fields: Any
    ) -> None:
        product_id, at = ids[fields.pop("product", "argan")], LONG_AGO + day * DAY
        to = {"to_storage_id": CONSUMABLES} if kind == Kind.TRANSFER else {}
        document_id = await make_document(conn, tenant, kind, PRODUCTS, occurred_at=at, **to)
        given = {"cost": Decimal(cost), "occurred_at": at, "storage_id": storage_id, **fields}
        ids[name] = await make_transaction(conn, tenant, document_id, product_id, amount, **given)

    await write("first", Kind.RECEIPT, 10, 0, 30)
    await write("second", Kind.RECEIPT, 4, 0, 20)
    await write("basil_got", Kind.RECEIPT, 6, 0, 6, product="basil")
    await write("aside", Kind.RECEIPT, 4, 0, 8, CONSUMABLES)
    await write("counted", Kind.STOCK_TAKE, -2, 1, 7, counted=12, expected=14, unit_cost=Decimal("3.5"))
    await write("sold", Kind.SALE, -3, 2, 15)
    await write("deleted", Kind.SALE, -1, 2)
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", ids["deleted"])
    await write("sent", Kind.TRANSFER, -2, 2, 9)
    await write("got", Kind.TRANSFER, 2, 2, 9, CONSUMABLES)
    await write("deleted_count", Kind.STOCK_TAKE, 0, 2.25, counted=1, expected=1, deleted_at=LONG_AGO)
    await write("just_before", Kind.SALE, -1, 3, 5)
    await write("counted_again", Kind.STOCK_TAKE, 0, 3, counted=6, expected=6, unit_cost=Decimal("1.255"))
    await write("just_after", Kind.SALE, -1, 3, 5)
    await write("counted_twice", Kind.STOCK_TAKE, 0, 3, counted=5, expected=5, unit_cost=Decimal(1))
    await write("aside_counted", Kind.STOCK_TAKE, 0, 3, 0, CONSUMABLES, counted=6, expected=6, unit_cost=Decimal(2))
    await write("basil_counted", Kind.STOCK_TAKE, 0, 3, product="basil", counted=6, expected=6)
    await write("late", Kind.RECEIPT, 5, 4, 35)
    await write("counted_last", Kind.STOCK_TAKE, -1, 5, 2, counted=9, expected=10, unit_cost=Decimal(2))
    there = {"storage_id": 4, "location_id": HILLSIDE}
    await write("afar", Kind.RECEIPT, 7, 0, 21, **there)
    await write("afar_counted", Kind.STOCK_TAKE, 0, 3, counted=7, expected=7, unit_cost=Decimal("1.23456"), **there)
    await conn.execute("UPDATE locations SET currency = 'KWD' WHERE id = $1", HILLSIDE)
    await write("basil_late", Kind.RECEIPT, 3, 4, 4, product="basil")
    await conn.execute("DELETE FROM storages WHERE chain_id = $1", OTHER_CHAIN)
    for table in TWINS:
        place = json.dumps({"chain_id": OTHER_CHAIN, "location_id": ABROAD})
        await conn.execute(TWIN.format(table), place, CHAIN)
    return ids


class Stocked:
    """The transactions of both chains, and what to compare with once a statement is done."""

    def __init__(self, kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> None:
        self.kept_database = kept_database
        self.conn = conn
        self.tenant = tenant

    async def after(self, statement: str, *values: object, prepared: str = "SELECT 1") -> None:
        """Check what follows from a statement, whose ids stand in it by their names."""
        reached = await self.kept_database.reach("stock to model", lambda: _make(self.conn, self.tenant))
        await self.conn.execute(prepared.format(**reached))
        before = await read_rows(self.conn, "stock_transactions", "id")
        ledger = await read_rows(self.conn, "stock_movements", "id")
        await self.conn.execute(statement.format(**reached), *values)
        await check_what_follows(self.conn, before, ledger)
        if f"chain_id = {CHAIN}" in statement:
            after = await read_rows(self.conn, "stock_transactions", "id")
            assert [row for row in after if row not in before and row["chain_id"] == OTHER_CHAIN] == []


@pytest.fixture
def stocked(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Stocked:
    return Stocked(kept_database, conn, tenant)


@pytest.mark.parametrize("change", CHANGES)
async def test_stock_follows_each_change(change: str, stocked: Stocked) -> None:
    await stocked.after(f"UPDATE stock_transactions SET {change} AND chain_id = {CHAIN}")


@pytest.mark.parametrize("change", [change for change in CHANGES if "{" not in change])
async def test_stock_of_two_chains_follows_one_statement(change: str, stocked: Stocked) -> None:
    await stocked.after(f"UPDATE stock_transactions SET {change}")


@pytest.mark.parametrize("entered", ENTERED, ids=str)
async def test_stock_follows_what_is_entered(entered: list[Entry], stocked: Stocked) -> None:
    copies = [{"occurred_at": (LONG_AGO + day * DAY).isoformat(), **differs} for day, differs in entered]
    await stocked.after(COPIES, json.dumps(copies), CHAIN)


@pytest.mark.parametrize("change", [change for change in CHANGES if "36 hours" in change or "counted = " in change])
@pytest.mark.parametrize("moved", ["", MOVED])
async def test_what_happens_at_one_moment_has_an_order_without_an_index(
    change: str, moved: str, stocked: Stocked
) -> None:
    await stocked.after(f"UPDATE stock_transactions SET {change} AND chain_id = {CHAIN}", prepared=moved + UNORDERED)


@pytest.mark.parametrize("moved", ["", MOVED])
async def test_what_is_entered_at_one_moment_has_an_order_without_an_index(moved: str, stocked: Stocked) -> None:
    differing: list[dict[str, Any]] = [{"cost": 1}, {"kind": "sale", "amount": -40, "sale_amount": -40}, {"cost": 50}]
    copies = [{"occurred_at": (LONG_AGO + 2.5 * DAY).isoformat(), **differs} for differs in differing]
    await stocked.after(COPIES, json.dumps(copies), CHAIN, prepared=moved + UNORDERED)


async def test_levels_and_costs_are_written_in_one_order(stocked: Stocked) -> None:
    """So no two statements wait for each other. A table that was just emptied is filled in the order of writing."""
    await stocked.after("SELECT 1")
    conn = stocked.conn
    changes = conn.transaction()
    await changes.start()
    await conn.execute(MANY_PRODUCTS, CHAIN)
    for statement in (RECEIVE_ALL, CHANGE_ALL):
        await conn.execute("TRUNCATE stock_levels, stock_costs")
        await conn.execute(statement, CHAIN)
        for table in ("stock_levels", "stock_costs"):
            written = [(row["product_id"], row.get("storage_id", 0)) for row in await conn.fetch(WRITTEN.format(table))]
            assert len(written) > 100
            assert written == sorted(written), (statement, table)
    await changes.rollback()


async def test_costs_that_are_known_are_changed_in_the_order_of_products(stocked: Stocked, database_url: str) -> None:
    """While a statement waits for the first of two products, it has changed nothing of the second."""
    await stocked.after("SELECT 1")
    holder, writer = await asyncpg.connect(database_url), await asyncpg.connect(database_url)
    copies = [{"occurred_at": (LONG_AGO + 9 * DAY).isoformat(), "product_id": product} for product in (1, 2)]
    async with holder.transaction():
        await holder.execute("SELECT FROM stock_costs WHERE product_id = 1 AND chain_id = $1 FOR UPDATE", CHAIN)
        writing = asyncio.create_task(writer.execute(COPIES.format(second=2), json.dumps(copies), CHAIN))
        await wait_until_blocked(holder, writing)
        free = "SELECT product_id FROM stock_costs WHERE chain_id = $1 ORDER BY product_id FOR UPDATE SKIP LOCKED"
        assert [row["product_id"] for row in await stocked.conn.fetch(free, CHAIN)] == [2]
    await writing
    await holder.close()
    await writer.close()
