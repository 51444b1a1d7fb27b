"""The portal's templates and their functions: Markdown, highlighted code, methods and statuses."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from jinja2 import Environment
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from parlour.pages.templates import make_environment
from parlour.portal.highlighting import highlighted, with_placeholders

ANCHOR = re.compile(r" \[#([a-z-]+)\]$", re.MULTILINE)


@lru_cache
def environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    found = make_environment("parlour.portal")
    found.filters.update(markdown=markdown, markdown_line=markdown_line, breakable=_breakable)
    found.filters.update(cell=_cell, code_cell=_code_cell, fence_ticks=_fence_ticks)
    found.globals.update(highlighted=highlighted, method=_method, status=_status)
    return found


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _render_fence)
    return parser


def _render_fence(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    """Make a block of code reachable from the keyboard, because it may scroll."""
    code = highlighted(tokens[at].content, tokens[at].info or "text")
    return f'<pre tabindex="0"><code>{code}</code></pre>\n'


def markdown(text: str) -> Markup:
    """Return the HTML of a text with several paragraphs; headings that end in `[#name]` become link targets."""
    parser = _parser()
    tokens = parser.parse(text)
    for opening, content in pairwise(tokens):
        named = ANCHOR.search(content.content) if opening.type == "heading_open" else None
        if named and content.children:
            opening.attrSet("id", named[1])
            content.children[-1].content = ANCHOR.sub("", content.children[-1].content)
    return with_placeholders(parser.renderer.render(tokens, parser.options, {}))


def headings(text: str) -> list[tuple[str, str]]:
    """Return the names and titles of the headings that are link targets."""
    lines = (line for line in text.splitlines() if line.startswith("#"))
    return [(named[1], line[: named.start()].lstrip("# ")) for line in lines if (named := ANCHOR.search(line))]


def without_anchors(text: str) -> str:
    return ANCHOR.sub("", text)


def markdown_line(text: str) -> Markup:
    """Return the HTML of a text without paragraphs."""
    return Markup(_parser().renderInline(text))  # noqa: S704 - HTML in the text is escaped


def _breakable(path: str) -> Markup:
    """Allow line breaks before the slashes of an address."""
    return Markup("<wbr>/").join(path.split("/"))


def _cell(text: str) -> str:
    """Return a text for a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def _code_cell(text: str) -> str:
    return f"`{_cell(text)}`" if text and "`" not in text else _cell(text)


def _fence_ticks(code: str) -> str:
    """Return more backticks than the code has in a row."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    return "`" * max(3, longest + 1)


def _method(name: str) -> Markup:
    return Markup('<span class="method {}">{}</span>').format(name.lower(), name)


def _status(number: int) -> Markup:
    return Markup('<span class="status{}">{}</span>').format("" if number < 400 else " bad", number)
