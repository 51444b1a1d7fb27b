"""Sections of the server outside of the APIs: what the edge must know of the addresses below a prefix.

Each is declared where its pages are, and `routes` lists them.
"""

from collections.abc import Iterable

import msgspec
from litestar import Litestar


class Section(msgspec.Struct, frozen=True):
    """Pages or files at the addresses that begin with a prefix."""

    prefix: str
    is_embeddable: bool = False
    """Pages of other sites may embed what is there."""
    is_framed: bool = False
    """Other sites may show pages in a frame; each page says which sites."""
    has_secret_addresses: bool = False
    """Addresses contain secrets: they are not logged, and answers, which can show them, are not compressed."""


class Sections:
    """All sections, asked by path. An address without a page belongs to its section, too."""

    def __init__(self, sections: Iterable[Section] = ()) -> None:
        found = [*sections]
        self._embeddable = tuple(section.prefix for section in found if section.is_embeddable)
        self._framed = tuple(section.prefix for section in found if section.is_framed)
        self._secret = tuple(section.prefix for section in found if section.has_secret_addresses)

    def is_embeddable(self, path: str) -> bool:
        return path.startswith(self._embeddable)

    def is_framed(self, path: str) -> bool:
        return path.startswith(self._framed)

    def is_secret(self, path: str) -> bool:
        return path.startswith(self._secret)

    def loggable(self, path: str) -> str:
        """Return a path that may be logged: of a secret one only the prefix."""
        return next((f"{prefix}…" for prefix in self._secret if path.startswith(prefix)), path)


def sections_of(app: Litestar) -> Sections:
    """Return the sections of an application; none if nothing was declared."""
    sections: Sections = app.state.get("sections", Sections())
    return sections
