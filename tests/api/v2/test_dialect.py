"""What sets v2's answers apart from v1's: how faults are reported, and how lists of values come in."""

import pytest

from parlour.areas.products.model.products import Product
from tests.support.client import Client
from tests.support.people import HARBOUR, NOBODY

PRODUCTS = f"/locations/{HARBOUR}/products"


async def test_faults_stand_under_the_names_of_their_fields(v2: Client) -> None:
    response = await v2.get(f"{PRODUCTS}?limit=251&page=-1&include=stock")
    assert response.status_code == 422
    assert response.json()["meta"]["errors"] == {
        "limit": ["Must be at most 250."],
        "page": ["Must be at least 0."],
        "include": ["`stock` is not one of the documented values."],
    }


async def test_a_long_value_is_not_repeated(v2: Client) -> None:
    response = await v2.get(f"{PRODUCTS}?include={'x' * 61}")
    assert response.json()["meta"]["errors"] == {"include": ["That is not one of the documented values."]}


@pytest.mark.parametrize(
    "include",
    [
        "include=mark_settings&include=actual_cost",
        "include=mark_settings,actual_cost",
        "include[]=mark_settings&include[]=actual_cost",
        "include[0]=mark_settings&include[1]=actual_cost",
        "include=mark_settings,actual_cost,mark_settings",
        "include[]=actual_cost,mark_settings",
    ],
)
async def test_include_comes_in_every_usual_writing(v2: Client, argan: Product, include: str) -> None:
    row = (await v2.get(f"{PRODUCTS}/{argan.id}?{include}")).json()["data"]
    assert row["attributes"]["actual_cost"] == 11
    assert row["relationships"] == {"mark_settings": {"data": None}}


async def test_an_empty_include_is_none(v2: Client, argan: Product) -> None:
    found = (await v2.get(f"{PRODUCTS}/{argan.id}?include=")).json()
    assert "included" not in found
    assert "relationships" not in found["data"]


async def test_a_trailing_slash_makes_no_difference(v2: Client, argan: Product) -> None:
    assert (await v2.get(f"{PRODUCTS}/{argan.id}/")).json() == (await v2.get(f"{PRODUCTS}/{argan.id}")).json()


@pytest.mark.parametrize("odd", ["01", "+1", "9007199254740993"])
async def test_an_odd_number_is_no_address(v2: Client, odd: str) -> None:
    assert (await v2.get(f"{PRODUCTS}/{odd}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        (PRODUCTS, "sort=title", ["sort"]),
        (PRODUCTS, "sort=-price&filter[title]=x&filter[ids]=1", ["sort", "filter[title]"]),
        (PRODUCTS, "filter[Ids][x]=1", ["filter[Ids][x]"]),
        (PRODUCTS, "filter=x", ["filter"]),
        (f"{PRODUCTS}/autocomplete", "filter[term]=argan&filter[ids]=1", ["filter[ids]"]),
        (f"/locations/{HARBOUR}/units", "sort=title", ["sort"]),
    ],
)
async def test_what_it_cannot_sort_or_filter_by_is_refused(v2: Client, path: str, query: str, named: list[str]) -> None:
    """Q-131."""
    response = await v2.get(f"{path}?{query}")
    assert response.status_code == 422
    assert [*response.json()["meta"]["errors"]] == named
    assert (await v2.by(NOBODY).get(f"{path}?{query}")).status_code == 401


@pytest.mark.parametrize(
    "query", ["sort=", "sort=null", "filter[ids]=1", "filter[ids][]=1&filter[ids][]=2", "sorted=x"]
)
async def test_what_it_knows_or_says_nothing_is_taken(v2: Client, query: str) -> None:
    """Q-131."""
    assert (await v2.get(f"{PRODUCTS}?{query}")).status_code == 200
