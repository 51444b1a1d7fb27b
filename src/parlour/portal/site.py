"""What the portal of one application is made of: its addresses, operations by page, and the index of the search."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec
from litestar import Litestar

from parlour.http.openapi import APIS, describe
from parlour.http.openapi import Api as PublishedApi
from parlour.portal.operations import Api, Operation, Tag
from parlour.portal.reading import Document, read_tags
from parlour.portal.search import Index
from parlour.settings import Settings


class Entry(msgspec.Struct, frozen=True):
    """An operation where it stands among the others."""

    tag: Tag
    operation: Operation
    before: Operation | None
    after: Operation | None


class Chapter(msgspec.Struct, frozen=True):
    """One API with all its operations."""

    api: Api
    introduction: str
    """Markdown."""
    tags: tuple[Tag, ...]


class Site(msgspec.Struct, frozen=True):
    """Everything that pages are made from."""

    base_url: str
    is_public: bool
    """The operator said what the address is; otherwise a browser may know better."""
    chapters: tuple[Chapter, ...]
    """The first is the one that the guide is about."""
    entries: dict[str, Entry]
    """By the address of the page."""
    index: Index

    @property
    def tags(self) -> list[Tag]:
        """Those of all chapters."""
        return [tag for chapter in self.chapters for tag in chapter.tags]

    def tag_at(self, address: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.url == address), None)

    def chapter_at(self, address: str) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.api.url == address), None)


def make_site(described: Iterable[tuple[PublishedApi, Document]], *, is_public: bool) -> Site:
    """From the description of each API."""
    documents = [(Api(api.name, api.title, api.prefix, api.mock_path), document) for api, document in described]
    chapters = tuple(
        Chapter(api, document["info"]["description"], read_tags(document, api)) for api, document in documents
    )
    tags = [tag for chapter in chapters for tag in chapter.tags]
    placed = [(tag, operation) for tag in tags for operation in tag.operations]
    afters = dict(pairwise(operation.url for _, operation in placed))
    befores = {after: before for before, after in afters.items()}
    operations = {operation.url: operation for _, operation in placed}
    entries = {
        url: Entry(tag, operation, operations.get(befores.get(url, "")), operations.get(afters.get(url, "")))
        for tag, operation in placed
        for url in (operation.url,)
    }
    base_url: str = documents[0][1]["servers"][0]["url"]
    return Site(base_url, is_public, chapters, entries, Index(tags))


def site_of(app: Litestar) -> Site:
    """The portal of an application; takes some hundred milliseconds."""
    settings: Settings = app.state.settings
    return make_site(((api, describe(app, api)) for api in APIS), is_public=settings.public_url is not None)
