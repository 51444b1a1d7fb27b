"""What the application under test logs: kept for tests to read, and printed for a person who reads why one failed."""

import logging
import sys
from typing import Any

import structlog


class Recorder:
    """A processor that keeps a copy of every entry and passes it on."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def __call__(self, _logger: Any, method_name: str, entry: Any) -> Any:
        self.entries.append({**entry, "log_level": method_name})
        return entry


RECORDER = Recorder()


def record_logs() -> None:
    """Send every log line of this process to `RECORDER` and to standard error, which pytest shows of failed tests."""
    structlog.configure(
        processors=[
            RECORDER,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=_StandardError,
    )


def are_recorded() -> bool:
    """Return whether that is still so, and libraries log no more than they did."""
    return structlog.get_config()["logger_factory"] is _StandardError and logging.root.level == logging.WARNING


class _StandardError:
    """Print to what standard error is now: pytest puts another in its place for each test."""

    def __init__(self, *_: Any) -> None:
        pass

    def msg(self, message: str) -> None:
        print(message, file=sys.stderr)  # noqa: T201 - shown with failed tests

    log = debug = info = warning = error = critical = exception = msg
