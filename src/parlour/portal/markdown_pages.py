"""The same pages as Markdown, for tools and language models; in English."""

import re
from collections.abc import Mapping

from parlour.pages.page import MARKDOWN, TEXT, Page
from parlour.pages.translations import DEFAULT, texts_in
from parlour.portal.html_pages import SIGN_IN, guide
from parlour.portal.rendering import environment, without_anchors
from parlour.portal.sample_requests import samples_of
from parlour.portal.samples import LANGUAGES, fill
from parlour.portal.site import PlacedOperation, Site


def markdown_page(site: Site, address: str, values: Mapping[str, str]) -> Page:
    """Return the Markdown page at an address, samples filled in with `values`; a 404 page if there is none.

    Raise `ValueError` for a value that is not fillable.
    """
    if entry := site.entries.get(address):
        text = _operation(site, entry, values.get("base_url", site.base_url))
    elif tag := site.tag_at(address):
        text = environment().get_template("tag.md.jinja").render(tag=tag)
    elif chapter := site.chapter_at(address):
        text = environment().get_template("chapter.md.jinja").render(site=site, chapter=chapter)
    elif address == "/docs/index":
        text = f"# Parlour\n\n{_guide(site)}"
    else:
        return Page.of("There is no such page. See /llms.txt for those that are there.\n", MARKDOWN, 404)
    return Page.of(_tidy(fill(text, values)), MARKDOWN)


def placeholders_of(site: Site, address: str) -> tuple[str, ...]:
    """Return the names of the placeholders in the samples of a page."""
    entry = site.entries.get(address)
    ids = (parameter.field.name for parameter in entry.operation.ids) if entry else ()
    return ("base_url", "partner_token", "user_token", *ids)


def llms_txt(site: Site) -> Page:
    return Page.of(_tidy(environment().get_template("llms.txt.jinja").render(site=site)), TEXT)


def _operation(site: Site, entry: PlacedOperation, base_url: str) -> str:
    return (
        environment()
        .get_template("operation.md.jinja")
        .render(
            operation=entry.operation,
            base_url=base_url,
            samples=samples_of(entry.operation, site.base_url),
            sample_languages=LANGUAGES,
            t=texts_in(DEFAULT),
        )
    )


def _guide(site: Site) -> str:
    return without_anchors(guide(site, DEFAULT).replace(SIGN_IN, ""))


def _tidy(text: str) -> str:
    """Keep at most one empty line in a row; samples never contain more."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
