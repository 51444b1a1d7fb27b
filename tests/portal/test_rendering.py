"""What templates call: Markdown that can't carry markup in, code in colours with places to fill in."""

import re
from html import unescape

import pytest

from parlour.portal.highlighting import highlighted
from parlour.portal.rendering import headings, markdown, markdown_line
from parlour.portal.sample_requests import samples_of
from parlour.portal.samples import LANGUAGES, fill
from parlour.portal.site import Site
from tests.portal.conftest import entry

ATTACKS = ['<script>alert("x")</script>', "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "</pre><b>"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_is_never_markup(attack: str) -> None:
    for made in (
        markdown(attack),
        markdown_line(attack),
        markdown(f"```json\n{attack}\n```"),
        highlighted(attack, "json"),
    ):
        assert not re.search(r"<(script|img|b)\b|href=\"javascript", made), made


def test_a_heading_can_be_linked_to() -> None:
    assert '<h2 id="errors">Errors</h2>' in markdown("## Errors [#errors]")
    assert headings("## Errors [#errors]\n\n### Plain\n\n## When *it* fails [#fails]") == [
        ("errors", "Errors"),
        ("fails", "When *it* fails"),
    ]


def test_places_survive_the_colours_in_every_language(site: Site) -> None:
    operation = entry(site, "update_product").operation
    samples = samples_of(operation, site.base_url)
    for language in LANGUAGES:
        found = highlighted(samples[language.id], language.lexer)
        assert not re.search("[\ue000-\uf8ff]", found), language.title
        assert unescape(re.sub(r"<[^>]+>", "", found)).strip() == fill(samples[language.id]).strip()
        if language.id != "json":
            names = set(re.findall(r'data-fill="(\w+)"', found))
            assert names == {"base_url", "partner_token", "user_token", "location_id", "product_id"}, language.title
