"""The contents of an application's portal: its addresses, operations by page, and the search index."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec
from litestar import Litestar

from parlour.http.apis import APIS
from parlour.http.apis import Api as PublishedApi
from parlour.http.openapi import describe
from parlour.portal.openapi_reader import Document, read_tags
from parlour.portal.operations import Api, Operation, Tag
from parlour.portal.search import Index
from parlour.settings import Settings


class PlacedOperation(msgspec.Struct, frozen=True):
    """An operation with its tag and its neighbours."""

    tag: Tag
    operation: Operation
    before: Operation | None
    after: Operation | None


class Chapter(msgspec.Struct, frozen=True):
    """One API with all its operations."""

    api: Api
    introduction: str
    """As Markdown."""
    tags: tuple[Tag, ...]


class SignInLimits(msgspec.Struct, frozen=True):
    """How many failed attempts to sign in are allowed, for the guide."""

    per_login: int
    """For one login from one network, in 15 minutes."""
    per_address: int
    """From one network, in 15 minutes."""
    of_strangers: int
    """For one login from networks that are new to it, in an hour."""


class Site(msgspec.Struct, frozen=True):
    """Everything from which pages are made."""

    base_url: str
    sign_in_limits: SignInLimits
    is_public: bool
    """Whether the operator has set the address; otherwise the browser may know it better."""
    chapters: tuple[Chapter, ...]
    """The guide is about the first one."""
    entries: dict[str, PlacedOperation]
    """By the address of the page."""
    index: Index

    @property
    def tags(self) -> list[Tag]:
        """Return the tags of all chapters."""
        return [tag for chapter in self.chapters for tag in chapter.tags]

    def tag_at(self, address: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.url == address), None)

    def chapter_at(self, address: str) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.api.url == address), None)


def make_site(
    described: Iterable[tuple[PublishedApi, Document]], sign_in_limits: SignInLimits, *, is_public: bool
) -> Site:
    """Make the site from the description of each API."""
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
        url: PlacedOperation(tag, operation, operations.get(befores.get(url, "")), operations.get(afters.get(url, "")))
        for tag, operation in placed
        for url in (operation.url,)
    }
    base_url: str = documents[0][1]["servers"][0]["url"]
    return Site(base_url, sign_in_limits, is_public, chapters, entries, Index(tags))


def site_of(app: Litestar) -> Site:
    """Return the portal of an application; takes some hundred milliseconds."""
    settings: Settings = app.state.settings
    described = ((api, describe(app, api)) for api in APIS)
    return make_site(described, app.state.sign_in_limits, is_public=settings.public_url is not None)
