"""Logging what many requests meet at once"""

import pytest
import structlog

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


def test_a_minute_is_sixty_seconds_for_each_kind_of_event(clock: Clock) -> None:
    log = OutageLog()
    with structlog.testing.capture_logs() as lines:
        for clock.now in (1000.0, 1059.9, 1060.0, 1060.5, 1119.9, 1120.0, 1200.0):
            log.note("test: full", "because")
        log.note("test: other", "for another reason")
        log.note("test: other", "again")
    assert [(line["event"], line["reason"], line["requests"], line["log_level"]) for line in lines] == [
        ("test: full", "because", 1, "warning"),
        ("test: full", "because", 2, "warning"),
        ("test: full", "because", 3, "warning"),
        ("test: full", "because", 1, "warning"),
        ("test: other", "for another reason", 1, "warning"),
    ]
