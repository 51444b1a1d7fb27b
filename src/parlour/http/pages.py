"""The page that a request asks for, by cursor or number, and the link to the next one."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from msgspec import UNSET, UnsetType

from parlour.http.credentials import authorization_of
from parlour.http.cursors import NEXT_PAGE, Position, link_to, mark_of, read_cursor, sort_key_in, write_cursor
from parlour.http.page_ends import Step
from parlour.http.query import Pairs
from parlour.http.services import Connected, services_of
from parlour.ids import MAX_ID
from parlour.page_requests import PageRequest

P = TypeVar("P")
R = TypeVar("R")


class Pages:
    """The pages of one request. A handler queries its `rows`, and `cut`s the result to the page."""

    def __init__(
        self, request: Connected, operation_id: str, query: Any, pairs: Pairs, own_names: Collection[str]
    ) -> None:
        """Find the page in a `query` that has page, size and cursor; `pairs` are the parameters as they were sent."""
        self._request = request
        self._pairs = pairs
        self._mark = mark_of(operation_id, request.path_params, [pair for pair in pairs if pair[0] in own_names])
        self._page = max(query.page, 1)  # some clients count pages from 0
        self._cursor: str | None = query.cursor
        self._end: Any = None
        self.limit: int = query.limit if hasattr(query, "limit") else query.count
        self.passed = 0
        """How many rows come before the page."""
        self.is_by_cursor = self._cursor is not None
        self.next_cursor: str | UnsetType | None = None if self.is_by_cursor else UNSET
        """The answer's `next_cursor`: UNSET if the page was requested by number, None on the last page."""

    @property
    def number(self) -> int:
        return self.passed // self.limit + 1

    def rows(self, kind: type[P], *, at_most: int = MAX_ID) -> PageRequest[P]:
        """Return the rows to query, including one more that shows if there is a next page. Raise `Invalid`.

        A page has no more than `at_most` rows, whatever was requested.
        """
        self.limit = limit = min(self.limit, at_most)
        if self._cursor is None:
            self.passed = (self._page - 1) * limit
            if self._page > 1 and (step := self._step(self._page - 1)):
                self._end = services_of(self._request).page_ends.end_of(step)
            return PageRequest(self._end, limit + 1, self.passed if self._end is None else 0)
        position = read_cursor(self._cursor, self._page)
        if position is None:
            return PageRequest(None, limit + 1)
        self.passed = position.shown
        return PageRequest(sort_key_in(position, self._mark, kind), limit + 1)

    def cut(self, found: Sequence[R], sort_key_of: Callable[[R], Any]) -> list[R]:
        """Return the rows of the page, and keep the cursor or end position for the next one, if any."""
        shown = [*found[: self.limit]]
        # An empty page after a known one ends where that one ended.
        sort_key = sort_key_of(shown[-1]) if shown else self._end
        if not self.is_by_cursor and sort_key is not None and (step := self._step(self._page)):
            services_of(self._request).page_ends.remember(step, sort_key)
        if len(found) > len(shown):
            cursor = write_cursor(Position(self._mark, self.passed + len(shown), sort_key))
            prefix = urlsplit(services_of(self._request).settings.base_url).path
            self._request.scope["state"][NEXT_PAGE] = link_to(prefix + self._request.scope["path"], self._pairs, cursor)
            if self.is_by_cursor:
                self.next_cursor = cursor
        return shown

    def _step(self, page: int) -> Step | None:
        """Return the key of a page; None behind a proxy, which hides from which client a connection comes."""
        client = self._request.scope["client"]
        if client is None or not client[1]:
            return None
        person = hashlib.sha256(authorization_of(self._request.scope).encode()).digest()
        return Step(person, client, self._mark, self.limit, page)
