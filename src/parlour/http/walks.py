"""Where pages ended that a client asks for by their numbers, so that the next one goes on from there.

A page and a count say how many rows to pass over, and rows that come in meanwhile shift what they mean. So a worker
remembers for a moment where the pages ended that it gave out over a connection. Another connection, or a worker behind
a proxy, which can't tell connections apart, counts rows: it then shows some twice, but passes over none that was there.
"""

import time
from collections import OrderedDict
from typing import Any

import msgspec

LIFETIME_S = 60.0
MAX_PAGES = 10_000


class Step(msgspec.Struct, frozen=True):
    """A page that was given out: to whom, over which connection, and of which list."""

    person: bytes
    connection: tuple[str, int]
    mark: bytes
    limit: int
    page: int


class Walks:
    """The pages of one worker."""

    def __init__(self) -> None:
        self._ends: OrderedDict[Step, tuple[Any, float]] = OrderedDict()

    def end_of(self, step: Step) -> Any:
        """The place where a page ended; None where that isn't known."""
        place, is_known_until = self._ends.get(step, (None, 0.0))
        return place if is_known_until > time.monotonic() else None

    def remember(self, step: Step, place: Any) -> None:
        """Keep where a page ended."""
        self._ends[step] = place, time.monotonic() + LIFETIME_S
        self._ends.move_to_end(step)
        if len(self._ends) > MAX_PAGES:
            self._ends.popitem(last=False)
