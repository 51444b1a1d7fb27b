"""0013: stored texts are folded again in batches; old items are found as new ones are."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.areas.folding import SEPARATOR, search_text
from parlour.areas.products.operator import refolding
from parlour.database import prepare
from parlour.db import migrate as migrating
from parlour.db.pool import Connection, DirectConnection
from tests.support.database import database_for, url_of
from tests.support.earlier import database_before
from tests.support.logs import RECORDER

PURPOSE = "search_migration"
BEFORE = """
    INSERT INTO chains (title) VALUES ('A'), ('B'), ('Empty');
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    SELECT id, 'L', 'US', 'UTC', 'USD', 'en_US' FROM chains;
    INSERT INTO categories (chain_id, title, article, search_text)
    SELECT id, 'Nagel‑Lack™', 'N–1', 'nagel‑lacktm' || chr(31) || 'n–1' FROM chains WHERE title <> 'Empty';
    INSERT INTO products (chain_id, location_id, category_id, title, article, barcode, sale_unit_id, write_off_unit_id,
                          search_text, deleted_at)
    SELECT c.chain_id, l.id, c.id, 'Protini™ ' || n, 'P–' || n, '', 1, 1,
           'protinitm ' || n || chr(31) || 'p–' || n || chr(31), CASE WHEN n = 3 THEN now() END
    FROM categories c JOIN locations l ON l.chain_id = c.chain_id CROSS JOIN generate_series(1, 5) AS n;
    UPDATE products SET title = 'Plain', search_text = 'plain' || chr(31) || 'p–1' || chr(31)
    WHERE title = 'Protini™ 1';
"""
LIST_TEXTS = """
    SELECT search_text, title, article, barcode FROM products
    UNION ALL SELECT search_text, title, article, NULL FROM categories
"""
LIST_KEYS = "SELECT chain_id, kind, key, id FROM product_keys ORDER BY 1, 2, 3, 4"


@pytest.fixture
async def old(admin: Connection, server_url: str) -> AsyncIterator[DirectConnection]:
    """A database of the version before, with products in it."""
    async with database_before(admin, server_url, PURPOSE, "0013_search") as conn:
        await conn.execute(BEFORE)
        yield conn


@pytest.mark.parametrize("batch", [1, 2, 5, 2000])
async def test_texts_are_folded_again(old: DirectConnection, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(refolding, "BATCH", batch)
    changes = "SELECT count(*), sum(revision), max(changed_at) FROM products"
    told = "SELECT count(*) FROM audit_log"
    before = await old.fetch(changes), await old.fetchval(told)
    await prepare(old)
    for row in await old.fetch(LIST_TEXTS):
        assert row["search_text"] == search_text(*(part for part in tuple(row)[1:] if part is not None))
    assert (await old.fetch(changes), await old.fetchval(told)) == before
    assert await old.fetchval("SELECT count(*) FROM texts_to_fold") == 0
    for term in ("protini 2", "p2", "p-2"):
        assert await old.fetchval("SELECT count(*) FROM search_products(1, 1, $1, 25)", term) == 1
    assert await old.fetchval("SELECT count(*) FROM search_products(1, 1, 'protini', 25)") == 3
    assert await old.fetchval("SELECT count(*) FROM search_categories(1, 1, 'nagel-lack', 25)") == 1
    await old.close()


async def test_refolding_makes_the_same_keys_as_writing(old: DirectConnection) -> None:
    await prepare(old)
    made = await old.fetch(LIST_KEYS)
    assert len(made) == 16  # two chains, four products that are shown, title and article
    await old.execute("UPDATE products SET search_text = search_text || 'x'")
    await old.execute("UPDATE products SET search_text = left(search_text, -1)")
    assert await old.fetch(LIST_KEYS) == made
    await old.execute("UPDATE products SET deleted_at = now()")
    assert await old.fetch(LIST_KEYS) == []
    await old.close()


async def test_an_interrupted_refolding_continues(old: DirectConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    await migrating.migrate(old)
    monkeypatch.setattr(refolding, "BATCH", 2)
    for _ in range(3):
        assert await refolding._refold_batch(old)
    assert await old.fetchval("SELECT count(*) FROM texts_to_fold WHERE behind_id > 0") == 1
    await prepare(old)
    assert SEPARATOR.join(("protini 5", "p-5", "")) in [row["search_text"] for row in await old.fetch(LIST_TEXTS)]
    assert not await refolding._refold_batch(old)
    await old.close()


async def test_work_of_another_server_is_skipped(old: DirectConnection, server_url: str) -> None:
    await migrating.migrate(old)
    other = await asyncpg.connect(url_of(server_url, database_for(PURPOSE)))
    async with other.transaction():
        await other.execute("SELECT FROM texts_to_fold FOR UPDATE")
        await refolding.refold_texts(old)
    assert await old.fetchval("SELECT count(*) FROM texts_to_fold") == 6
    await refolding.refold_texts(old)
    assert await old.fetchval("SELECT count(*) FROM texts_to_fold") == 0
    await other.close()
    await old.close()


async def test_progress_is_logged(old: DirectConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refolding, "LOG_INTERVAL_S", 0)
    await prepare(old)
    said = [entry["done"] for entry in RECORDER.entries if "texts for the search" in entry["event"]]
    texts = await old.fetchval("SELECT (SELECT count(*) FROM products) + (SELECT count(*) FROM categories)")
    assert said == sorted(said)
    assert said[-1] == texts
    await old.close()
