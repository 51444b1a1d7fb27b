"""Templates and their functions: Markdown, highlighted code, icons, names of files."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from parlour.portal.highlighting import coloured, with_places

ASSETS = files(__package__).joinpath("assets")
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
ANCHOR = re.compile(r" \[#([a-z-]+)\]$", re.MULTILINE)
ICONS = {
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "theme": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18" fill="currentColor"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c-6 6-6 12 0 18 6-6 6-12 0-18"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 9-9m-4 4 3 3"/>',
    "send": '<path d="M6 4.5v15l13-7.5z"/>',
}
BRAND = (
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#0b6a63"/>'
    '<path d="M11 25V7.5h6.2a5.6 5.6 0 0 1 0 11.2H11" fill="none" stroke="#fff" stroke-width="3.2"/>'
    '<circle cx="22.6" cy="23.6" r="2.4" fill="#f2b8a0"/></svg>'
)


@lru_cache
def asset_names() -> frozenset[str]:
    """Return the names of the files that browsers may request."""
    return frozenset(file.name for file in ASSETS.iterdir() if file.name.rpartition(".")[2] in MEDIA_TYPES)


@lru_cache
def environment() -> Environment:
    """Return the template environment, made for the first page and not at import."""
    found = Environment(
        loader=PackageLoader("parlour.portal"),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(markdown=markdown, markdown_line=markdown_line, breakable=_breakable)
    found.filters.update(cell=_cell, code_cell=_code_cell, fence_ticks=_fence_ticks)
    found.globals.update(coloured=coloured, icon=_icon, method=_method, status=_status, asset=asset_url)
    return found


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _render_fence)
    return parser


def _render_fence(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    """Make a block of code reachable from the keyboard, because it may scroll."""
    code = coloured(tokens[at].content, tokens[at].info or "text")
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
    return with_places(parser.renderer.render(tokens, parser.options, {}))


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


def _icon(name: str) -> Markup:
    if name == "mark":
        return Markup(BRAND)  # noqa: S704 - a constant
    return Markup(f'<svg viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S704 - constants


def _method(name: str) -> Markup:
    return Markup('<span class="method {}">{}</span>').format(name.lower(), name)


def _status(number: int) -> Markup:
    return Markup('<span class="status{}">{}</span>').format("" if number < 400 else " bad", number)


@lru_cache
def asset_version() -> str:
    """Return a hash that changes with every file, so that browsers may keep files forever."""
    digest = hashlib.sha256()
    for file in sorted(ASSETS.iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    return f"/docs/assets/{asset_version()}/{escape(name)}"
