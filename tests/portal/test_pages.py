"""Pages say all that the description says, in the reader's language, from this server alone."""

import asyncio
import contextlib
import functools
import html
import re
from collections.abc import Callable
from typing import TypeAlias

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.pages.assets import ASSETS
from parlour.pages.page import Page
from parlour.pages.translations import LANGUAGES as SPOKEN
from parlour.portal.html_pages import HTMLPages
from parlour.portal.page_cache import page_cache_of, warm_portal
from parlour.portal.samples import LANGUAGES
from parlour.portal.site import Site
from tests.support.contract import Description
from tests.support.factories.booking_forms import make_form

English: TypeAlias = Callable[[str], Page]


def seen(page: bytes) -> str:
    """What a reader sees of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page.decode()))


def test_every_operation_has_a_page_at_its_tag_and_id(
    site: Site, published: Description, published_v2: Description
) -> None:
    urls = {
        f"/docs/{api}/{re.sub('[^a-z0-9]+', '-', operation['tags'][0].lower())}/{operation['operationId']}"
        for api, description in (("b2b-v1", published), ("b2b-v2", published_v2))
        for _, _, operation in description.operations
    }
    assert site.entries.keys() == urls


@pytest.fixture(scope="module")
def english(site: Site) -> English:
    """The English page at an address; each is rendered once."""
    return functools.cache(HTMLPages(site, "en").at)


def test_a_page_contains_everything_in_the_description(site: Site, english: English) -> None:
    for url, entry in site.entries.items():
        operation = entry.operation
        text = seen(english(url).body)
        missing = [
            part
            for part in (
                operation.summary,
                f"{site.base_url}{operation.path}",
                f"{site.base_url}/_mock/en/{operation.api.name}/openapi{operation.path[len('/api/v1') :]}",
                operation.permission or "",
                *(parameter.field.meaning.replace("`", "") for parameter in operation.parameters),
                *(answer.meaning.replace("`", "") for answer in operation.answers),
                *(example.code for answer in operation.answers for example in answer.examples),
                *(example.code for example in (operation.body.examples if operation.body else ())),
            )
            if part not in text
        ]
        assert not missing, url


def test_every_field_can_be_linked_to(site: Site, english: English) -> None:
    for url, entry in site.entries.items():
        page = english(url).body.decode()
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), url
        bodies = [entry.operation.body, *(answer.body for answer in entry.operation.successes)]
        fields = [field for body in bodies if body for top in body.fields for field in top.walk()]
        fields += [parameter.field for parameter in entry.operation.parameters]
        assert {field.anchor for field in fields} <= set(ids), url


def test_links_between_pages_lead_somewhere(site: Site, english: English) -> None:
    chapters = [chapter.api.url for chapter in site.chapters]
    known = {"/docs", "/docs/search", *chapters, *site.entries, *(tag.url for tag in site.tags)}
    for url in ("/docs", *chapters, "/docs/b2b-v1/products", *site.entries):
        links = set(re.findall(r'href="(/docs[^"#]*)', english(url).body.decode()))
        links = {link for link in links if "/assets/" not in link and not link.endswith(".md")}
        assert links <= known, url


def test_neighbours_are_a_walk_through_all_operations(site: Site) -> None:
    walk = []
    entry = next(entry for entry in site.entries.values() if entry.before is None)
    while True:
        walk.append(entry.operation.url)
        if entry.after is None:
            break
        entry = site.entries[entry.after.url]
    assert walk == list(site.entries)


@pytest.mark.parametrize("language", SPOKEN)
def test_pages_can_be_made_in_every_language(site: Site, language: str) -> None:
    pages = HTMLPages(site, language)
    for url in ("/docs", "/docs/b2b-v1/products", "/docs/nowhere", next(iter(site.entries))):
        assert f'<html lang="{language}"' in pages.at(url).body.decode()


def test_every_language_of_samples_has_its_style(site: Site) -> None:
    style = ASSETS.joinpath("portal.css").read_text()
    for language in LANGUAGES:
        assert f'[data-sample="{language.id}"] .sample[data-sample="{language.id}"]' in style


async def test_a_page_loads_only_from_this_server(http: httpx.AsyncClient) -> None:
    for address in ("/docs", "/docs/b2b-v1/products/create_product"):
        page = await http.get(address)
        assert page.status_code == 200
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page.text)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_the_address_above_leads_to_the_portal(http: httpx.AsyncClient) -> None:
    response = await http.get("/")
    assert (response.status_code, response.headers["location"]) == (302, "/docs")


async def test_a_page_is_small(http: httpx.AsyncClient, site: Site) -> None:
    for url in ("/docs", *site.entries):
        response = await http.get(url, headers={"Accept-Encoding": "gzip"})
        assert response.headers["content-encoding"] == "gzip"
        assert int(response.headers["content-length"]) < 40_000, url


async def test_a_browser_that_has_the_page_gets_no_body(http: httpx.AsyncClient) -> None:
    for encoding in ("gzip", "identity"):
        first = await http.get("/docs", headers={"Accept-Encoding": encoding})
        again = {"Accept-Encoding": encoding, "If-None-Match": first.headers["etag"]}
        second = await http.get("/docs", headers=again)
        assert (second.status_code, second.content) == (304, b"")
        assert second.headers["etag"] == first.headers["etag"]


async def test_plain_and_compressed_pages_have_tags_of_their_own(http: httpx.AsyncClient) -> None:
    tags = {(await http.get("/docs", headers={"Accept-Encoding": coding})).headers["etag"] for coding in ("gzip", "br")}
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.0", False), ("", False)],
)
async def test_compression_is_what_the_browser_takes(http: httpx.AsyncClient, header: str, is_taken: bool) -> None:
    response = await http.get("/docs", headers={"Accept-Encoding": header})
    assert ("content-encoding" in response.headers) is is_taken


async def test_the_switch_of_languages_is_remembered(http: httpx.AsyncClient) -> None:
    plain = await http.get("/docs", headers={"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"})
    assert '<html lang="fr"' in plain.text
    switched = await http.get("/docs?lang=de", headers={"Accept-Language": "fr"})
    assert '<html lang="de"' in switched.text
    later = await http.get("/docs/b2b-v1/products/get_product", headers={"Accept-Language": "fr"})
    assert '<html lang="de"' in later.text
    assert "Cookie" in later.headers["vary"]


async def test_an_unsupported_language_changes_nothing(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs?lang=<script>", headers={"Accept-Language": "xx"})
    assert '<html lang="en"' in response.text
    assert "set-cookie" not in response.headers


async def test_a_missing_page_is_404_and_offers_the_search(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs/b2b-v1/products/no_such_operation")
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert 'action="/docs/search"' in response.text


async def test_a_slash_at_the_end_makes_no_difference(http: httpx.AsyncClient) -> None:
    one, other = [await http.get(f"/docs/b2b-v1/products/get_product{slash}") for slash in ("", "/")]
    assert one.status_code == other.status_code == 200
    assert one.content == other.content


# Part of a script that is made for each booking form.
WITHOUT_ADDRESS = {"booking_button.js"}


async def test_files_are_cached_forever_under_an_address_that_changes_with_them(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant
) -> None:
    booking = f"/book/{await make_form(conn, tenant)}"
    pages = [(await http.get(path)).text for path in ("/docs", "/invitations/none", booking)]
    addresses = {address for page in pages for address in re.findall(r'(?:src|href)="(/docs/assets/[^"]+)"', page)}
    assert {address.rpartition("/")[2] for address in addresses} == {
        file.name for file in ASSETS.iterdir()
    } - WITHOUT_ADDRESS
    for address in addresses:
        response = await http.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["content-type"].startswith(("text/", "image/svg"))


@pytest.mark.parametrize("name", ["nothing.css", "..%2Fpage.py", "%2e%2e/page.py", "portal.css%00", "__init__.py"])
async def test_nothing_else_can_be_read_as_a_file(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/docs/assets/x/{name}")).status_code == 404


async def test_a_search_works_without_scripts(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs/search", params={"q": "prodct <b>"})
    assert response.status_code == 200
    assert "&lt;b&gt;" in response.text
    found = await http.get("/docs/search", params={"q": "list prodct"})
    assert 'href="/docs/b2b-v1/products/get_products_list"' in found.text


async def test_the_first_reader_finds_templates_and_lexers_ready(
    litestar: Litestar, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    litestar.state.portal = None
    monkeypatch.setattr("parlour.portal.page_cache.WARM_AFTER_S", 0.01)

    def is_missing() -> Page:
        raise LookupError

    async with warm_portal(litestar), asyncio.timeout(20):
        cache = await page_cache_of(litestar)
        while True:
            with contextlib.suppress(LookupError):
                await cache.fetch(next(iter(site.entries)), "en", is_missing)
                break
            await asyncio.sleep(0.01)
