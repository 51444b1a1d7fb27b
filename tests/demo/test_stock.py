"""The stock of the demo: a history that could have happened, in books that add up."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from parlour.demo.business import make_business
from parlour.demo.model import Business
from parlour.demo.stock import Stock, make_stock
from tests.inventory.checks import differences

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def business() -> Business:
    return make_business()


@pytest.fixture(scope="module")
def lumen(business: Business) -> Stock:
    return make_stock(business, 0, NOW)


def test_the_same_day_gives_the_same_stock(business: Business, lumen: Stock) -> None:
    assert make_stock(business, 0, NOW) == lumen
    assert make_stock(business, 0, NOW, seed=1) != lumen


def test_it_ends_yesterday_and_nothing_happens_on_days_off(business: Business, lumen: Stock) -> None:
    for location, place in enumerate(business.chains[0].locations):
        documents = [document for document in lumen.documents if document.location == location]
        today = NOW.astimezone(ZoneInfo(place.timezone)).date()
        assert timedelta(days=1) <= today - documents[-1].occurred_at.date() <= timedelta(days=3)
        assert {document.kind for document in documents} == set(Kind)
    assert 6 not in {document.occurred_at.weekday() for document in lumen.documents if document.location == 0}


def test_stock_never_becomes_negative(business: Business, lumen: Stock) -> None:
    on_hand: defaultdict[tuple[int, str, int], Decimal] = defaultdict(Decimal)
    for transaction in lumen.transactions:
        place = lumen.documents[transaction.document].location, transaction.storage, transaction.line.product
        on_hand[place] += transaction.quantity.amount
        assert on_hand[place] >= 0
        created_at = NOW - business.chains[0].products[transaction.line.product].created_ago
        assert lumen.documents[transaction.document].occurred_at > created_at


async def test_the_stock_is_consistent(loaded: Connection) -> None:
    for chain in await loaded.fetch("SELECT id FROM chains"):
        assert await differences(loaded, chain["id"]) == []
    assert await loaded.fetchval("SELECT count(*) FROM stock_movements WHERE amount <> 0") > 3000
    assert await loaded.fetchval("SELECT count(*) FROM audit_log WHERE entity LIKE 'stock%'") == 0


async def test_the_cost_of_a_sale_is_that_of_the_database(loaded: Connection) -> None:
    """The last transaction of a product, unless it is a receipt, knew the average that is kept of it."""
    wrong = await loaded.fetchval("""
        SELECT count(*) FILTER (WHERE t.unit_cost <> c.average)
        FROM (SELECT DISTINCT ON (chain_id, product_id) * FROM stock_transactions
              ORDER BY chain_id, product_id, occurred_at DESC, id DESC) t
        JOIN stock_costs c ON c.chain_id = t.chain_id AND c.product_id = t.product_id
        WHERE t.kind <> 'receipt'
    """)
    assert wrong == 0


async def test_some_products_have_run_low_in_every_location(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        WITH stock AS (
            SELECT l.id AS location_id, p.id, p.critical_amount,
                   (SELECT coalesce(sum(v.amount), 0) FROM stock_levels v
                    JOIN storages s ON s.chain_id = v.chain_id AND s.id = v.storage_id AND s.location_id = l.id
                    WHERE v.chain_id = p.chain_id AND v.product_id = p.id) AS on_hand
            FROM locations l JOIN products p ON p.chain_id = l.chain_id AND coalesce(p.location_id, l.id) = l.id
        )
        SELECT count(*) AS products, count(*) FILTER (WHERE on_hand < critical_amount) AS low
        FROM stock GROUP BY location_id HAVING count(*) FILTER (WHERE on_hand > 0) > 0
    """)
    assert len(rows) == 4
    assert all(0.02 < row["low"] / row["products"] < 0.2 for row in rows)


async def test_most_cost_prices_follow_the_receipts(loaded: Connection) -> None:
    row = await loaded.fetchrow("""
        SELECT avg((NOT is_cost_price_fixed)::int) AS share,
               count(*) FILTER (WHERE is_cost_price_fixed = (cost_price = 0)) AS odd,
               count(*) FILTER (WHERE NOT is_cost_price_fixed AND c.average IS NULL) AS unknown
        FROM products p LEFT JOIN stock_costs c ON c.chain_id = p.chain_id AND c.product_id = p.id
    """)
    assert row is not None
    assert row["share"] > 0.9
    assert (row["odd"], row["unknown"]) == (0, 0)
