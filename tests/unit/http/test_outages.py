"""Logging what many requests meet at once"""

import pytest

from parlour.http import outages
from parlour.http.outages import EVERY_S, OutageLog
from tests.support.logs import RECORDER


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(outages, "time", clock)
    return clock


def logged(event: str) -> list[tuple[object, object]]:
    return [(entry["requests"], entry["reason"]) for entry in RECORDER.entries if entry["event"] == event]


def test_the_first_is_logged_at_once_and_the_others_once_a_minute_with_their_number(clock: Clock) -> None:
    log, event = OutageLog(), "test: full"
    for number in range(1, 6):
        log.note(event, f"reason {number}")
        clock.now += 1
    assert logged(event) == [(1, "reason 1")]
    clock.now += EVERY_S
    log.note(event, "reason 6")
    log.note(event, "reason 7")
    assert logged(event) == [(1, "reason 1"), (5, "reason 6")]
    log.note("test: other", "its own")
    assert logged("test: other") == [(1, "its own")]
