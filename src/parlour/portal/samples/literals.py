"""Text literals of each language. Bodies are JSON with visible characters and line ends, and stay readable.

JSON never has three double quotes in a row or a line that begins with a capital letter. So Python's long texts and the
here documents of PHP and Ruby take it unchanged; their templates need nothing from here.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any


def quoted(text: str) -> str:
    """Return a literal in double quotes, for JavaScript, Python, Java, C#, Go and R."""
    return json.dumps(text, ensure_ascii=False)


def bash(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def single_quoted(text: str) -> str:
    """Return a literal in single quotes, for PHP and R."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def ruby(text: str) -> str:
    return quoted(text).replace("#", "\\#")


def csharp_body(text: str) -> str:
    return '@"' + text.replace('"', '""') + '"'


def go_body(text: str) -> str:
    return "`" + text.replace("`", '` + "`" + `') + "`"


def java_lines(text: str) -> list[str]:
    """Return a literal for each line: Java has had long texts only since version 15."""
    return [quoted(line) for line in text.split("\n")]


def javascript_body(text: str) -> str:
    """Return a JavaScript object if that keeps the text's meaning, else a literal of the text."""
    if _is_javascript(text):
        return f"JSON.stringify({text})"
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${") + "`"


def _is_javascript(text: str) -> bool:
    """Return whether JavaScript represents each number exactly, and no name has a special meaning."""
    try:
        json.loads(text, parse_int=_exact, parse_float=_exact, object_pairs_hook=_ordinary)
    except ValueError:
        return False
    return True


def _exact(number: str) -> None:
    if Decimal(repr(float(number))) != Decimal(number):
        raise ValueError(number)


def _ordinary(fields: list[tuple[str, Any]]) -> None:
    if "__proto__" in dict(fields):
        raise ValueError(fields)


FILTERS: dict[str, Callable[[str], str | list[str]]] = {
    "quoted": quoted,
    "bash": bash,
    "single_quoted": single_quoted,
    "ruby": ruby,
    "csharp_body": csharp_body,
    "go_body": go_body,
    "java_lines": java_lines,
    "javascript_body": javascript_body,
}
