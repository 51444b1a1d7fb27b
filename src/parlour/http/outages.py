"""Logging of what affects many requests: the first one immediately, then one line a minute with their number."""

import math
import time

import structlog

EVERY_S = 60.0

log = structlog.get_logger()


class OutageLog:
    """The outage log of one worker."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._unlogged: dict[str, int] = {}

    def note(self, event: str, reason: str) -> None:
        """Log the event with its latest reason and the number of affected requests since the last line."""
        requests = self._unlogged.get(event, 0) + 1
        now = time.monotonic()
        if now - self._last.get(event, -math.inf) < EVERY_S:
            self._unlogged[event] = requests
            return
        self._last[event], self._unlogged[event] = now, 0
        log.warning(event, reason=reason, requests=requests)
