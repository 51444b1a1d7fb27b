"""The page that a request asks for, by cursor or number, and the link to the next one."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from msgspec import UNSET, UnsetType

from parlour.http.credentials import authorization_of
from parlour.http.cursors import NEXT_PAGE, Position, link_to, mark_of, place_in, read_cursor, write_cursor
from parlour.http.paging import offset_of
from parlour.http.query import Pairs
from parlour.http.services import Connected, services_of
from parlour.http.walks import Step
from parlour.ids import MAX_ID
from parlour.stretch import Stretch

P = TypeVar("P")
R = TypeVar("R")


class Pages:
    """The pages of one request. A handler queries its `stretch` of rows, and `cut`s the result to the page."""

    def __init__(self, request: Connected) -> None:
        self._request = request
        self._walks = services_of(request).walks
        self._query: Any = None
        self._pairs: Pairs = []
        self._mark = b""
        self._page = 1
        self._end: Any = None
        self.limit = 0
        self.passed = 0
        self.is_by_cursor = False
        self.next_cursor: str | UnsetType | None = UNSET
        """The answer's `next_cursor`: UNSET if the page was requested by number, None on the last page."""

    @classmethod
    def of(cls, request: Connected, operation_id: str, query: Any, pairs: Pairs, own: Collection[str]) -> Self:
        """Return the pages of a list; `pairs` are the parameters as they were sent, `own` those that it knows."""
        found = cls(request)
        found._query, found._pairs = query, pairs
        found._mark = mark_of(operation_id, request.path_params, [pair for pair in pairs if pair[0] in own])
        return found

    def rows(self, kind: type[P], *, at_most: int = MAX_ID) -> Stretch[P]:
        """Return the rows to query, including one more that shows if there is a next page. Raise `Invalid`.

        A page has no more than `at_most` rows, whatever was requested.
        """
        query = self._query
        size = query.limit if hasattr(query, "limit") else query.count
        return self.stretch(kind, query.page, min(size, at_most), query.cursor)

    @property
    def number(self) -> int:
        return self.passed // self.limit + 1

    def stretch(self, kind: type[P], page: int, limit: int, cursor: str | None) -> Stretch[P]:
        """Return the rows to query, including one more that shows if there is a next page. Raise `Invalid`."""
        page = max(page, 1)  # some clients count pages from 0
        self._page, self.limit = page, limit
        if cursor is None:
            self.passed = offset_of(page, limit)
            self._end = self._walks.end_of(step) if page > 1 and (step := self._step(page - 1)) else None
            return Stretch(self._end, limit + 1, self.passed if self._end is None else 0)
        self.is_by_cursor, self.next_cursor = True, None
        position = read_cursor(cursor, page)
        if position is None:
            return Stretch(None, limit + 1)
        self.passed = position.shown
        return Stretch(place_in(position, self._mark, kind), limit + 1)

    def cut(self, found: Sequence[R], place_of: Callable[[R], Any]) -> list[R]:
        """Return the rows of the page, and keep the cursor or end position for the next one, if any."""
        shown = [*found[: self.limit]]
        # An empty page after a known one ends where that one ended.
        place = place_of(shown[-1]) if shown else self._end
        if not self.is_by_cursor and place is not None and (step := self._step(self._page)):
            self._walks.remember(step, place)
        if len(found) > len(shown):
            cursor = write_cursor(Position(self._mark, self.passed + len(shown), place))
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
