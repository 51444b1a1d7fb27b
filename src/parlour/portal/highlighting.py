"""Syntax highlighting of code, and placeholders on a page that scripts fill in."""

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from parlour.portal.samples import PLACEHOLDER


@lru_cache(maxsize=256)
def highlighted(code: str, lexer: str) -> Markup:
    """Return highlighted HTML for inside `<pre>`."""
    found = highlight(code, get_lexer_by_name(lexer, stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True))
    return with_placeholders(found)


def with_placeholders(html: str) -> Markup:
    """Turn the placeholders of `samples.placeholder` into elements that scripts fill in."""
    return Markup(PLACEHOLDER.sub(r'<span data-fill="\g<name>">\g<shown></span>', html))  # noqa: S704 - they hold no markup
