"""Notices: pages that say in a sentence what is wrong, and in another one what to do."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from litestar import Request, Response

from parlour.http.v1_errors import V1_ERRORS
from parlour.pages.page import HTML, Page
from parlour.pages.templates import make_environment
from parlour.pages.translations import texts_in

AnyRequest = Request[Any, Any, Any]
KEPT_HEADERS = ("Retry-After", "Allow")


@lru_cache
def _environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    return make_environment("parlour.pages")


def render_notice(language: str, heading: str, hint: str, status: int, stylesheet: str) -> Page:
    """Return a page with a heading and a hint, which are already in the language."""
    text = (
        _environment()
        .get_template("notice.html.jinja")
        .render(language=language, heading=heading, hint=hint, stylesheet=stylesheet)
    )
    return Page.of(text, HTML, status)


def error_pages(
    stylesheet: str, language_of: Callable[[AnyRequest], str]
) -> dict[Any, Callable[[AnyRequest, Any], Response[bytes]]]:
    """Return handlers of all errors for the router of pages, so that people don't get the JSON of the API.

    Logs, statuses and headers are those of the API.
    """

    def show(request: AnyRequest, error: Exception) -> Response[bytes]:
        told = V1_ERRORS.answer(request, error)
        status = told.status_code or 500
        t = texts_in(language_of(request))
        heading, hint = (t.page_away, t.page_away_hint) if status >= 500 else (t.page_unread, t.page_unread_hint)
        page = render_notice(language_of(request), heading, hint, status, stylesheet)
        answer = page.answer(request, cached="no-store")
        for name in KEPT_HEADERS:
            if name in told.headers:
                answer.headers[name] = told.headers[name]
        return answer

    return dict.fromkeys(V1_ERRORS.handlers, show)
