"""How the server logs, and from which level; `tests/server/test_logs.py` reads the log of a started one."""

import logging

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
