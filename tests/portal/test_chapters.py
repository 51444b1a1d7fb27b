"""Both APIs in one portal: each has its pages, and says which one it is."""

import httpx

from parlour.portal.html_pages import HTMLPages
from parlour.portal.sample_requests import samples_of
from parlour.portal.site import Site

GET_PRODUCT = "/docs/b2b-v2/products/get_product"
AUTOCOMPLETE = "/docs/b2b-v2/products/autocomplete_products"


def test_operations_of_one_name_have_pages_of_their_own(site: Site) -> None:
    v1, v2 = site.entries["/docs/b2b-v1/products/get_product"], site.entries[GET_PRODUCT]
    assert v1.operation.path == "/api/v1/goods/{location_id}/{product_id}"
    assert v2.operation.path == "/api/v2/locations/{location_id}/products/{product_id}"


def test_a_page_names_its_api(site: Site) -> None:
    page = HTMLPages(site, "en").at(GET_PRODUCT).body.decode()
    assert (
        '<a href="/docs/b2b-v2">API v2</a> <span aria-hidden="true">/</span> <a href="/docs/b2b-v2/products">' in page
    )
    assert 'data-mock="/_mock/en/b2b-v2/openapi"' in page


def test_every_page_leads_to_both(site: Site) -> None:
    pages = HTMLPages(site, "en")
    for address in ("/docs", "/docs/b2b-v1", "/docs/b2b-v2", GET_PRODUCT):
        page = pages.at(address).body.decode()
        for name in ("b2b-v1", "b2b-v2"):
            assert f'class="chapter" href="/docs/{name}"' in page
            assert f'href="/openapi/{name}.yaml"' in page


def test_the_page_of_an_api_contains_its_introduction(site: Site) -> None:
    page = HTMLPages(site, "en").at("/docs/b2b-v2").body.decode()
    assert "<h1>API v2</h1>" in page
    assert "application/vnd.yclients.v2+json" in page
    assert GET_PRODUCT in page
    assert "/_mock/en/b2b-v2/openapi" in page


def test_samples_name_the_media_type(site: Site) -> None:
    for entry in site.entries.values():
        if entry.operation.api.name == "b2b-v2":
            sample = samples_of(entry.operation, site.base_url)["curl"]
            assert "Accept: application/vnd.api.v2+json" in sample, entry.operation.id


def test_samples_request_the_answer_that_is_shown(site: Site) -> None:
    curl = samples_of(site.entries[AUTOCOMPLETE].operation, site.base_url)["curl"]
    assert "filter%5Bterm%5D=argan" in curl
    assert "include%5B%5D=mark_settings" in curl


async def test_markdown_pages_and_the_index_know_both(http: httpx.AsyncClient) -> None:
    assert "(API v2, Products)" in (await http.get(f"{GET_PRODUCT}.md")).text
    assert (await http.get("/docs/b2b-v2.md")).text.startswith("# API v2\n")
    index = (await http.get("/llms.txt")).text
    assert "/docs/b2b-v2.md" in index
    assert f"{GET_PRODUCT}.md" in index
    assert "## API v2: Products" in index


def test_the_search_finds_operations_of_both(site: Site) -> None:
    urls = {hit.url for hit in site.index.find("get a product") if hit.kind == "operation"}
    assert {"/docs/b2b-v1/products/get_product", GET_PRODUCT} <= urls
