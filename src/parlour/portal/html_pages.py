"""The HTML pages for readers, in their language."""

from typing import Any

from parlour import __version__
from parlour.pages.page import HTML, Page
from parlour.pages.translations import language_names, texts_in
from parlour.portal.guides import guide_in
from parlour.portal.rendering import environment, headings, markdown
from parlour.portal.sample_requests import PARTNER, USER, samples_of
from parlour.portal.samples import LANGUAGES, placeholder
from parlour.portal.site import PlacedOperation, Site

SIGN_IN = "[sign-in]"  # the place of the form in the guide
# The messages that scripts show; templates contain all others.
SCRIPT_MESSAGES = (
    *("copy", "copied", "found_many", "nothing_found", "sending", "took", "unreachable", "no_body"),
    *(
        "no_tokens",
        "no_user",
        "with_tokens",
        "mock_tokens",
        "signed_in",
        "tokens_kept",
        "your_tokens",
        "signed_out",
        "sign_in",
    ),
)


class HTMLPages:
    """The pages of a site in one language; rendering one takes some milliseconds."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language

    def at(self, address: str) -> Page:
        """Return the page at an address below /docs; a 404 page if there is none."""
        if entry := self._site.entries.get(address):
            return self._operation(entry)
        if tag := self._site.tag_at(address):
            return self._page("tag.html.jinja", address, current_tag=tag)
        if chapter := self._site.chapter_at(address):
            return self._page("chapter.html.jinja", address, chapter=chapter)
        return self._front() if address == "/docs" else self._page("missing.html.jinja", "", status=404)

    def search(self, query: str) -> Page:
        """Return the results as a page, for browsers without scripts; the others request only the results."""
        return self._page("search.html.jinja", "", query=query, hits=self._site.index.find(query))

    def _operation(self, entry: PlacedOperation) -> Page:
        return self._page(
            "operation.html.jinja",
            entry.operation.url,
            current_tag=entry.tag,
            operation=entry.operation,
            before=entry.before,
            after=entry.after,
            samples=samples_of(entry.operation, self._site.base_url),
        )

    def _front(self) -> Page:
        text = guide(self._site, self._language)
        before, _, after = text.partition(SIGN_IN)
        shown = {"contents": headings(text), "before": markdown(before), "after": markdown(after)}
        return self._page("front.html.jinja", "/docs", guide=shown, signs_in_here=True)

    def _page(self, template: str, address: str, status: int = 200, **values: Any) -> Page:
        texts = texts_in(self._language)
        known = {
            "site": self._site,
            "address": address,
            "language": self._language,
            "languages": language_names(),
            "sample_languages": LANGUAGES,
            "t": texts,
            "messages": {key: getattr(texts, key) for key in SCRIPT_MESSAGES},
            "current_tag": None,
            "operation": None,
            "signs_in_here": False,
            "query": "",
            "hits": [],
        }
        return Page.of(environment().get_template(template).render(known | values), HTML, status)


def guide(site: Site, language: str) -> str:
    """Return the text of the front page as Markdown, with placeholders that scripts fill in."""
    template = environment().from_string(guide_in(language))
    base_url, api = placeholder("base_url", site.base_url), site.chapters[0].api
    return template.render(
        base_url=base_url,
        api_url=f"{base_url}{api.prefix}",
        mock_url=f"{base_url}{api.mock_path}",
        partner_token=PARTNER,
        user_token=USER,
        failures=site.sign_in_limits,
        version=__version__,
    )
