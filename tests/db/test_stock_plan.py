"""How PostgreSQL finds transactions among 200,000 of one location: in an index, and as fast on the last page."""

from collections.abc import AsyncIterator, Iterator
from typing import LiteralString

import asyncpg
import pytest

from parlour.areas.inventory.queries import search, stock_takes
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection, connection, create_pool
from tests.db.test_search_plan import blocks_read, explain, nodes
from tests.support.database import clone, url_of
from tests.support.people import CHAIN, HARBOUR

TRANSACTIONS = 200_000
PRODUCTS = 2_000
LINES = 5
CREATE_PRODUCTS: LiteralString = """
    INSERT INTO products (chain_id, location_id, category_id, title, search_text, sale_unit_id, write_off_unit_id)
    SELECT $1, $2, $3, 'Product ' || n, 'product ' || n || chr(31), 11, 4 FROM generate_series(1, $4::integer) AS n
"""
CREATE_DOCUMENTS: LiteralString = """
    INSERT INTO stock_documents (chain_id, location_id, kind, storage_id, occurred_at)
    SELECT $1, $2, CASE n % 20 WHEN 0 THEN 'receipt' ELSE 'sale' END, 1 + n % 2,
           '2024-01-01'::timestamptz + n * interval '30 minutes'
    FROM generate_series(1, $3::integer) AS n
"""
# Changed in the order in which they moved, as it is in life; there is no stock-take, and no stock in storage 7.
CREATE_TRANSACTIONS: LiteralString = """
    INSERT INTO stock_transactions (
        chain_id, location_id, document_id, kind, product_id, storage_id, occurred_at, unit, amount, sale_amount,
        unit_ratio, sale_unit_id, write_off_unit_id, price, discount, cost, unit_cost, changed_at)
    SELECT $1, d.location_id, d.id, d.kind, 1 + (d.id * 5 + n) * 7919 % $2::integer, d.storage_id, d.occurred_at,
           'write_off', moved, moved, 1, 11, 4, 1, 0, 5, 1, d.occurred_at + interval '1 minute'
    FROM stock_documents d CROSS JOIN generate_series(1, $3::integer) AS n
    CROSS JOIN LATERAL (SELECT CASE d.kind WHEN 'receipt' THEN 100 ELSE -5 END) AS amount (moved)
    WHERE d.chain_id = $1
"""

ALL = f"'{{{','.join(Kind)}}}'"
HERE = f"{CHAIN}, {HARBOUR}"
START, MIDDLE, END = "NULL, 0", "'2025-02-01', 7", "'2026-04-01', 7"
# Chain and location, how many rows and how many to pass over, behind which place, and before which moment; then
# storages and kinds, a period, and a product or a document.
READING: dict[str, tuple[LiteralString, str]] = {
    "first page": (search.LIST_BY_OCCURRENCE, f"{HERE}, 25, 0, {START}, NULL"),
    "deep page": (search.LIST_BY_OCCURRENCE, f"{HERE}, 25, 0, {END}, NULL"),
    "of a day": (search.LIST_BY_OCCURRENCE, f"{HERE}, 25, 0, {MIDDLE}, '2025-02-02'"),
    "of a storage": (search.LIST_IN_STORAGES_BY_OCCURRENCE, f"{HERE}, 25, 0, {MIDDLE}, NULL, '{{1}}', {ALL}"),
    "of a kind": (search.LIST_IN_STORAGES_BY_OCCURRENCE, f"{HERE}, 25, 0, {END}, NULL, NULL, '{{receipt}}'"),
    "of a product": (search.LIST_OF_PRODUCT_BY_OCCURRENCE, f"{HERE}, 25, 0, {START}, NULL, NULL, {ALL}, 60"),
    "changed lately": (search.LIST_BY_CHANGE, f"{HERE}, 25, 0, {END}, NULL, NULL, {ALL}, NULL, NULL"),
    "of a product, by change": (
        search.LIST_OF_PRODUCT_BY_CHANGE,
        f"{HERE}, 25, 0, {START}, NULL, NULL, {ALL}, NULL, NULL, 60",
    ),
    "of a day, by change": (
        search.LIST_SORTED_BY_CHANGE,
        f"{HERE}, 25, 0, {START}, NULL, NULL, {ALL}, '2026-04-01', '2026-04-02'",
    ),
    "of a document": (
        search.LIST_OF_DOCUMENT,
        f"{HERE}, 5, 0, {START}, NULL, NULL, {ALL}, NULL, NULL, 60, NULL, false",
    ),
}
# What isn't there isn't found, and must not be looked for everywhere.
MISSING: dict[str, tuple[LiteralString, str]] = {
    "of an empty storage": (search.LIST_IN_STORAGES_BY_OCCURRENCE, f"{HERE}, 25, 0, {START}, NULL, '{{7}}', {ALL}"),
    "of a rare kind": (
        search.LIST_IN_STORAGES_BY_OCCURRENCE,
        f"{HERE}, 25, 0, {START}, NULL, NULL, '{{stock_take}}'",
    ),
    "how many of a rare kind": (search.COUNT_TO_SORT, f"{HERE}, 10001, NULL, '{{stock_take}}', NULL, NULL"),
    "how many in a period": (search.COUNT_TO_SORT, f"{HERE}, 10001, NULL, {ALL}, '2020-01-01', '2020-02-01'"),
    "of a rare kind, by change": (
        search.LIST_SORTED_BY_CHANGE,
        f"{HERE}, 25, 0, {START}, NULL, NULL, '{{stock_take}}', NULL, NULL",
    ),
}


@pytest.fixture(scope="module")
async def busy(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database in which much has moved."""
    database = await clone(admin, "busy")
    filling = await asyncpg.connect(
        url_of(server_url, database), server_settings={"session_replication_role": "replica"}
    )
    category_id = await filling.fetchval(
        "INSERT INTO categories (chain_id, title, search_text) VALUES ($1, 'All', 'all') RETURNING id", CHAIN
    )
    await filling.execute(CREATE_PRODUCTS, CHAIN, HARBOUR, category_id, PRODUCTS)
    await filling.execute(CREATE_DOCUMENTS, CHAIN, HARBOUR, TRANSACTIONS // LINES)
    await filling.execute(CREATE_TRANSACTIONS, CHAIN, PRODUCTS, LINES)
    await filling.execute("VACUUM ANALYZE")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


def scans_of(plan: dict[str, object]) -> Iterator[tuple[str, str, float]]:
    """Kind of scan, index and rows read of all that looks at transactions."""
    for node in nodes(plan):
        if node.get("Relation Name") == "stock_transactions":
            passed_over = node.get("Rows Removed by Filter", 0)
            rows = (node["Actual Rows"] + passed_over) * node["Actual Loops"]
            yield node["Node Type"], node.get("Index Name", ""), rows


@pytest.mark.parametrize("name", [*READING, *MISSING])
async def test_a_page_reads_little_more_than_itself(busy: Connection, name: str) -> None:
    plan = (await explain(busy, *{**READING, **MISSING}[name], ", ANALYZE"))["Plan"]
    assert (plan["Actual Rows"] > 0) == (name in READING or name.startswith("how many"))
    for kind, _, rows in scans_of(plan):
        assert kind in ("Index Scan", "Index Only Scan"), name
        assert rows < 500, name


LATE = f"{HERE}, '{{60, 61}}', '{{1, 2}}', '{{2024-02-01, 2024-02-01}}'"


async def test_checked_counts_are_found_in_their_index(busy: Connection) -> None:
    plan = (await explain(busy, stock_takes.LIST_CHECKED_AMOUNTS, LATE, ", ANALYZE"))["Plan"]
    for kind, index, rows in scans_of(plan):
        assert (kind in ("Index Scan", "Index Only Scan"), index, rows < 50) == (
            True,
            "stock_transactions_count_idx",
            True,
        )


@pytest.mark.parametrize("name", ["first page", "of a storage", "of a kind", "changed lately"])
async def test_a_page_of_a_thousand_reads_little_more_than_itself(busy: Connection, name: str) -> None:
    statement, parameters = READING[name]
    asked = parameters.replace(", 1, 25", ", 1, 1000").replace(END, MIDDLE)
    assert await blocks_read(busy, statement, asked, rows=1000) < 10_000


async def test_plans_are_those_of_the_server_in_use(busy: Connection) -> None:
    assert await busy.fetchval("SHOW plan_cache_mode") == "force_generic_plan"
    assert await busy.fetchval("SELECT count(*) FROM stock_transactions WHERE chain_id = $1", CHAIN) == TRANSACTIONS
