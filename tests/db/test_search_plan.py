"""How PostgreSQL finds products among 100,000 of one chain: by an index, bound to the tenant, and fast."""

import json
import random
from collections.abc import AsyncIterator, Iterator
from typing import Any, LiteralString

import asyncpg
import pytest

from parlour.areas.folding import SEPARATOR, fold, search_text
from parlour.areas.products.queries import lists, low_stock, products, tree
from parlour.areas.products.queries import lists_with_levels as stocked
from parlour.db.pool import Connection, connection, create_pool
from tests.support.database import clone, url_of
from tests.support.people import CHAIN

PRODUCTS = 100_000
CATEGORIES = 200
LOCATIONS = 10
# One product in so many belongs to the whole chain.
CHAIN_WIDE_EVERY = 20
BRANDS = "Alba Brisa Cora Dune Elio Fara Gaia Hera Iris Juno Kora Lumo Mira Nuvo Onda Pura Rosa Sole Tide Vela"
QUALITIES = "Argan Bold Calm Deep Easy Fine Gold Happy Ice Jade Kind Light Milk Night Olive Pure Rich Silk Soft"
KINDS = "Balm Clay Cream Foam Gel Glaze Lotion Mask Mist Mousse Oil Paste Peel Scrub Serum Shampoo Tonic Wax"
COLUMNS = (
    "chain_id",
    "location_id",
    "category_id",
    "title",
    "article",
    "search_text",
    "sale_unit_id",
    "write_off_unit_id",
)

CREATE_LOCATIONS: LiteralString = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    SELECT $1, 'Location ' || number, 'US', 'UTC', 'USD', 'en_US' FROM generate_series(3, $2::integer) AS number
"""
CREATE_CATEGORIES: LiteralString = """
    INSERT INTO categories (chain_id, title, search_text)
    SELECT $1, 'Category ' || number, 'category ' || number || chr(31) FROM generate_series(1, $2::integer) AS number
"""
LIST_LOCATION_IDS: LiteralString = "SELECT id FROM locations WHERE chain_id = $1 ORDER BY id"
LIST_CATEGORY_IDS: LiteralString = "SELECT id FROM categories WHERE chain_id = $1 ORDER BY id"
LIST_SEEN: LiteralString = """
    SELECT id, search_text FROM products
    WHERE chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL
"""
SEARCH: LiteralString = "SELECT id FROM search_products($1, $2, $3, $4) ORDER BY rank"
COUNT_SCANS: LiteralString = "SELECT relname, seq_scan, idx_scan FROM pg_stat_xact_user_tables"
LARGE = {"products", "product_keys"}
SHOW_INDEX: LiteralString = "SELECT pg_get_indexdef('products_search_idx'::regclass)"

# Chain and location, then what each statement asks for; lists show their second page.
READING: dict[str, tuple[LiteralString, str]] = {
    "FIND_PRODUCT": (products.FIND_PRODUCT, f"{CHAIN}, 1, 500"),
    "FIND_PRODUCT_WITH_LEVELS": (products.FIND_PRODUCT_WITH_LEVELS, f"{CHAIN}, 1, 500"),
    "LOCK_PRODUCT": (products.LOCK_PRODUCT, f"{CHAIN}, 1, 500"),
    "LIST_PRODUCTS": (lists.LIST_PRODUCTS, f"{CHAIN}, 1, 25, 25, 0"),
    "LIST_PRODUCTS_WITH_LEVELS": (stocked.LIST_PRODUCTS, f"{CHAIN}, 1, 25, 25, 0"),
    "LIST_PRODUCTS_BY_TERM": (
        stocked.LIST_PRODUCTS_BY_TERM,
        f"{CHAIN}, 1, 25, 25, 'silk', NULL, NULL, NULL, 0",
    ),
    "LIST_PRODUCTS_BY_CATEGORY": (
        stocked.LIST_PRODUCTS_BY_CATEGORY,
        f"{CHAIN}, 1, 25, 25, '', 7, NULL, NULL, 0",
    ),
    "LIST_PRODUCTS_BY_CHANGE": (
        stocked.LIST_PRODUCTS_BY_CHANGE,
        f"{CHAIN}, 1, 25, 25, '', NULL, '2026-01-01', NULL, 0",
    ),
    "LIST_LOW_PRODUCTS": (
        low_stock.LIST_LOW_PRODUCTS,
        f"{CHAIN}, 1, 25, 25, '', NULL, NULL, NULL, 'critical', NULL, 0",
    ),
    "SEARCH_TREE": (tree.SEARCH_TREE, f"{CHAIN}, 1, 'silk', 25, 0"),
    "SEARCH_PRODUCTS": (lists.SEARCH_PRODUCTS, f"{CHAIN}, 1, 'silk', 25, 0"),
    "SEARCH_TREE_AFTER": (tree.SEARCH_TREE_AFTER, f"{CHAIN}, 1, 'silk', 25, -1, -1, -1, '', 0"),
    "SEARCH_PRODUCTS_AFTER": (lists.SEARCH_PRODUCTS_AFTER, f"{CHAIN}, 1, 'silk', 25, -1, '', 0"),
    "LIST_CHILD_NODES": (tree.LIST_CHILD_NODES, f"{CHAIN}, 1, 7, 25, 25, 0, '', 0"),
    "COUNT_CHILD_NODES": (tree.COUNT_CHILD_NODES, f"{CHAIN}, 1, 7"),
}


@pytest.fixture(scope="module")
async def crowded(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database with a big chain in it."""
    database = await clone(admin, "crowded")
    await _fill(url_of(server_url, database))
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


async def _fill(url: str) -> None:
    conn = await asyncpg.connect(url, server_settings={"parlour.audit": "off"})
    await conn.execute(CREATE_LOCATIONS, CHAIN, LOCATIONS)
    await conn.execute(CREATE_CATEGORIES, CHAIN, CATEGORIES)
    locations = [row["id"] for row in await conn.fetch(LIST_LOCATION_IDS, CHAIN)]
    categories = [row["id"] for row in await conn.fetch(LIST_CATEGORY_IDS, CHAIN)]
    # The index is made once the rows are there: that takes a fraction of the time.
    index: str = await conn.fetchval(SHOW_INDEX)
    await conn.execute("DROP INDEX products_search_idx")
    await conn.copy_records_to_table("products", columns=COLUMNS, records=_products(locations, categories))
    await conn.execute("SET maintenance_work_mem = '256MB'")
    await conn.execute("SET min_parallel_table_scan_size = 0")
    await conn.execute(index)
    await conn.execute("ANALYZE")
    await conn.close()


def _products(locations: list[int], categories: list[int]) -> Iterator[tuple[Any, ...]]:
    brands, qualities, kinds = BRANDS.split(), QUALITIES.split(), KINDS.split()
    draw = random.Random(1)  # noqa: S311 - the same products each time
    for number in range(PRODUCTS):
        location = None if number % CHAIN_WIDE_EVERY == 0 else draw.choice(locations)
        title = f"{draw.choice(brands)} {draw.choice(qualities)} {draw.choice(kinds)}"
        article = f"A-{number}"
        yield CHAIN, location, draw.choice(categories), title, article, search_text(title, article, ""), 11, 4


async def explain(conn: Connection, statement: LiteralString, parameters: str, options: str = "") -> dict[str, Any]:
    await conn.execute(f"PREPARE asked AS {statement}")
    try:
        (explained,) = json.loads(await conn.fetchval(f"EXPLAIN (FORMAT JSON{options}) EXECUTE asked ({parameters})"))
    finally:
        await conn.execute("DEALLOCATE asked")
    found: dict[str, Any] = explained
    return found


async def blocks_read(conn: Connection, statement: LiteralString, parameters: str, rows: int | None = None) -> int:
    """How many blocks of tables and indexes a statement looks at, which is the same on a machine that is busy.

    It must find something or, where their number is given, so many rows.
    """
    plan = (await explain(conn, statement, parameters, ", ANALYZE, BUFFERS, TIMING OFF"))["Plan"]
    assert plan["Actual Rows"] > 0 if rows is None else plan["Actual Rows"] == rows
    blocks: int = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return blocks


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


async def test_the_data_set_is_large(crowded: Connection) -> None:
    assert await crowded.fetchval("SELECT count(*) FROM products WHERE chain_id = $1", CHAIN) == PRODUCTS
    assert await crowded.fetchval("SELECT count(*) FROM locations WHERE chain_id = $1", CHAIN) == LOCATIONS


async def test_plans_are_those_of_the_server_in_use(crowded: Connection) -> None:
    assert await crowded.fetchval("SHOW plan_cache_mode") == "force_generic_plan"


@pytest.mark.parametrize("name", READING)
async def test_no_statement_reads_all_products(crowded: Connection, name: str) -> None:
    plan = (await explain(crowded, *READING[name]))["Plan"]
    scans = [(node["Node Type"], node.get("Relation Name")) for node in nodes(plan)]
    assert ("Seq Scan", "products") not in scans


async def test_a_term_is_looked_up_in_the_index_for_it(crowded: Connection) -> None:
    plan = (await explain(crowded, *READING["LIST_PRODUCTS_BY_TERM"]))["Plan"]
    assert "products_search_idx" in [node.get("Index Name") for node in nodes(plan)]


@pytest.mark.parametrize("term", ["silk", "a", "alba oil", "oil alba", "A-99", "A-99999", "vela zzz"])
async def test_no_search_reads_all_products(crowded: Connection, term: str) -> None:
    """The statements of the search stand in functions of the database, which EXPLAIN doesn't show: it counts scans."""
    async with crowded.transaction():
        before = await crowded.fetch(COUNT_SCANS)
        await crowded.fetch(tree.SEARCH_TREE, CHAIN, 1, fold(term), 25, 0)
        after = await crowded.fetch(COUNT_SCANS)
    assert {row["relname"] for row in after if row["idx_scan"]} >= {"product_keys"}
    assert {row["relname"]: row["seq_scan"] for row in after if row["relname"] in LARGE} == {
        row["relname"]: row["seq_scan"] for row in before if row["relname"] in LARGE
    }


@pytest.mark.parametrize("term", ["a", "silk", "oil", "vela", "alba silk", "silk alba", "A-", "mist vela"])
async def test_a_common_term_reads_little(crowded: Connection, term: str) -> None:
    """Not a tenth of the products that the location sees, of which there are nearly 15,000."""
    statement, parameters = READING["SEARCH_TREE"]
    assert await blocks_read(crowded, statement, parameters.replace("silk", fold(term)), rows=25) < 1500


@pytest.mark.parametrize("term", ["a", "silk", "vela", "alba silk", "silk alba", "tonic e", "lo oil", "a-1", "zzz"])
@pytest.mark.parametrize("page", [0, 1, 9])
async def test_the_order_is_exact_however_much_is_found(crowded: Connection, term: str, page: int) -> None:
    """Held against all that the location sees, ordered by the rules in Python (Q-017)."""
    products = [tuple(row) for row in await crowded.fetch(LIST_SEEN, CHAIN, 1)]
    found = await crowded.fetch(SEARCH, CHAIN, 1, fold(term), 25 * page + 25)
    expected = sorted((rank, id_) for id_, text in products if (rank := rank_of(text, fold(term))) is not None)
    assert [row["id"] for row in found[25 * page :]] == [id_ for _, id_ in expected[25 * page : 25 * page + 25]]


@pytest.mark.parametrize(
    "term", ["a", "silk", "vela", "alba silk", "silk alba", "tonic e", "a-1", "A-99", "a-00", "zzz"]
)
async def test_places_have_the_order_of_the_search(crowded: Connection, term: str) -> None:
    """However a page begins: at all that is found, and at each third of it."""
    where = (CHAIN, 1, fold(term))
    products = [row["id"] for row in await crowded.fetch(SEARCH, *where, 500)]
    tree_of = [tuple(row) for row in await crowded.fetch(tree.SEARCH_TREE, *where, 500, 0)]
    place: tuple[int | str, ...] = (-1, "", 0)
    node_place: tuple[int | str, ...] = (-1, -1, -1, "", 0)
    third = max(len(products) // 3, 1)
    for passed in range(0, len(products), third):
        found = await crowded.fetch(lists.SEARCH_PRODUCTS_AFTER, *where, 500 - passed, *place)
        assert [row["id"] for row in found] == products[passed:]
        nodes_found = await crowded.fetch(tree.SEARCH_TREE_AFTER, *where, 500 - passed, *node_place)
        assert [tuple(row)[:5] for row in nodes_found] == tree_of[passed:]
        if len(found) >= third:
            place = tuple(found[third - 1][name] for name in ("fit", "key", "id"))
            node_place = tuple(nodes_found[third - 1][name] for name in ("part", "kind", "fit", "key", "id"))


BEHIND_MANY: dict[str, tuple[LiteralString, str, str, str]] = {
    # What is asked for on the first page, far behind, and by passing over as many.
    "products": (
        stocked.LIST_PRODUCTS,
        f"{CHAIN}, 1, 25, 0, 0",
        f"{CHAIN}, 1, 25, 0, 90000",
        f"{CHAIN}, 1, 25, 9000, 0",
    ),
    "of a category": (
        stocked.LIST_PRODUCTS_BY_CATEGORY,
        f"{CHAIN}, 1, 5, 0, '', 7, NULL, NULL, 0",
        f"{CHAIN}, 1, 5, 0, '', 7, NULL, NULL, 80000",
        f"{CHAIN}, 1, 5, 60, '', 7, NULL, NULL, 0",
    ),
    "children": (
        tree.LIST_CHILD_NODES,
        f"{CHAIN}, 1, 7, 5, 0, 0, '', 0",
        f"{CHAIN}, 1, 7, 5, 0, 1, 'tide', 0",
        f"{CHAIN}, 1, 7, 5, 60, 0, '', 0",
    ),
}


@pytest.mark.parametrize("name", BEHIND_MANY)
async def test_a_late_page_reads_as_little_as_the_first(crowded: Connection, name: str) -> None:
    statement, first, behind, passed_over = BEHIND_MANY[name]
    read = [await blocks_read(crowded, statement, asked) for asked in (first, behind, passed_over)]
    assert read[1] <= read[0] + 30
    assert read[1] < read[2]
    used = {node.get("Index Name") for node in nodes((await explain(crowded, statement, behind))["Plan"])}
    assert used & {"products_location_idx", "products_category_idx", "products_category_title_idx"}


@pytest.mark.parametrize(("term", "place"), [("a", "2, 'a5', 0"), ("oil", "5, 'm', 0"), ("silk", "5, 'm', 0")])
async def test_a_search_from_a_place_on_reads_the_same_on_every_page(
    crowded: Connection, term: str, place: str
) -> None:
    statement, parameters = READING["SEARCH_PRODUCTS_AFTER"]
    asked = parameters.replace("silk", term)
    first = await blocks_read(crowded, statement, asked, rows=25)
    assert await blocks_read(crowded, statement, asked.replace("-1, '', 0", place), rows=25) <= first + 100


def rank_of(text: str, term: str) -> tuple[int, str] | None:
    """Where a product belongs among those that are found; None when the term doesn't find it."""
    title, article, _ = text.split(SEPARATOR)
    code = article.replace("-", "")
    if code == term.replace("-", ""):
        return 0, code
    if code.startswith(term.replace("-", "")):
        return 1, code
    if not all(word in title for word in term.split()):
        return None
    return (2 if title.startswith(term) else 3 if term in title else 4), title


@pytest.mark.parametrize("term", ["al", "si", "gan", "oil"])
@pytest.mark.parametrize("name", ["SEARCH_TREE", "SEARCH_PRODUCTS", "LIST_PRODUCTS_BY_TERM"])
async def test_two_or_three_letters_read_little(crowded: Connection, name: str, term: str) -> None:
    statement, parameters = READING[name]
    assert await blocks_read(crowded, statement, parameters.replace("silk", term), rows=25) < 3000


async def test_what_is_low_comes_from_the_index_of_what_is_wanted(crowded: Connection) -> None:
    plan = (await explain(crowded, *READING["LIST_LOW_PRODUCTS"]))["Plan"]
    used = [node.get("Index Name") for node in nodes(plan)]
    assert used.count("products_wanted_idx") == 2
