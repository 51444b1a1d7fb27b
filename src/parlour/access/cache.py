"""A worker's cache of access rights: kept for a few seconds, and cleared at once when something changes.

The database announces each change (see the triggers in the schema). A worker that doesn't receive announcements caches
nothing.
"""

import time
from typing import Generic, TypeVar

MAX_ENTRIES = 20_000

V = TypeVar("V")


class AccessCache(Generic[V]):
    """A cache of look-ups that is used only while announcements of changes are received (`db/listening.py`)."""

    channel = "parlour_access"

    def __init__(self, lifetime_s: float) -> None:
        self._lifetime_s = lifetime_s
        self._entries: dict[object, tuple[float, V]] = {}
        self._is_listening = False
        self.generation = 0
        """Rises with each clearing: a look-up that began before it must not be stored after it."""

    def get(self, key: object) -> V | None:
        entry = self._entries.get(key)
        if entry is None or entry[0] < time.monotonic():
            return None
        return entry[1]

    def store(self, key: object, value: V, generation: int) -> None:
        """Store the result of a look-up that began at `generation`."""
        if not self._is_listening or generation != self.generation or not self._lifetime_s:
            return
        if len(self._entries) >= MAX_ENTRIES:
            self._entries.clear()
        self._entries[key] = (time.monotonic() + self._lifetime_s, value)

    def is_current(self, generation: int) -> bool:
        """Return whether a look-up that began at `generation` is still valid, by the announcements received so far."""
        return self._is_listening and generation == self.generation

    def clear(self) -> None:
        self.generation += 1
        self._entries.clear()

    def connected(self) -> None:
        """Start caching: from now on, changes are announced."""
        self.clear()
        self._is_listening = True

    def announced(self) -> None:
        self.clear()

    def disconnected(self) -> None:
        self._is_listening = False
        self.clear()
