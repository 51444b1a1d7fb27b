"""A worker's cache of access rights: kept for a few seconds, and cleared at once when something changes.

The database announces each change (see the triggers in the schema). A worker that doesn't receive announcements caches
nothing.
"""

import asyncio
import contextlib
import time
from typing import Generic, TypeVar

import asyncpg

from parlour.db.pool import DirectConnection

CHANNEL = "parlour_access"
MAX_ENTRIES = 20_000
RECONNECT_S = 1.0
PING_S = 5.0

V = TypeVar("V")


class AccessCache(Generic[V]):
    """A cache of look-ups that is used only while announcements of changes are received."""

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

    async def listen(self, database_url: str) -> None:
        """Listen for changes until cancelled; reconnect when the connection is lost."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._listen_once(database_url)
            await asyncio.sleep(RECONNECT_S)

    async def _listen_once(self, database_url: str) -> None:
        conn: DirectConnection = await asyncpg.connect(database_url, timeout=RECONNECT_S * 5)
        try:
            conn.add_termination_listener(lambda _: self._invalidate())
            await conn.add_listener(CHANNEL, lambda *_: self.clear())
            self.clear()
            self._is_listening = True
            while not conn.is_closed():
                await asyncio.sleep(PING_S)
                await conn.execute("SELECT 1", timeout=PING_S)
        finally:
            self._invalidate()
            conn.terminate()

    def _invalidate(self) -> None:
        self._is_listening = False
        self.clear()
