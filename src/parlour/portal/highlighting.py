"""Syntax highlighting of code, and placeholders on a page that scripts fill in."""

from functools import lru_cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from parlour.portal.samples import MARK


@lru_cache(maxsize=256)
def coloured(code: str, lexer: str) -> Markup:
    """Return highlighted HTML for inside `<pre>`."""
    found = highlight(code, get_lexer_by_name(lexer, stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True))
    return with_places(found)


def with_places(html: str) -> Markup:
    """Turn the placeholders of `samples.mark` into elements that scripts fill in."""
    return Markup(MARK.sub(r'<span data-fill="\g<name>">\g<shown></span>', html))  # noqa: S704 - marks hold no markup
