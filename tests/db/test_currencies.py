"""0015: the database knows the decimals of currencies as the code does, and cuts no amount of money off."""

from collections.abc import AsyncIterator
from decimal import Decimal
from itertools import product
from string import ascii_uppercase

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.currencies import currency_by_code
from parlour.database import prepare
from parlour.db.pool import Connection, DirectConnection
from tests.db.test_stock_check import differences
from tests.support.earlier import database_before
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, put_in
from tests.support.people import HARBOUR

PRODUCTS = 2
LIST_FILES = """
    SELECT relname, relfilenode FROM pg_class
    WHERE relname IN ('products', 'stock_transactions', 'stock_movements') ORDER BY relname
"""
BEFORE = """
    INSERT INTO chains (title) VALUES ('A');
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES (1, 'L', 'JP', 'UTC', 'JPY', 'ja_JP');
    INSERT INTO categories (chain_id, title, article, search_text) VALUES (1, 'C', '', 'c');
    INSERT INTO products (chain_id, location_id, category_id, title, article, barcode, sale_unit_id, write_off_unit_id,
                          search_text, price, cost_price)
    VALUES (1, 1, 1, 'P', '', '', 1, 1, 'p', 0.4, 999999999999.99);
"""


async def test_database_and_code_have_the_same_currencies(schema_conn: Connection) -> None:
    """Of every code that could be one."""
    codes = ["".join(letters) for letters in product(ascii_uppercase, repeat=3)]
    rows = await schema_conn.fetch("SELECT code, currency_decimals(code) FROM unnest($1::text[]) AS code", codes)
    assert [tuple(row) for row in rows] == [(code, currency_by_code(code).decimals) for code in codes]


@pytest.fixture
async def old(admin: Connection, server_url: str) -> AsyncIterator[DirectConnection]:
    """A database of the version before, with a product in it."""
    async with database_before(admin, server_url, "currency_migration", "0015_currency_decimals") as conn:
        await conn.execute(BEFORE)
        yield conn


async def test_no_table_is_rewritten_and_no_row_is_lost(old: DirectConnection) -> None:
    files = await old.fetch(LIST_FILES)
    await prepare(old)
    assert await old.fetch(LIST_FILES) == files
    assert tuple(await old.fetchrow("SELECT price, cost_price FROM products") or ()) == (
        Decimal("0.40"),
        Decimal("999999999999.99"),
    )
    await old.close()


async def test_old_rows_read_like_new_ones(old: DirectConnection) -> None:
    await prepare(old)
    await old.execute("UPDATE products SET price = 1.255")
    assert await old.fetchval("SELECT price FROM products") == Decimal("1.255")
    told = "SELECT count(*) FROM audit_log WHERE entity = 'product' AND action = 'changed'"
    before = await old.fetchval(told)
    await old.execute("UPDATE products SET price = 1.2550")
    assert await old.fetchval(told) == before
    await old.close()


@pytest.mark.parametrize(
    ("currency", "worth"), [("JPY", "2"), ("EUR", "2.47"), ("KWD", "2.469"), ("CLF", "2.4691"), ("USD", "2.47")]
)
async def test_a_later_difference_is_rounded_to_the_smallest_coin(
    conn: Connection, tenant: Tenant, currency: str, worth: str
) -> None:
    await conn.execute("UPDATE locations SET currency = $2 WHERE id = $1", HARBOUR, currency)
    argan = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    count = await make_document(conn, tenant, Kind.STOCK_TAKE, PRODUCTS, occurred_at=LONG_AGO.replace(month=3))
    counted = await make_transaction(conn, tenant, count, argan.id, 0, counted=2, expected=2, unit_cost="1.2345678")
    await put_in(conn, tenant, argan.id, PRODUCTS, 4, cost=1)
    row = await conn.fetchrow("SELECT expected, cost FROM stock_transactions WHERE id = $1", counted)
    assert tuple(row or ()) == (4, Decimal(worth))
    assert await differences(conn) == set()
