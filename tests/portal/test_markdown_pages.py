"""The Markdown twins: complete, and filled in only with what is safe everywhere."""

import re

import httpx
import pytest

from parlour.portal.markdown_pages import markdown_page
from parlour.portal.samples import LANGUAGES
from parlour.portal.site import Site
from tests.support.client import faults_of

PAGE = "/docs/b2b-v1/products/update_product.md"


def blocks(text: str) -> dict[str, str]:
    """The last fenced block of each name."""
    return dict(re.findall(r"^(?:`{3,})(\w+)\n(.*?)\n`{3,}$", text, re.DOTALL | re.MULTILINE))


async def test_a_page_has_a_twin_with_a_sample_in_every_language(http: httpx.AsyncClient) -> None:
    response = await http.get(PAGE)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert blocks(response.text).keys() == {language.fence for language in LANGUAGES}


def test_every_operation_has_a_twin_without_anything_left_to_fill(site: Site) -> None:
    for url, entry in site.entries.items():
        page = markdown_page(site, url, {})
        text = page.body.decode()
        assert page.status == 200
        assert entry.operation.summary in text
        assert not re.search("[\ue000-\uf8ff]|None|undefined", text), url
        takes_form = entry.operation.body is not None and entry.operation.body.is_form
        expected = {language.fence for language in LANGUAGES if language.id != "json" and not takes_form} | {"bash"}
        assert expected <= blocks(text).keys(), url
        for answer in entry.operation.answers:
            assert all(example.code in text for example in answer.examples), url


async def test_samples_are_filled_in_from_the_query(http: httpx.AsyncClient) -> None:
    values = {
        "base_url": "https://parlour.example:8443",
        "partner_token": "partner-1",
        "user_token": "user-2",
        "location_id": "31",
        "product_id": "77",
    }
    found = blocks((await http.get(PAGE, params=values)).text)
    for language in LANGUAGES:
        if language.id != "json":
            assert "https://parlour.example:8443/api/v1/goods/31/77" in found[language.fence]
            assert "Bearer partner-1, User user-2" in found[language.fence]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "javascript:alert(1)"),
        ("base_url", "https://a.example/'; rm -rf ~ #"),
        ("partner_token", "a'b"),
        ("user_token", "$(reboot)"),
        ("location_id", "1; DROP"),
    ],
)
async def test_values_that_break_out_of_a_sample_are_refused(http: httpx.AsyncClient, name: str, value: str) -> None:
    assert faults_of(await http.get(PAGE, params={name: value})).keys() == {name}


async def test_an_unknown_placeholder_is_reported_with_the_known_ones(http: httpx.AsyncClient) -> None:
    faults = faults_of(await http.get(PAGE, params={"partner_tokn": "a"}))
    assert "base_url, partner_token, user_token, location_id, product_id" in faults["partner_tokn"]


async def test_tokens_of_one_reader_are_not_shown_to_the_next(http: httpx.AsyncClient) -> None:
    await http.get(PAGE, params={"partner_token": "secret-1"})
    assert "secret-1" not in (await http.get(PAGE)).text


async def test_the_guide_and_the_tags_have_twins(http: httpx.AsyncClient) -> None:
    guide = await http.get("/docs/index.md", params={"base_url": "https://parlour.example"})
    assert guide.status_code == 200
    assert "https://parlour.example/_mock/en/b2b-v1/openapi" in guide.text
    assert "[#" not in guide.text
    assert "[sign-in]" not in guide.text
    assert "create_product.md" in (await http.get("/docs/b2b-v1/products.md")).text


async def test_no_twin_where_there_is_no_page(http: httpx.AsyncClient) -> None:
    response = await http.get("/docs/b2b-v1/products/nothing.md")
    assert response.status_code == 404
    assert "/llms.txt" in response.text


async def test_language_models_find_every_operation(http: httpx.AsyncClient, site: Site) -> None:
    text = (await http.get("/llms.txt")).text
    assert text.startswith("# ")
    for url in site.entries:
        assert f"({site.base_url}{url}.md)" in text
