"""GET /goods/search/{location_id}"""

from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.folding import fold
from parlour.db.pool import Connection
from parlour.http.aliases import ABSENT
from parlour.http.characters import refuse_in_text
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.people import HARBOUR, HILLSIDE, NEIGHBOUR


def titles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    body = response.json()
    assert body["meta"] == {"count": len(body["data"])}
    return [element["title"] for element in body["data"]]


async def search(client: Client, term: str, **query: Any) -> list[str]:
    return titles(await client.get(f"/goods/search/{HARBOUR}", params={"term": term, **query}))


async def test_elements_tell_categories_and_products_apart(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    hair = await make_category(conn, chain, "Hair")
    silk_care = await make_category(conn, tenant, "Silk care", parent_id=hair.id)
    silk = await make_product(conn, chain, hair, "Silk", article="SI-5")
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": "silk"})
    assert response.json() == {
        "success": True,
        "data": [
            {
                "parent_id": hair.id,
                "item_id": 0,
                "category_id": silk_care.id,
                "title": "Silk care",
                "is_chain": False,
                "is_category": True,
                "is_item": False,
            },
            {
                "parent_id": hair.id,
                "item_id": silk.id,
                "category_id": 0,
                "title": "Silk",
                "is_chain": True,
                "is_category": False,
                "is_item": True,
            },
        ],
        "meta": {"count": 2},
    }


async def test_a_root_category_has_no_parent(client: Client, shampoos: Category) -> None:
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": "shampoos"})
    assert [element["parent_id"] for element in response.json()["data"]] == [0]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"count": "1"},
        {"max_count": "1"},
        {"term": ""},
        {"term": "  "},
        {"term": "\u3000"},
        {"term": "\u0301"},
        {"term": "\u200b"},
    ],
    ids=["none", "count", "max_count", "empty", "blanks", "wide_blank", "accent", "invisible"],
)
async def test_without_a_term_come_all_root_categories_by_title(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, query: dict[str, str]
) -> None:
    hair = await make_category(conn, tenant, "hair")
    await make_category(conn, chain, "Éclat")
    await make_category(conn, tenant, "Body")
    await make_category(conn, tenant, "Below", parent_id=hair.id)
    await make_product(conn, tenant, hair, "Argan")
    assert titles(await client.get(f"/goods/search/{HARBOUR}", params=query)) == ["Body", "Éclat", "hair"]


async def test_more_than_100_root_categories_all_come(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-114."""
    await conn.execute(
        "INSERT INTO categories (chain_id, location_id, title, search_text)"
        " SELECT $1, $2, 'Category ' || number, 'category ' || number FROM generate_series(1, 101) AS number",
        tenant.chain_id,
        tenant.location_id,
    )
    assert len(titles(await client.get(f"/goods/search/{HARBOUR}"))) == 101


async def test_categories_come_first_then_products_by_title_until_count_is_full(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-110."""
    for title in ("argan d", "Argan B", "Argán c"):
        await make_product(conn, tenant, shampoos, title)
    for title in ("Pure argan", "Argan"):
        await make_category(conn, tenant, title)
    ordered = ["Argan", "Pure argan", "Argan B", "Argán c", "argan d"]
    for count in range(1, 6):
        assert await search(client, "argan", count=count) == ordered[:count]


@pytest.mark.parametrize(
    ("query", "shown"),
    [({}, 25), ({"count": 100}, 100), ({"count": 101}, 100), ({"count": "9" * 30}, 100), ({"max_count": 3}, 3)],
    ids=["none", "100", "101", "huge", "alias"],
)
async def test_25_come_unless_count_says_otherwise_and_never_more_than_100(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, Any], shown: int
) -> None:
    """Q-008."""
    await conn.execute(
        "INSERT INTO products"
        " (chain_id, location_id, category_id, title, sale_unit_id, write_off_unit_id, search_text)"
        " SELECT $1, $2, $3, 'Argan ' || number, 1, 1, 'argan ' || number || chr(31) || chr(31)"
        " FROM generate_series(1, 101) AS number",
        tenant.chain_id,
        tenant.location_id,
        shampoos.id,
    )
    assert len(await search(client, "argan", **query)) == shown


@pytest.mark.parametrize(
    "query",
    [
        {"term": "argan", "count": "1"},
        {"search_term": "argan", "max_count": "1"},
        {"searchTerm": "argan", "maxCount": "1"},
        {"term": "argan", "search_term": "silk", "count": "1", "max_count": "2"},
        {"search_term": "silk", "term": "argan", "max_count": "2", "count": "1"},
        {"term": "", "search_term": "argan", "count": "", "max_count": "1"},
    ],
)
async def test_term_and_count_have_other_names(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, query: dict[str, str]
) -> None:
    for title in ("Silk", "Argan 1", "Argan 2"):
        await make_product(conn, tenant, shampoos, title)
    assert titles(await client.get(f"/goods/search/{HARBOUR}", params=query)) == ["Argan 1"]


@pytest.mark.parametrize(
    "term",
    ["Argan Repair Shampoo", "argan", "rgan", "poo", "n Rep", "ir", "AR", "o", " repair ", "argan  repair", "argan\nr"],
)
async def test_any_part_of_the_title_finds_a_product(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, term: str
) -> None:
    await make_product(conn, tenant, shampoos, "Argan Repair Shampoo")
    await make_product(conn, tenant, shampoos, "Silk Mist")
    assert "Argan Repair Shampoo" in await search(client, term)
    assert "Silk Mist" not in await search(client, term)


@pytest.mark.parametrize(
    ("term", "is_found"),
    [
        ("AR-250", True),
        ("ar-", True),
        ("a", True),
        ("4006381333931", True),
        ("40", True),
        ("R-250", False),
        ("250", False),
        ("006381", False),
        ("931", False),
        ("silk ar", False),
        ("ar-250 4006", False),
    ],
)
async def test_article_and_barcode_are_found_from_their_first_character_on(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, term: str, is_found: bool
) -> None:
    await make_product(conn, tenant, shampoos, "Silk", article="AR-250", barcode="4006381333931")
    assert ("Silk" in await search(client, term)) is is_found


async def test_a_category_is_found_by_its_article_too(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_category(conn, tenant, "Masks", article="MA-7")
    assert await search(client, "ma-") == ["Masks"]
    assert await search(client, "a-7") == []


SAME = {
    "accent": ("Crème brûlée", "creme brulee"),
    "case": ("ARGAN", "argan"),
    "decomposed": ("Crème", "Cre\u0300me"),
    "full_width": ("ＡＢＣ１", "abc1"),
    "ligature": ("Coiﬀure", "coiffure"),
    "eszett": ("Straße", "strasse"),
    "dotted_i": ("İstanbul", "istanbul"),
    "dotted_i_decomposed": ("İstanbul", "i̇stanbul"),
    "dotless_i": ("ISPARTA", "ısparta"),
    "stroke": ("Łódź Ørsted", "lodz orsted"),
    "ae": ("Ærø", "aero"),
    "cyrillic": ("ЛАК", "лак"),
    "yo": ("Ёлка", "елка"),
    "greek": ("ΟΔΥΣΣΕΥΣ", "Ὀδυσσεύς"),
    "hangul": ("샴푸", "\u1109\u1163\u11b7\u1111\u116e"),
    "half_width_katakana": ("シャンプー", "ｼｬﾝﾌﾟｰ"),
    "voiced_half_width_katakana": ("ガーゼ", "ｶﾞｰｾﾞ"),
    "harakat": ("مُحَمَّد", "محمد"),
    "niqqud": ("שַׁמְפּוּ", "שמפו"),
    "devanagari": ("शैम्पू", "शैम्पू"),
    "emoji": ("Sun ☀️", "sun ☀"),
    "joined_emoji": ("👩\u200d🦰", "👩🦰"),
    "soft_hyphen": ("Sil\u00adk", "silk"),
    "blanks": ("Argan\u00a0 Oil", "argan oil"),
    "compatibility": ("№ 5 ㎖", "no 5 ml"),
    "surrogate_planes": ("𝐀𝐫𝐠𝐚𝐧", "argan"),
}


@pytest.mark.parametrize(
    ("title", "term"),
    [pair for same in SAME.values() for pair in (same, same[::-1])],
    ids=[f"{name}_{way}" for name in SAME for way in ("there", "back")],
)
async def test_texts_that_readers_call_the_same_find_each_other(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, title: str, term: str
) -> None:
    await make_product(conn, tenant, shampoos, title, article=title)
    assert await search(client, term) == [title]


@pytest.mark.parametrize(
    ("title", "term"),
    [("玫瑰洗发水", "洗"), ("玫瑰洗发水", "发水"), ("椿油", "油"), ("샴푸", "푸"), ("💇 cut", "💇"), ("ยาสระผม", "ส")],
)
async def test_one_character_of_any_script_is_enough(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, title: str, term: str
) -> None:
    await make_product(conn, tenant, shampoos, title)
    await make_product(conn, tenant, shampoos, "Silk")
    assert await search(client, term) == [title]


@pytest.mark.parametrize(
    "character", ["%", "_", "\\", "'", '"', "*", "?", "&", "|", "!", ":", "(", "$1", "--", ";", "#"]
)
async def test_special_characters_stand_for_themselves(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, character: str
) -> None:
    await make_product(conn, tenant, shampoos, f"Silk {character} Rose")
    await make_product(conn, tenant, shampoos, "Silk x Rose")
    assert await search(client, character) == [f"Silk {character} Rose"]
    assert await search(client, f"k {character} r") == [f"Silk {character} Rose"]


async def test_what_separates_the_parts_of_a_search_text_is_refused_in_a_term(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Silk", article="SI-5")
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": "silk\x1fsi-5"})
    assert faults_of(response) == {"term": "Must not contain the character U+001F (a control character)."}


async def test_a_title_that_folds_to_nothing_is_still_found_by_its_article(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "\u0301", article="A-1")
    assert await search(client, "a-1") == ["\u0301"]


async def test_nothing_found_is_an_empty_list(client: Client, shampoos: Category) -> None:
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": "argan"})
    assert response.json() == {"success": True, "data": [], "meta": {"count": 0}}


@pytest.mark.parametrize("query", [{"term": "silk"}, {}])
async def test_items_of_other_locations_and_chains_are_never_found(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant, hillside: Tenant, abroad: Tenant, query: Any
) -> None:
    owners = {"mine": tenant, "ours": chain, "theirs": hillside, "abroad": abroad, "all abroad": for_chain(abroad)}
    for name, owner in owners.items():
        category = await make_category(conn, owner, f"Silk, {name}")
        await make_product(conn, owner, category, f"Silk product, {name}")
    products = {"term": ["Silk product, mine", "Silk product, ours"]}.get("".join(query), [])
    found = titles(await client.get(f"/goods/search/{HARBOUR}", params=query))
    assert found == ["Silk, mine", "Silk, ours", *products]


async def test_what_belongs_to_the_chain_is_found_in_each_of_its_locations(
    client: Client, conn: Connection, chain: Tenant
) -> None:
    await make_product(conn, chain, await make_category(conn, chain), "Silk")
    found = await client.by(NEIGHBOUR).get(f"/goods/search/{HILLSIDE}", params={"term": "silk"})
    assert titles(found) == ["Silk"]


async def test_an_item_of_a_location_is_not_found_by_the_number_of_its_chain(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant, tenant: Tenant
) -> None:
    """Scopes of the index are locations, and chains as negative numbers: HILLSIDE and another chain are both 2."""
    await conn.execute("INSERT INTO chains (id, title) OVERRIDING SYSTEM VALUE VALUES ($1, 'Namesake')", HILLSIDE)
    other_chain = msgspec.structs.replace(for_chain(abroad), chain_id=hillside.location_id)
    await make_product(conn, other_chain, await make_category(conn, other_chain), "Silk")
    assert titles(await client.get(f"/goods/search/{HILLSIDE}", params={"term": "silk"})) == []


async def test_deleted_items_are_not_found(client: Client, conn: Connection, tenant: Tenant) -> None:
    silk = await make_category(conn, tenant, "Silk")
    product = await make_product(conn, tenant, silk, "Silk")
    await client.delete(f"/goods/{HARBOUR}/{product.id}")
    await client.delete(f"/goods_categories/{HARBOUR}/{silk.id}")
    assert await search(client, "silk") == []
    assert titles(await client.get(f"/goods/search/{HARBOUR}")) == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("count", "0", "Must be at least 1."),
        ("count", "-1", "Must be at least 1."),
        ("count", "many", "Expected a whole number."),
        pytest.param("term", "x" * 256, "Must be at most 255 characters long.", id="term-256"),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(client: Client, name: str, value: str, fault: str) -> None:
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": "silk", name: value})
    assert faults_of(response) == {name: fault}


async def test_a_term_may_have_255_characters(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "ß" * 255)
    assert await search(client, "ß" * 255) == ["ß" * 255]


async def test_a_trailing_slash_is_the_same_address(client: Client, shampoos: Category) -> None:
    assert titles(await client.get(f"/goods/search/{HARBOUR}/?term=sham")) == ["Shampoos"]


# Titles of old may hold what is refused today; a term can't.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


@st.composite
def titles_and_parts(draw: st.DrawFn) -> tuple[str, str]:
    title = draw(TEXTS)
    start = draw(st.integers(0, len(title) - 1))
    return title, title[start : draw(st.integers(start + 1, len(title)))]


def is_taken(term: str) -> bool:
    """Return whether a term may be searched for; `null` and the like are none (Q-117)."""
    if term in ABSENT:
        return False
    try:
        refuse_in_text(term)
    except ValueError:
        return False
    return True


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles_and_parts())
async def test_any_part_of_a_title_finds_it(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, drawn: tuple[str, str]
) -> None:
    title, term = drawn
    assume(fold(term) and fold(term) in fold(title) and is_taken(term))
    product = await make_product(conn, tenant, shampoos, title)
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": term, "count": 100})
    await conn.execute("DELETE FROM products")
    assert product.id in [element["item_id"] for element in response.json()["data"]]
