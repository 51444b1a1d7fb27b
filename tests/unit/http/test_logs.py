"""How the server logs, and from which level; `tests/server/test_logs.py` reads the log of a started one."""

import json
import logging
import subprocess
import sys
from datetime import datetime

import pytest

from parlour.http.logs import LEVELS, is_pretty


def test_levels_have_the_numbers_of_the_standard_library() -> None:
    assert {name: logging.getLevelNamesMapping()[name.upper()] for name in LEVELS} == LEVELS


@pytest.mark.parametrize(
    ("log_format", "on_terminal", "expected"),
    [
        ("pretty", True, True),
        ("pretty", False, True),
        ("auto", True, True),
        ("auto", False, False),
        ("json", True, False),
        ("json", False, False),
    ],
)
def test_lines_are_pretty_for_people(log_format: str, on_terminal: bool, expected: bool) -> None:
    assert is_pretty(log_format, on_terminal=on_terminal) is expected


LIBRARIES = """
import logging
from parlour.http.logs import configure_logging
from parlour.settings import Settings

configure_logging(Settings(log_format="json"))
logging.getLogger("asyncpg.pool").warning("an outage")
logging.getLogger("library").info("how it goes")
logging.getLogger("library").warning("what is odd: %s", 7)
"""


def test_warnings_of_libraries_are_lines_of_the_log_once() -> None:
    done = subprocess.run([sys.executable, "-c", LIBRARIES], capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    logged = json.loads(line)
    assert datetime.fromisoformat(logged.pop("timestamp")).tzinfo is not None
    assert {name: logged[name] for name in ("event", "level", "logger")} == {
        "event": "what is odd: 7",
        "level": "warning",
        "logger": "library",
    }
