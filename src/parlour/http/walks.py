"""Where pages ended that clients are turning, so that the next one goes on from there.

A page and a count say how many rows to pass over. That takes the longer the deeper the page lies, and once rows have
come in between it passes over the wrong ones. A worker therefore remembers for a while how far each walk through a list
has come; where it doesn't know, because another worker gave out the page before, rows are counted after all.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

import msgspec

LIFETIME_S = 300.0
MAX_WALKS = 500
MAX_PAGES = 50

E = TypeVar("E")


class Reached(msgspec.Struct, Generic[E], frozen=True):
    """A page that was given out, and where it ended; None before the first row. Page 0 lies before all pages."""

    page: int
    end: E | None


class _Walk(msgspec.Struct, Generic[E]):
    ends: OrderedDict[int, E | None]
    is_known_until: float


class Walks(Generic[E]):
    """The walks of one worker. A key tells who is walking through what."""

    def __init__(self) -> None:
        self._walks: OrderedDict[Hashable, _Walk[E]] = OrderedDict()

    def nearest(self, key: Hashable, page: int) -> Reached[E]:
        """The nearest page before this one whose end is known."""
        walk = self._walks.get(key)
        if walk is None or walk.is_known_until < time.monotonic():
            return Reached(0, None)
        number = max((known for known in walk.ends if known < page), default=0)
        return Reached(number, walk.ends.get(number))

    def remember(self, key: Hashable, page: int, end: E | None) -> None:
        """Keeps where a page ended. The first page begins its walk anew."""
        walk = self._walks.pop(key, None)
        if walk is None or page == 1:
            walk = _Walk(OrderedDict(), 0)
        walk.ends[page] = end
        walk.ends.move_to_end(page)
        walk.is_known_until = time.monotonic() + LIFETIME_S
        self._walks[key] = walk
        if len(walk.ends) > MAX_PAGES:
            walk.ends.popitem(last=False)
        if len(self._walks) > MAX_WALKS:
            self._walks.popitem(last=False)
