"""What the portal of one application is made of: its addresses, operations by page, and the index of the search."""

from itertools import pairwise

import msgspec
from litestar import Litestar

from parlour.http.openapi import describe
from parlour.portal.operations import Operation, Tag
from parlour.portal.reading import Document, read_tags
from parlour.portal.search import Index
from parlour.settings import Settings


class Entry(msgspec.Struct, frozen=True):
    """An operation where it stands among the others."""

    tag: Tag
    operation: Operation
    before: Operation | None
    after: Operation | None


class Site(msgspec.Struct, frozen=True):
    """Everything that pages are made from."""

    base_url: str
    mock_path: str
    """What stands behind the base URL in addresses of the mock."""
    is_public: bool
    """The operator said what the address is; otherwise a browser may know better."""
    tags: tuple[Tag, ...]
    entries: dict[str, Entry]
    """By the address of the page."""
    index: Index

    def tag_at(self, address: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.url == address), None)


def make_site(document: Document, *, is_public: bool) -> Site:
    tags = read_tags(document)
    placed = [(tag, operation) for tag in tags for operation in tag.operations]
    afters = dict(pairwise(operation.url for _, operation in placed))
    befores = {after: before for before, after in afters.items()}
    operations = {operation.url: operation for _, operation in placed}
    entries = {
        url: Entry(tag, operation, operations.get(befores.get(url, "")), operations.get(afters.get(url, "")))
        for tag, operation in placed
        for url in (operation.url,)
    }
    base_url, mock_url = (server["url"] for server in document["servers"])
    return Site(base_url, mock_url.removeprefix(base_url), is_public, tags, entries, Index(tags))


def site_of(app: Litestar) -> Site:
    """The portal of an application; takes some hundred milliseconds."""
    settings: Settings = app.state.settings
    return make_site(describe(app), is_public=settings.public_url is not None)
