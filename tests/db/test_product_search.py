"""Searches of products and of categories find what one plain statement finds, in its order, however many are wanted.

There are the same products in a sister location and in another chain, and deleted ones, none of which is found; and
words that hundreds of titles have, for which the searches take other ways. Each step of `search_titles` is tried alone.
"""

import itertools
from typing import Any, LiteralString

import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.folding import fold, search_text
from parlour.areas.products.queries.lists import search_products, search_products_after
from parlour.areas.products.queries.tree import search_tree, search_tree_after
from parlour.db.pool import Connection
from parlour.page_requests import PageRequest
from tests.support.factories.catalogue import make_category, make_product
from tests.support.kept_database import KeptDatabase
from tests.support.people import ABROAD, CHAIN, HARBOUR, HILLSIDE, OTHER_CHAIN

PLAIN: LiteralString = """
    SELECT id, fit, CASE WHEN fit < 2 THEN '' WHEN fit < 4 THEN code ELSE left(title, 160) END COLLATE "C" AS key
    FROM (
        SELECT id, title, least(
                   CASE WHEN article_key ^@ start AND article_key <> '' THEN article_key END COLLATE "C",
                   CASE WHEN barcode_key ^@ start AND barcode_key <> '' THEN barcode_key END COLLATE "C") AS code,
               CASE WHEN $3 IN (article, barcode) AND code_key($3) IN (article_key, barcode_key) THEN 0
                    WHEN code_key($3) IN (article_key, barcode_key) THEN 1
                    WHEN article_key ^@ beginnings[1] OR barcode_key ^@ beginnings[1] THEN 2
                    WHEN article_key ^@ beginnings[2] OR barcode_key ^@ beginnings[2] THEN 3
                    WHEN title ^@ $3 AND length($3) <= 160 THEN 4
                    WHEN strpos(title, $3) > 0 THEN 5
                    WHEN (SELECT bool_and(strpos(title, word) > 0) FROM unnest(string_to_array($3, ' ')) AS word) THEN 6
               END AS fit
        FROM (
            SELECT p.id, parts[1] AS title, parts[2] AS article, parts[3] AS barcode,
                   code_key(parts[2]) AS article_key, code_key(parts[3]) AS barcode_key, beginnings,
                   CASE WHEN code_key(parts[2]) ^@ beginnings[1] OR code_key(parts[3]) ^@ beginnings[1]
                        THEN beginnings[1] ELSE beginnings[2] END AS start
            FROM products p, string_to_array(p.search_text, chr(31)) AS parts, code_beginnings($3) AS beginnings
            WHERE p.chain_id = $1 AND (p.location_id = $2 OR p.location_id IS NULL) AND p.deleted_at IS NULL
        ) AS own
    ) AS fitting
    WHERE fit IS NOT NULL ORDER BY fit, key, id
"""
SEARCH: LiteralString = "SELECT id, is_exact FROM search_products($1, $2, $3, $4) ORDER BY rank"
BEHIND: LiteralString = "SELECT id, fit, key FROM search_products_behind($1, $2, $3, $4, $5, $6, $7)"
LONG = "argan oil " * 20
# Codes that begin alike, with zeros before them or without, in both fields; marks between their parts.
CODES = [("", ""), ("A-1", ""), ("a1", "12"), ("A-12", "a1"), ("0012", ""), ("12", "0012"), ("", "0012345678905")]
CODES += [("123-45678905", "12345678905"), ("00", "A 123")]
# Of titles 160 characters are kept for finding what begins so.
BEGINNING = f"Oil from {LONG}".strip()
TITLES = ["Argan", "Argan oil", "Oil of argan", "Zargan oil", "12 combs", "A 1", LONG.strip(), f"Z {LONG}".strip()]
# Words that lie behind what is kept of a title to sort and look through.
TITLES += [f"Zz z {LONG}".strip(), f"Balm {'x' * 160} common", f"Balm {'x' * 160} very common"]
TITLES += [BEGINNING, f"A {BEGINNING}"]
PLACES = [(CHAIN, HARBOUR), (CHAIN, None), (CHAIN, HILLSIDE), (OTHER_CHAIN, ABROAD), (OTHER_CHAIN, None)]
COMMON = 306
TERMS = ["a", "a1", "a-12", "12", "0012", "00", "0", "012345678905", "123", "oil", "argan oil", "oil argan", "rga", "1"]
TERMS += [
    "zzz",
    "-",
    "a 1",
    "a-1",
    LONG.strip(),
    LONG[20:190].strip(),
    "common",
    "omm",
    "very common",
    "common very",
    "2",
    f"z {LONG}"[:160],
    f"z {LONG}"[:161],
]
TERMS += [BEGINNING[:160], BEGINNING[:161]]
COPY: LiteralString = """
    INSERT INTO products (
        chain_id, location_id, category_id, title, article, barcode, search_text, sale_unit_id, write_off_unit_id,
        deleted_at)
    SELECT copy.chain_id, copy.location_id, p.category_id, copy.title, '', '', copy.search_text, p.sale_unit_id,
           p.write_off_unit_id, CASE WHEN copy.is_deleted THEN now() END
    FROM products p, unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::boolean[])
        AS copy (chain_id, location_id, title, search_text, is_deleted)
    WHERE p.id = $1 AND p.chain_id = copy.chain_id
"""
COPY_CATEGORIES: LiteralString = """
    INSERT INTO categories (chain_id, location_id, title, article, search_text, deleted_at)
    SELECT chain_id, location_id, title, parts[2], array_to_string(parts[1:2], chr(31)),
           CASE WHEN is_deleted THEN now() END
    FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::boolean[])
        AS copy (chain_id, location_id, title, search_text, is_deleted),
        string_to_array(search_text, chr(31)) AS parts
"""
PLAIN_CATEGORIES: LiteralString = """
    SELECT id, fit < 2 AS is_exact FROM (
        SELECT c.id, parts[1] AS title,
               CASE WHEN parts[2] = $3 THEN 0
                    WHEN code_key(parts[2]) = code_key($3) THEN 1
                    WHEN code_key(parts[2]) ^@ code_key($3) AND parts[2] <> '' THEN 2
                    WHEN parts[1] ^@ $3 THEN 3
                    WHEN strpos(parts[1], $3) > 0 THEN 4
                    WHEN (SELECT bool_and(strpos(parts[1], word) > 0) FROM unnest(words) AS word) THEN 5
               END AS fit
        FROM categories c, string_to_array(c.search_text, chr(31)) AS parts, string_to_array($3, ' ') AS words
        WHERE c.chain_id = $1 AND (c.location_id = $2 OR c.location_id IS NULL) AND c.deleted_at IS NULL
    ) AS fitting
    WHERE fit IS NOT NULL ORDER BY fit, title COLLATE "C", id
"""
SEARCH_CATEGORIES: LiteralString = "SELECT id, is_exact FROM search_categories($1, $2, $3, $4) ORDER BY rank"
Row = tuple[int, int | None, str, str, bool]


def rows() -> list[Row]:
    """Chain, location, title, text to search in, and whether it is deleted."""
    found: list[Row] = []
    for title, (article, barcode) in list(itertools.product(TITLES, CODES))[::2]:
        text = search_text(title, article, barcode)
        found += [(chain, location, title, text, False) for chain, location in PLACES]
        found.append((CHAIN, HARBOUR, title, text, True))
    for number in range(COMMON):
        title = f"{'Very common' if number % 3 else 'Common and very'} {number:03}"
        found.append((CHAIN, HARBOUR if number % 2 else None, title, search_text(title, "", ""), False))
    return found


@pytest.fixture
async def crowd(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> None:
    async def make() -> None:
        for chain, of_chain in itertools.groupby(sorted(rows(), key=lambda row: row[0]), key=lambda row: row[0]):
            owner = (
                tenant if chain == CHAIN else Tenant(**{**_fields(tenant), "chain_id": chain, "location_id": ABROAD})
            )
            first = await make_product(conn, owner, await make_category(conn, owner), "First")
            columns = [list(column) for column in zip(*of_chain, strict=True)]
            await conn.execute(COPY, first.id, *columns)
            await conn.execute(COPY_CATEGORIES, *columns)

    await kept_database.reach("products to search", make)


def _fields(tenant: Tenant) -> dict[str, object]:
    return {name: getattr(tenant, name) for name in tenant.__struct_fields__}


@pytest.mark.parametrize("term", [fold(term) for term in TERMS])
@pytest.mark.usefixtures("crowd")
async def test_the_searches_find_what_a_plain_statement_finds(conn: Connection, term: str) -> None:
    await _find_the_same(conn, term)


@pytest.mark.parametrize("term", ["a", "0012", "argan oil", "common", "very common"])
@pytest.mark.usefixtures("crowd")
async def test_the_searches_find_the_same_without_an_index(conn: Connection, term: str) -> None:
    await conn.execute(UNORDERED)
    await _find_the_same(conn, term)


async def _find_the_same(conn: Connection, term: str) -> None:
    where = (CHAIN, HARBOUR, term)
    plain = [tuple(row) for row in await conn.fetch(PLAIN, *where)]
    for wanted in (1, 7, 40, 1000):
        found = await conn.fetch(SEARCH, *where, wanted)
        assert [tuple(row) for row in found] == [(id_, fit < 2) for id_, fit, _ in plain[:wanted]], wanted
    start, ways = (-1, "", 0), [list(rows) for _, rows in itertools.groupby(plain, key=lambda row: row[1])]
    ends = [row for rows in ways for row in (rows[0], rows[-1])]
    places = [start, *((fit, key, id_) for id_, fit, key in plain[:: max(1, len(plain) // 5)])]
    tried = [*zip(places, itertools.cycle((1000, 1, 5)), strict=False)]
    tried += [(place, 1) for place in (start, *((fit, key, id_) for id_, fit, key in ends))]
    for (fit, key, id_), wanted in tried:
        rest = [row for row in plain if (row[1], row[2], row[0]) > (fit, key, id_)]
        behind = [tuple(row) for row in await conn.fetch(BEHIND, *where, wanted, fit, key, id_)]
        assert behind == rest[:wanted], (fit, key, id_, wanted)


@pytest.mark.parametrize("term", [fold(term) for term in TERMS])
@pytest.mark.usefixtures("crowd")
async def test_the_search_of_categories_finds_what_a_plain_statement_finds(conn: Connection, term: str) -> None:
    where = (CHAIN, HARBOUR, term)
    plain = [tuple(row) for row in await conn.fetch(PLAIN_CATEGORIES, *where)]
    for wanted in (1, 7, 1000):
        found = await conn.fetch(SEARCH_CATEGORIES, *where, wanted)
        assert [tuple(row) for row in found] == plain[:wanted], wanted


@pytest.mark.usefixtures("crowd")
async def test_the_terms_meet_every_way_of_fitting(conn: Connection) -> None:
    met = {row["fit"] for term in TERMS for row in await conn.fetch(PLAIN, CHAIN, HARBOUR, fold(term))}
    assert met == set(range(7))


# No index has the order already, and what is alike lies from the highest id to the lowest.
UNORDERED: LiteralString = """
    WITH gone AS (DELETE FROM product_keys RETURNING *) INSERT INTO product_keys SELECT * FROM gone ORDER BY id DESC;
    SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; DISCARD PLANS
"""
VISIBLE: LiteralString = """
    SELECT p.id, parts[1] AS title, array_remove(ARRAY[code_key(parts[2]), code_key(parts[3])], '') AS keys
    FROM products p, string_to_array(p.search_text, chr(31)) AS parts
    WHERE p.chain_id = $1 AND (p.location_id = $2 OR p.location_id IS NULL) AND p.deleted_at IS NULL
    ORDER BY left(parts[1], 160) COLLATE "C", p.id
"""
PHRASES = ["oil", "argan oil", "oil argan", "rga", "1", "common", "very common", "zzz", LONG[20:190].strip(), "12 c"]
FAR = [0, 1, 2, 30, 31, 5000]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.usefixtures("crowd")
async def test_titles_are_walked_in_their_order(conn: Connection, phrase: str) -> None:
    """By `walk_titles`: of the first titles those that fit, in any number, save what is listed already."""
    await conn.execute(UNORDERED)
    visible = await conn.fetch(VISIBLE, CHAIN, HARBOUR)
    for words in ([phrase], phrase.split(" ")):
        for far, wanted, step in itertools.product(FAR, (1, 3, 1000), (None, 1, 3)):
            fitting = [row["id"] for row in visible[:far] if all(word in row["title"] for word in words)]
            listed = [] if step is None else fitting[1::step]
            statement = "SELECT walk_titles($1, $2, word_patterns($3), $4, $5, $6)"
            found = await conn.fetchval(statement, CHAIN, HARBOUR, words, listed, far, wanted)
            assert found == [id_ for id_ in fitting if id_ not in listed][:wanted], (words, far, wanted, step)


@pytest.mark.parametrize("phrase", [phrase for phrase in PHRASES if " " in phrase])
@pytest.mark.usefixtures("crowd")
async def test_titles_are_gathered_by_their_words(conn: Connection, phrase: str) -> None:
    """By `gather_titles`: those with the phrase first; or as many of them as are wanted, whichever."""
    words = phrase.split(" ")
    statement = "SELECT gather_titles($1, $2, $3, $4, $5, $6)"
    visible = await conn.fetch(VISIBLE, CHAIN, HARBOUR)
    fitting = [row for row in visible if all(word in row["title"] for word in words)]
    ordered = [row["id"] for row in sorted(fitting, key=lambda row: phrase not in row["title"])]
    for listed, most in ((ordered[1::2], None), ([], 5), (ordered[:3], 299)):
        rest = [id_ for id_ in ordered if id_ not in listed]
        found = await conn.fetchval(statement, CHAIN, HARBOUR, words, phrase, listed, most)
        assert found == [id_ for id_ in rest if id_ in found]
        assert len(found) == (len(rest) if most is None else min(most, len(rest)))


@pytest.mark.parametrize("term", [*TERMS, "0012345678905", "a12"])
@pytest.mark.usefixtures("crowd")
async def test_products_are_found_by_how_a_code_begins(conn: Connection, term: str) -> None:
    """By `products_by_code`: each once, though both of its codes begin so."""
    beginnings = await conn.fetchval("SELECT code_beginnings($1)", fold(term))
    expected = sorted(
        row["id"]
        for row in await conn.fetch(VISIBLE, CHAIN, HARBOUR)
        if any(key.startswith(beginning) for key in row["keys"] for beginning in beginnings)
    )
    found = await conn.fetch("SELECT products_by_code($1, $2, $3) AS id", CHAIN, HARBOUR, fold(term))
    assert sorted(row["id"] for row in found) == expected


@pytest.mark.parametrize("prepared", ["SELECT 1", UNORDERED])
@pytest.mark.parametrize("places", [[HARBOUR] * 3, [None] * 3, [HARBOUR, None, None]])
async def test_where_a_walk_ends_among_titles_that_are_alike_the_first_is_found(
    conn: Connection, tenant: Tenant, places: list[int | None], prepared: LiteralString
) -> None:
    """For one product 32 titles are walked: 31 others, and one of three that fit."""
    first = await make_product(conn, tenant, await make_category(conn, tenant), "First")
    titles = [*(f"A {number:02}" for number in range(31)), "B match", "B match", "B match"]
    texts = [search_text(title, "", "") for title in titles]
    count = len(titles)
    shown = [places[0]] * 31 + places
    await conn.execute(COPY, first.id, [CHAIN] * count, shown, titles, texts, [False] * count)
    expected = await conn.fetchval("SELECT min(id) FROM products WHERE title = 'B match'")
    await conn.execute(prepared)
    (found,) = await conn.fetch(BEHIND, CHAIN, HARBOUR, "match", 1, -1, "", 0)
    assert found["id"] == expected


async def test_titles_longer_than_their_keys_are_found_in_their_order(conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant)
    titles = [f"A {'y' * 160} match", "B match", f"{'x' * 161}", f"Zz {'x' * 160}"]
    word, _, begun, within = [(await make_product(conn, tenant, category, title)).id for title in titles]
    (found,) = await conn.fetch(BEHIND, CHAIN, HARBOUR, "match", 1, -1, "", 0)
    assert found["id"] == word
    phrase = "x" * 160
    (found,) = await conn.fetch(BEHIND, CHAIN, HARBOUR, phrase, 1, -1, "", 0)
    assert (found["id"], found["fit"]) == (begun, 4)
    (found,) = await conn.fetch(BEHIND, CHAIN, HARBOUR, phrase, 1, 4, phrase, begun)
    assert (found["id"], found["fit"]) == (within, 5)


# The pieces of "kam" in these two locations have one hash.
COLLIDING = (48002, 55770)
OPEN_LOCATION: LiteralString = """
    INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale) OVERRIDING SYSTEM VALUE
    VALUES ($1, $2, 'L', 'US', 'UTC', 'USD', 'en_US')
"""


async def test_pieces_with_one_hash_show_nothing_of_another_chain(conn: Connection, tenant: Tenant) -> None:
    own, other = COLLIDING
    assert len({await conn.fetchval("SELECT hashtext($1 || ':kam')", str(place)) for place in COLLIDING}) == 1
    places = ((CHAIN, own), (OTHER_CHAIN, other))
    owners = [msgspec.structs.replace(tenant, chain_id=chain, location_id=place) for chain, place in places]
    made = []
    for owner in owners:
        await conn.execute(OPEN_LOCATION, owner.chain_id, owner.location_id)
        category = await make_category(conn, owner, "Rakam")
        made.append((category.id, (await make_product(conn, owner, category, "Rakam")).id))
    (category_id, product_id), _ = made
    for statement, expected in ((SEARCH, product_id), (SEARCH_CATEGORIES, category_id)):
        assert [row["id"] for row in await conn.fetch(statement, CHAIN, own, "kam", 9)] == [expected]
    behind = await conn.fetch(BEHIND, CHAIN, own, "kam", 9, -1, "", 0)
    assert [row["id"] for row in behind] == [product_id]


async def test_pieces_with_one_hash_show_nothing_of_a_sister_location(conn: Connection, tenant: Tenant) -> None:
    own, sister = (msgspec.structs.replace(tenant, chain_id=CHAIN, location_id=place) for place in COLLIDING)
    expected: list[tuple[int | None, int | None]] = []
    for owner in (sister, own):
        await conn.execute(OPEN_LOCATION, owner.chain_id, owner.location_id)
        category = await make_category(conn, owner, "Rakam")
        expected = [(category.id, None), (None, (await make_product(conn, owner, category, "Rakam")).id)]
    start: PageRequest[Any] = PageRequest(None, 9, 0)
    products: list[Any] = [
        await search_products(conn, own, "kam", 9, 0),
        await search_products_after(conn, own, "kam", start),
    ]
    assert [[found.id for found in each] for each in products] == [[expected[1][1]]] * 2
    trees: list[Any] = [await search_tree(conn, own, "kam", 9, 0), await search_tree_after(conn, own, "kam", start)]
    assert [[(node.category_id, node.product_id) for node in tree] for tree in trees] == [expected] * 2
