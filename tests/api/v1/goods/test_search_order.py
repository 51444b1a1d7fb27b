"""What a search finds first: the exact code, always; and words in any order, those side by side first."""

import csv
from pathlib import Path
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.people import HARBOUR

REAL_PRODUCTS = Path(__file__).parents[5] / "shared" / "data" / "cosmetics.csv"
# Signs in titles of real products that keyboards have no key for.
WITHOUT_KEY = str.maketrans({"™": "", "®": "", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "×": "x"})
# One name holds a control character, which no title may have.
CONTROLS = dict.fromkeys(range(0x80, 0xA0))


async def searched(client: Client, term: str, **query: int) -> list[str]:
    response = await client.get(f"/goods/search/{HARBOUR}", params={"term": term, **query})
    return [element["title"] for element in _data(response)]


async def listed(client: Client, term: str) -> list[str]:
    return [row["title"] for row in _data(await client.get(f"/goods/{HARBOUR}", params={"term": term}))]


async def completed(client: Client, term: str) -> list[str]:
    address = f"/locations/{HARBOUR}/products/autocomplete"
    response = await client.to(B2B_V2).get(address, params={"filter[term]": term})
    return [row["attributes"]["title"] for row in _data(response)]


def _data(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    data: list[dict[str, Any]] = response.json()["data"]
    return data


@pytest.mark.parametrize(
    ("article", "barcode", "term"),
    [
        ("460", "", "460"),
        ("", "460", "460"),
        ("46-0", "", "460"),
        ("4.6/0", "", "460"),
        ("46 0", "", "4-6-0"),
    ],
)
async def test_the_exact_code_comes_first_among_many_that_begin_so(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, article: str, barcode: str, term: str
) -> None:
    """Q-110, Q-111."""
    for number in range(110):
        await make_product(conn, tenant, shampoos, f"460 {number}", barcode=f"460{number:010}")
    await make_category(conn, tenant, "460 and more")
    await make_product(conn, tenant, shampoos, "Wanted", article=article, barcode=barcode)
    assert (await searched(client, term, count=1)) == ["Wanted"]
    assert (await completed(client, term))[0] == "Wanted"
    assert len(await searched(client, term, count=100)) == 100


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("036000291452", "0036000291452"),
        ("0036000291452", "036000291452"),
        ("36000291452", "0036000291452"),
        ("036000291452", "00036000291452"),
        ("96385074", "0000096385074"),
        ("036000291452", "0 36000 29145 2"),
        ("01234565", "0000001234565"),
    ],
)
async def test_barcodes_that_differ_by_zeros_before_them_are_the_same(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, stored: str, typed: str
) -> None:
    """Q-111."""
    await make_product(conn, tenant, shampoos, "A longer one", barcode=f"{typed}7", article=f"{stored}7")
    await make_product(conn, tenant, shampoos, "Wanted", barcode=stored)
    assert (await searched(client, typed))[0] == "Wanted"
    assert (await searched(client, stored))[0] == "Wanted"
    assert (await completed(client, typed))[0] == "Wanted"
    assert "Wanted" in await listed(client, typed)


async def test_a_short_code_keeps_its_zeros(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-111."""
    await make_product(conn, tenant, shampoos, "Seven", article="7")
    await make_product(conn, tenant, shampoos, "Agent", article="007")
    assert await searched(client, "007", count=1) == ["Agent"]
    assert await searched(client, "7") == ["Seven"]


async def test_what_is_written_alike_comes_before_what_only_sounds_alike(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-111."""
    for title, article in (("First", "A-1"), ("Second", "A1"), ("Third", "A.1")):
        await make_product(conn, tenant, shampoos, title, article=article)
    assert await searched(client, "a1") == ["Second", "First", "Third"]
    assert await searched(client, "a.1") == ["Third", "First", "Second"]


async def test_on_a_short_page_what_is_written_alike_comes_first_of_many(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-111: whichever products came before it."""
    for article in ("A-1", "A.1", "A:1", "A_1", "A/1"):
        await make_product(conn, tenant, shampoos, f"Written {article}", article=article)
    await make_product(conn, tenant, shampoos, "Wanted", article="A1")
    assert await searched(client, "a1", count=1) == ["Wanted"]
    assert await searched(client, "a1", count=2) == ["Wanted", "Written A-1"]
    assert await searched(client, "a1", count=2, page=2) == ["Written A.1", "Written A:1"]


async def test_codes_come_before_titles_and_titles_by_how_well_they_fit(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-110."""
    made = ["Argan and silk", "Bold silk argan", "Silk argan", "Silkargan, but apart", "By code", "By the very code"]
    for title in made[:4]:
        await make_product(conn, tenant, shampoos, title)
    await make_product(conn, tenant, shampoos, "By code", article="silk argan 12")
    await make_product(conn, tenant, shampoos, "By the very code", barcode="SILK-ARGAN")
    ordered = ["By the very code", "By code", "Silk argan", "Bold silk argan", "Argan and silk", "Silkargan, but apart"]
    assert await searched(client, "silk argan") == ordered
    assert await completed(client, "SILK  argan") == ordered
    assert await listed(client, "silk argan") == made


async def test_words_are_found_in_any_order_and_all_of_them(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-112."""
    await make_product(conn, tenant, shampoos, "L’Oréal Nagel‑Lack – Rot 2 × 5 ml")
    await make_product(conn, tenant, shampoos, "Other", article="Nagel Lack Rot")
    for term in ("rot l'oreal", "5 ml nagel-lack", "2 x 5 rot", "lack rot nagel", "rot rot", "or ot"):
        for find in (searched, listed, completed):
            assert len(await find(client, term)) == 1, (find, term)
    for term in ("rot blau", "nagel lack schwarz", "rot 6"):
        for find in (searched, listed, completed):
            assert await find(client, term) == [], (find, term)


async def test_words_count_in_the_other_filters_too(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Silk argan", article="S-1", critical_amount=5)
    await make_product(conn, tenant, shampoos, "Silk", article="S-2", critical_amount=5)
    for term, found in (("argan silk", ["Silk argan"]), ("s1", ["Silk argan"]), ("s.2", ["Silk"])):
        for query in ({"category_id": shampoos.id}, {"changed_after": "2000-01-01"}, {"below": "critical"}):
            response = await client.get(f"/goods/{HARBOUR}", params={"term": term, **query})
            assert [row["title"] for row in _data(response)] == found


async def test_signs_stand_for_themselves_also_among_several_words(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "100% wild_rose \\ oil")
    await make_product(conn, tenant, shampoos, "100 wilderose oil")
    for term in ("oil 100%", "oil wild_rose", "oil \\"):
        assert await searched(client, term) == ["100% wild_rose \\ oil"]


async def test_pages_of_a_search_follow_each_other_over_all_ways_to_fit(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Q-114."""
    await make_category(conn, tenant, "Silk")
    await make_category(conn, tenant, "Pure silk")
    for number in range(5):
        await make_product(conn, tenant, shampoos, f"Silk {number}")
        await make_product(conn, tenant, shampoos, f"Mild silk {number}")
        await make_product(conn, tenant, shampoos, f"Oil {number}", article=f"SILK{number}")
    await make_product(conn, tenant, shampoos, "The one", article="SILK")
    everything = await searched(client, "silk", count=100)
    assert everything[:3] == ["The one", "Silk", "Pure silk"]
    assert len(everything) == len(set(everything)) == 18
    pages = [await searched(client, "silk", count=4, page=page) for page in range(1, 7)]
    assert [len(page) for page in pages] == [4, 4, 4, 4, 2, 0]
    assert [title for page in pages for title in page] == everything
    second = await client.get(f"/goods/search/{HARBOUR}", params={"search_term": "silk", "max_count": 4, "page": 5})
    assert second.json()["meta"] == {"count": 2}


async def test_a_page_far_behind_the_last_is_empty(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    await make_product(conn, tenant, shampoos, "Silk")
    for term in ("silk", "silk silk", "s"):
        assert await searched(client, term, page=1_000_000_000, count=100) == []
    address = f"/locations/{HARBOUR}/products/autocomplete"
    response = await client.to(B2B_V2).get(address, params={"filter[term]": "silk", "page": 1_000_000_000})
    assert _data(response) == []


async def test_a_long_title_is_found_by_its_end_among_many(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    """Of a title the first 160 characters are at hand where many are walked."""
    await conn.execute(
        "INSERT INTO products"
        " (chain_id, location_id, category_id, title, sale_unit_id, write_off_unit_id, search_text)"
        " SELECT $1, $2, $3, 'B ' || n, 1, 1, 'b rose ' || lpad(n::text, 4, '0') || chr(31) || chr(31)"
        " FROM generate_series(1, 400) AS n",
        tenant.chain_id, tenant.location_id, shampoos.id,
    )  # fmt: skip
    title = "A " + "very " * 40 + "long rose"
    await make_product(conn, tenant, shampoos, title)
    assert (await searched(client, "rose", count=5))[:1] == [title]


@pytest.mark.parametrize("title", ["﷽" * 200, "ǆ" * 255, "\U0001f9b0" * 255])
async def test_what_gets_long_by_folding_can_be_kept_and_found(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category, title: str
) -> None:
    await make_product(conn, tenant, shampoos, title, article=title, barcode=title)
    assert await searched(client, title[:20]) == [title]
    assert await searched(client, title) == [title]


async def test_changing_and_deleting_are_seen_at_once(
    client: Client, conn: Connection, tenant: Tenant, shampoos: Category
) -> None:
    product = await make_product(conn, tenant, shampoos, "Silk", article="S-1")
    form = {"title": "Rose", "category_id": shampoos.id, "sale_unit_id": 1, "service_unit_id": 1, "article": "R-1"}
    assert (await client.put(f"/goods/{HARBOUR}/{product.id}", json=form)).status_code == 200
    assert [await searched(client, term) for term in ("silk", "s1", "rose", "r1")] == [[], [], ["Rose"], ["Rose"]]
    assert (await client.delete(f"/goods/{HARBOUR}/{product.id}")).status_code == 204
    assert [await searched(client, term) for term in ("rose", "r1")] == [[], []]
    assert await conn.fetchval("SELECT count(*) FROM product_keys") == 0


@pytest.mark.skipif(not REAL_PRODUCTS.exists(), reason="the real products are not beside the project")
async def test_each_of_the_real_products_is_found_as_a_keyboard_writes_it(
    client: Client, conn: Connection, shampoos: Category
) -> None:
    with REAL_PRODUCTS.open(encoding="utf-8", newline="") as file:
        products = [(row["brand"], row["name"].translate(CONTROLS)) for row in csv.DictReader(file)]
    ids = {}
    for number, (brand, name) in enumerate(products):
        form = {"title": f"{brand} {name}", "category_id": shampoos.id, "article": f"R-{number}"}
        form |= {"sale_unit_id": BOTTLE, "service_unit_id": MILLILITRE}
        created = await client.post(f"/goods/{HARBOUR}", json=form)
        assert created.status_code == 201, created.text
        ids[number] = created.json()["data"]["good_id"]
    await conn.execute("ANALYZE products, product_keys")  # as autovacuum does: a plan for no products reads them all
    missed = []
    for number, (brand, name) in enumerate(products):
        typed = " ".join(name.translate(WITHOUT_KEY).split())
        for term in (typed, f"{typed.split()[-1]} {brand}", f"r{number}"):
            response = await client.get(f"/goods/search/{HARBOUR}", params={"term": term[:255], "count": 100})
            found = [element["item_id"] for element in _data(response)]
            if ids[number] not in found and len(found) < 100:
                missed.append(term)
    assert missed == []


def test_a_search_text_has_three_parts() -> None:
    assert search_text("A™", "B", "C") == "a\x1fb\x1fc"
