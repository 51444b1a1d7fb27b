"""Texts as each language writes them down. Bodies are JSON of visible characters and line ends, and stay readable.

JSON never has three double quotes in a row nor a line that begins with a capital letter, so Python's long texts and the
here documents of PHP and Ruby take it as it is; their templates need nothing from here.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any


def quoted(text: str) -> str:
    """In double quotes, as JavaScript, Python, Java, C#, Go and R all read it."""
    return json.dumps(text, ensure_ascii=False)


def bash(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def single_quoted(text: str) -> str:
    """As PHP and R read it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def ruby(text: str) -> str:
    return quoted(text).replace("#", "\\#")


def csharp_body(text: str) -> str:
    return '@"' + text.replace('"', '""') + '"'


def go_body(text: str) -> str:
    return "`" + text.replace("`", '` + "`" + `') + "`"


def java_lines(text: str) -> list[str]:
    """A literal for each line: Java has had long texts only since version 15."""
    return [quoted(line) for line in text.split("\n")]


def javascript_body(text: str) -> str:
    """An object where JavaScript keeps what it says, else the text itself."""
    if _is_javascript(text):
        return f"JSON.stringify({text})"
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${") + "`"


def _is_javascript(text: str) -> bool:
    """Whether JavaScript has each number exactly and no name has a meaning of its own."""
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
