"""The search: what is meant comes first, even when it is mistyped."""

import httpx
import pytest

from parlour.portal.search import Hit
from parlour.portal.site import Site


def first(site: Site, query: str) -> Hit:
    return site.index.find(query)[0]


@pytest.mark.parametrize(
    ("query", "operation_id"),
    [
        ("sign in", "authorize_user"),
        ("auth", "authorize_user"),
        ("list products", "get_products_list"),
        ("list prodcts", "get_products_list"),
        ("lsit products", "get_products_list"),
        ("get_products_list", "get_products_list"),
        ("create a prod", "create_product"),
        ("delete catgory", "delete_product_category"),
        ("goods search", "search_product"),
        ("LIST CHAINS", "get_chain_list"),
    ],
)
def test_an_operation_is_found(site: Site, query: str, operation_id: str) -> None:
    hit = first(site, query)
    assert (hit.kind, hit.url.rpartition("/")[2]) == ("operation", operation_id)


@pytest.mark.parametrize("query", ["unit_actual_cost_format", "barcode", "barcod", "bracode", "critical amont"])
def test_a_field_is_found_with_its_position(site: Site, query: str) -> None:
    hit = first(site, query)
    assert hit.kind == "field"
    assert hit.url.partition("#")[2].endswith(hit.title)
    assert hit.title in {"unit_actual_cost_format", "barcode", "critical_amount"}


@pytest.mark.parametrize("query", ["", "   ", "!!", "xyzzyx", "barcode xyzzyx"])
def test_an_empty_or_nonsense_query_finds_nothing(site: Site, query: str) -> None:
    assert site.index.find(query) == []


def test_a_short_word_does_not_match_similar_words(site: Site) -> None:
    assert all("vat" in f"{hit.title} {hit.detail}" for hit in site.index.find("vat"))


def test_a_long_query_is_cut(site: Site) -> None:
    assert site.index.find("products " * 100_000)


async def test_results_come_as_data(http: httpx.AsyncClient) -> None:
    found = (await http.get("/docs/search.json", params={"q": "creat product"})).json()
    assert found[0] == {
        "kind": "operation",
        "title": "Create a product",
        "detail": "/api/v1/goods/{location_id}",
        "method": "POST",
        "url": "/docs/b2b-v1/products/create_product",
    }
