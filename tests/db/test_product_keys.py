"""The keys by which products are found follow every change of a product, by any way.

By `keep_product_keys`, which the triggers `products_keys` and `products_keys_change` call.
"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import CHAIN, HARBOUR, HILLSIDE

KEYS = "SELECT scope, kind::text AS kind, key, id FROM product_keys WHERE id = ANY ($1) ORDER BY id, scope, kind, key"
COPY = """
    INSERT INTO products (chain_id, location_id, category_id, title, search_text, sale_unit_id, write_off_unit_id)
    SELECT chain_id, $2, category_id, title, search_text, sale_unit_id, write_off_unit_id FROM products WHERE id = $1
    RETURNING id
"""
# Title, article and barcode, as Python folds them.
TEXTS = "concat('{0}', chr(31), '{1}', chr(31), '{2}')"
Keys = list[tuple[int, str, str]]


@pytest.fixture
async def products(conn: Connection, tenant: Tenant) -> tuple[int, int]:
    """A product in HARBOUR, and another one that stays as it is."""
    category = await make_category(conn, tenant)
    made = [await make_product(conn, tenant, category, title) for title in ("Argan", "Other")]
    await conn.execute(f"UPDATE products SET {text()} WHERE id = ANY ($1)", [each.id for each in made])
    return made[0].id, made[1].id


def in_scope(scope: int, *codes: str, title: str = "argan") -> Keys:
    return [*((scope, "c", code) for code in codes), (scope, "t", title)]


BEFORE = in_scope(HARBOUR, "12345678", "a1")


def text(title: str = "argan", article: str = "a-1", barcode: str = "00012345678") -> str:
    return f"search_text = {TEXTS.format(title, article, barcode)}"


CHANGES: dict[str, tuple[str, Keys]] = {
    "another title": (text("oil"), in_scope(HARBOUR, "12345678", "a1", title="oil")),
    "another article": (text(article="b 2"), in_scope(HARBOUR, "12345678", "b2")),
    "another barcode": (text(barcode="5"), in_scope(HARBOUR, "5", "a1")),
    "no codes": (text(article="", barcode=""), in_scope(HARBOUR)),
    "one code twice": (text(article="a1", barcode="a-1"), in_scope(HARBOUR, "a1")),
    "another location": (f"location_id = {HILLSIDE}", in_scope(HILLSIDE, "12345678", "a1")),
    "the whole chain": ("location_id = NULL", in_scope(-CHAIN, "12345678", "a1")),
    "deleted": ("deleted_at = now()", []),
    "deleted and renamed": (f"deleted_at = now(), {text('oil')}", []),
    "another price": ("price = price + 1", BEFORE),
    "both": (f"location_id = {HILLSIDE}, {text('oil', '', '')}", in_scope(HILLSIDE, title="oil")),
}


async def keys(conn: Connection, product: int) -> Keys:
    return [(row["scope"], row["kind"], row["key"]) for row in await conn.fetch(KEYS, [product])]


@pytest.mark.parametrize("name", CHANGES)
async def test_keys_follow_a_change(conn: Connection, products: tuple[int, int], name: str) -> None:
    (product, other), (change, after) = products, CHANGES[name]
    assert await keys(conn, product) == BEFORE
    await conn.execute(f"UPDATE products SET {change} WHERE id = $1", product)
    assert await keys(conn, product) == after
    await conn.execute(
        f"UPDATE products SET location_id = {HARBOUR}, deleted_at = NULL, {text()} WHERE id = $1", product
    )
    assert await keys(conn, product) == BEFORE
    assert await keys(conn, other) == BEFORE


async def test_a_deleted_product_that_changes_gets_no_keys(conn: Connection, products: tuple[int, int]) -> None:
    product, other = products
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", product)
    await conn.execute(f"UPDATE products SET {text('oil', '', '')} WHERE id = $1", product)
    assert await keys(conn, product) == []
    for place in (HARBOUR, None):
        kept = await conn.fetchval(COPY, other, place)
        assert len(await keys(conn, kept)) == 3
        await conn.execute("DELETE FROM products WHERE id = $1", kept)
        assert await keys(conn, kept) == []
    assert await keys(conn, other) == BEFORE


@pytest.mark.parametrize(
    ("folded", "key"),
    [
        ("a-1", "a1"),
        ("a . / \\ _ , : -1", "a1"),
        ("4006381333931", "4006381333931"),
        ("04006381333931", "4006381333931"),
        ("00012345678", "12345678"),
        ("00000012345678", "12345678"),
        ("012345678", "12345678"),
        ("01234567", "01234567"),  # eight digits: an EAN-8
        ("00001234567", "01234567"),
        ("0000000012345678", "0000000012345678"),  # sixteen are no barcode
        ("-. ", "-. "),
        ("x" * 65, "x" * 64),
        ("-" * 65, "-" * 64),
    ],
)
async def test_codes_are_compared_without_marks_and_leading_zeros(
    schema_conn: Connection, folded: str, key: str
) -> None:
    assert await schema_conn.fetchval("SELECT code_key($1)", folded) == key


async def test_what_begins_like_a_code_is_looked_for_with_and_without_zeros(schema_conn: Connection) -> None:
    for term, beginnings in (("0012", ["0012", "12"]), ("12", ["12"]), ("00", ["00"]), ("0a", ["0a"])):
        assert await schema_conn.fetchval("SELECT code_beginnings($1)", term) == beginnings


async def test_a_text_has_the_pieces_of_its_words(schema_conn: Connection) -> None:
    pieces = """
        SELECT word_pieces(5, $1) = (
            SELECT array_agg(piece ORDER BY piece)
            FROM (SELECT DISTINCT hashtext('5:' || part) AS piece FROM unnest($2::text[]) AS part) AS pieces)
    """
    for words, parts in ((["argan"], ["arg", "rga", "gan"]), (["oi"], ["oi"]), (["abc", "abd"], ["abc", "abd"])):
        assert await schema_conn.fetchval(pieces, words, parts)


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        ("search_pieces(5, 'abcd')", ["a", "b", "c", "d", "ab", "bc", "cd", "abc", "bcd"]),
        ("search_pieces(5, 'ab')", ["a", "b", "ab"]),
        ("search_pieces(5, 'ñññ🌿')", ["ñ", "🌿", "ññ", "ñ🌿", "ñññ", "ññ🌿"]),
        ("search_pieces(5, '')", []),
        ("term_pieces(5, 'abcd')", ["abc", "bcd"]),
        ("term_pieces(5, 'abc')", ["abc"]),
        ("term_pieces(5, 'ab')", ["ab"]),
        ("term_pieces(5, 'a')", ["a"]),
        ("term_pieces(5, '')", [""]),
        ("word_pieces(5, ARRAY['abcd', 'e'])", ["abc", "bcd", "e"]),
        ("word_pieces(5, '{}')", []),
    ],
)
async def test_a_text_is_found_by_its_pieces(schema_conn: Connection, call: str, parts: list[str]) -> None:
    hashed = await schema_conn.fetchval(
        "SELECT array_agg(hashtext('5:' || part)) FROM unnest($1::text[]) AS part", parts
    )
    found = await schema_conn.fetchval(f"SELECT {call}")
    if call.startswith("search_pieces"):  # in any order and more than once, since only an index reads them
        found = sorted(set(found))
    assert found == sorted(hashed or [])


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("item_scope(71, 5)", 5),
        ("item_scope(71, NULL)", -71),
        ("title_key('oil' || chr(31) || 'a')", "oil"),
        ("title_key(repeat('x', 161))", "x" * 160),
        (r"word_patterns(ARRAY['a%b_c\d', 'e'])", [r"%a\%b\_c\\d%", "%e%"]),
        (
            "array(SELECT concat(kind, ':', key) FROM product_keys_of(concat_ws(chr(31), 'oil', 'a-1', '')))",
            ["t:oil", "c:a1"],
        ),
        (
            "array(SELECT concat(kind, ':', key) FROM product_keys_of(concat_ws(chr(31), 'oil', '', 'b 2')))",
            ["t:oil", "c:b2"],
        ),
    ],
)
async def test_what_an_item_is_found_by(schema_conn: Connection, call: str, result: object) -> None:
    assert await schema_conn.fetchval(f"SELECT {call}") == result


@pytest.mark.parametrize(
    ("begins", "comes_before", "article", "barcode"),
    [
        (True, False, "a-1", ""),
        (True, False, "", "a 1"),
        (True, False, "a-1", "a15"),
        (True, False, "a1", "a3"),
        (True, False, "a3", ""),
        (True, True, "a0", ""),
        (True, True, "", "a-0"),
        (True, True, "a3", "a0"),
        (False, False, "b1", "0"),
        (False, False, "", ""),
    ],
)
async def test_whether_a_code_begins_so_and_comes_before_another(
    schema_conn: Connection, begins: bool, comes_before: bool, article: str, barcode: str
) -> None:
    """By `has_code` and `has_code_before`: the code itself doesn't come before."""
    text = chr(31).join(("oil", article, barcode))
    assert await schema_conn.fetchval("SELECT has_code($1, '{zz,a}')", text) is begins
    assert await schema_conn.fetchval("SELECT has_code_before($1, 'a', 'a1')", text) is comes_before
