"""GET /locations/{location_id}/products/autocomplete"""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v2.bodies import body
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR

AUTOCOMPLETE = f"/locations/{HARBOUR}/products/autocomplete"


async def found_by(v2: Client, term: str, **more: int) -> list[str]:
    response = await v2.get(AUTOCOMPLETE, params={"filter[term]": term, **more})
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["data"]]


@pytest.mark.parametrize("term", ["argan", "GAN", "ar-2", "  argan ", "\uff41rgan"])
async def test_a_product_is_found_by_title_and_article(v2: Client, argan: Product, term: str) -> None:
    assert await found_by(v2, term) == [str(argan.id)]


async def test_it_finds_what_v1_finds(
    v2: Client, client: Client, conn: Connection, tenant: Tenant, chain: Tenant, abroad: Tenant
) -> None:
    shared = await make_category(conn, chain)
    for owner, title in ((tenant, "Olive oil"), (chain, "Olive soap"), (tenant, "Argan")):
        await make_product(conn, owner, shared, title, barcode="4006381333931")
    await make_product(conn, abroad, await make_category(conn, abroad), "Olive abroad")
    for term in ("olive", "40063", "63813"):
        in_v1 = (await client.get(f"/goods/{HARBOUR}", params={"term": term, "count": 250})).json()["data"]
        assert await found_by(v2, term) == [str(row["good_id"]) for row in in_v1]


async def test_pages_follow_each_other(v2: Client, conn: Connection, tenant: Tenant, shampoos: Category) -> None:
    made = [str((await make_product(conn, tenant, shampoos, f"Argan {number}")).id) for number in range(3)]
    assert [await found_by(v2, "argan", limit=2, page=page) for page in (1, 2)] == [made[:2], made[2:]]


@pytest.mark.parametrize("emoji", ["\U0001f600", "\u2b50", "1\ufe0f\u20e3", "\U0001f1eb\U0001f1f7", "\u2614"])
async def test_emoji_are_refused(v2: Client, emoji: str) -> None:
    """Q-068."""
    response = await v2.get(AUTOCOMPLETE, params={"filter[term]": f"argan{emoji}"})
    assert (response.status_code, response.json()) == (400, body("A term can't contain emoji."))


@pytest.mark.parametrize("sign", ["\u2122", "\u2605", "\u00a9", "\u20ac", "\u30c4"])
async def test_signs_are_no_emoji(v2: Client, conn: Connection, tenant: Tenant, shampoos: Category, sign: str) -> None:
    """Q-068."""
    product = await make_product(conn, tenant, shampoos, f"Linen{sign}")
    assert await found_by(v2, f"linen{sign}") == [str(product.id)]


@pytest.mark.parametrize("term", ["a", " a ", "\u00ad\u00ad", "   "])
async def test_a_term_of_less_than_two_characters_is_named(v2: Client, argan: Product, term: str) -> None:
    response = await v2.get(AUTOCOMPLETE, params={"filter[term]": term})
    assert faults_of(response) == {"filter[term]": "Must be at least 2 characters long."}


@pytest.mark.parametrize("query", ["", "?filter[term]=", "?term=argan"])
async def test_a_missing_term_is_named(v2: Client, query: str) -> None:
    assert faults_of(await v2.get(f"{AUTOCOMPLETE}{query}")) == {"filter[term]": "This field is missing."}


async def test_a_term_that_is_too_long_is_named(v2: Client) -> None:
    response = await v2.get(AUTOCOMPLETE, params={"filter[term]": "x" * 256})
    assert faults_of(response) == {"filter[term]": "Must be at most 255 characters long."}


async def test_the_cost_price_is_not_for_this_list(v2: Client, argan: Product) -> None:
    response = await v2.get(AUTOCOMPLETE, params={"filter[term]": "argan", "include": "actual_cost"})
    assert faults_of(response) == {"include": "`actual_cost` is not one of the documented values."}
