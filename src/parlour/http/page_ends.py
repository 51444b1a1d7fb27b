"""The ends of pages that a client requests by number, so that the next page can continue from that row.

A page and a count say how many rows to skip, and new rows shift what they mean. So a worker remembers for a minute
where the pages ended that it sent over a connection. Over another connection, or behind a proxy, which hides from which
client a connection comes, rows are counted: some may be returned twice, but no existing one is skipped.
"""

import time
from collections import OrderedDict
from typing import Any

import msgspec

LIFETIME_S = 60.0
MAX_PAGES = 10_000


class Step(msgspec.Struct, frozen=True):
    """A page that was sent: to which client, over which connection, and of which list."""

    person: bytes
    connection: tuple[str, int]
    mark: bytes
    limit: int
    page: int


class PageEnds:
    """The remembered pages of one worker."""

    def __init__(self) -> None:
        self._ends: OrderedDict[Step, tuple[Any, float]] = OrderedDict()

    def end_of(self, step: Step) -> Any:
        """Return the position where a page ended; None if it isn't known."""
        sort_key, is_known_until = self._ends.get(step, (None, 0.0))
        return sort_key if is_known_until > time.monotonic() else None

    def remember(self, step: Step, sort_key: Any) -> None:
        """Remember where a page ended."""
        self._ends[step] = sort_key, time.monotonic() + LIFETIME_S
        self._ends.move_to_end(step)
        if len(self._ends) > MAX_PAGES:
            self._ends.popitem(last=False)
