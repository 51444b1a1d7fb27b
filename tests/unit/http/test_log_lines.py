"""What a process writes to its log, line by line. Logging is for a whole process, so it is set up in another."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parlour.http.logs import configure_logging

SETTINGS = [("debug", "json"), ("warning", "json"), ("error", "json"), ("info", "pretty")]
SCRIPT = f"""
import logging, os, structlog, sys
from {configure_logging.__module__} import configure_logging
from parlour.settings import Settings
for level, log_format in {SETTINGS}:
    if child := os.fork():
        os.waitpid(child, 0)
        print("---", file=sys.stderr, flush=True)
        continue
    configure_logging(Settings(log_level=level, log_format=log_format))
    structlog.contextvars.bind_contextvars(request_id="r1")
    own, library = structlog.get_logger(), logging.getLogger("library.part")
    for level in ("debug", "info", "warning", "error"):
        getattr(own, level)("own", n=1, odd={{1}})
        getattr(library, level)("of a %s", "library")
    logging.getLogger("asyncpg.pool").warning("an outage")
    try:
        1 / 0
    except ZeroDivisionError:
        own.exception("failed")
        library.exception("failed")
    sys.exit()
"""


@pytest.fixture(scope="module")
def logs_by_settings() -> dict[tuple[str, str], list[str]]:
    """The lines of each setting."""
    environ = {**os.environ, "TZ": "Asia/Tokyo"}
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True, text=True, env=environ)
    assert ran.stdout == ""
    parts = ran.stderr.split("---\n")[: len(SETTINGS)]
    return {settings: part.splitlines() for settings, part in zip(SETTINGS, parts, strict=True)}


@pytest.mark.parametrize(
    ("level", "own", "library"),
    [
        ("debug", ["debug", "info", "warning", "error"], ["warning", "error"]),
        ("warning", ["warning", "error"], ["warning", "error"]),
        ("error", ["error"], ["error"]),
    ],
)
def test_lines_are_json_from_the_level_of_the_setting_on(
    level: str, own: list[str], library: list[str], logs_by_settings: dict[tuple[str, str], list[str]]
) -> None:
    """Those of libraries are warnings at least."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in logs_by_settings[level, "json"]]
    assert [line["level"] for line in lines if line["event"] == "own"] == own
    assert [line["level"] for line in lines if line["event"] == "of a library"] == library
    for line in lines:
        assert line["request_id"] == "r1"
        now = datetime.now(UTC)
        assert now - timedelta(minutes=5) < datetime.fromisoformat(line["timestamp"]) <= now
    assert {(line["n"], line["odd"][0]) for line in lines if line["event"] == "own"} == {(1, 1)}
    assert {line["logger"] for line in lines if line["event"] == "of a library"} == {"library.part"}
    failed = [line for line in lines if line["event"] == "failed"]
    assert ["ZeroDivisionError" in line["exception"] for line in failed] == [True, True]
    assert [line.get("logger") for line in failed] == [None, "library.part"]
    assert "an outage" not in str(lines)


def test_lines_for_people_have_the_time_in_utc_too(logs_by_settings: dict[tuple[str, str], list[str]]) -> None:
    first = logs_by_settings["info", "pretty"][0]
    assert "own" in first
    assert "request_id=r1" in first
    now = datetime.now(UTC)
    assert now - timedelta(minutes=5) < datetime.fromisoformat(first.split()[0]) <= now
