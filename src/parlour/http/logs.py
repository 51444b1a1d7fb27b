"""How the server logs: one event a line, pretty on a terminal, JSON otherwise; see docs/logging.md.

No token or password reaches a log: header values, bodies and query strings are never logged.
"""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog

from parlour.settings import Settings

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


_ENCODER = msgspec.json.Encoder(enc_hook=repr)


def _dumps(event: Any, **_: Any) -> bytes:
    return _ENCODER.encode(event)


def _stamp(_: Any, __: str, event: Any) -> Any:
    """Add the time as it is: the encoder writes it faster than structlog does."""
    event["timestamp"] = datetime.now(UTC)
    return event


def configure_logging(settings: Settings) -> None:
    """Set up structlog for this process, and send what libraries log through it."""
    level = LEVELS[settings.log_level]
    factory: Any
    if is_pretty(settings.log_format, on_terminal=sys.stderr.isatty()):
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        renderers: list[Any] = [stamp, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        factory = structlog.PrintLoggerFactory(sys.stderr)
    else:
        renderers = [_stamp, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_dumps)]
        factory = structlog.BytesLoggerFactory(sys.stderr.buffer)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=factory,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_ForwardingHandler()]
    root.setLevel(max(level, logging.WARNING))
    # It would log an outage of the database with a traceback; `db/monitoring.py` logs it in one line.
    logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)


def is_pretty(log_format: str, *, on_terminal: bool) -> bool:
    """Return whether lines are for people to read."""
    return log_format == "pretty" or (log_format == "auto" and on_terminal)


class _ForwardingHandler(logging.Handler):
    """A handler that forwards to structlog what libraries log through the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)
