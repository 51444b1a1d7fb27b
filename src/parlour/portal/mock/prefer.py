"""The `Prefer` header (RFC 7240): which answer a caller wants from the mock. Unusable known preferences are errors."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from litestar.types import Scope

MAX_LENGTH = 1000
MAX_DELAY_MS = 30_000
MAX_SEED_LENGTH = 64

# One element of the header: a name, an optional value with or without quotes, and the comma or semicolon after it.
_ELEMENT = re.compile(
    r"""[ \t]* (?: ([!\#$%&'*+.^_`|~0-9A-Za-z-]+)
        (?: [ \t]* = [ \t]* ("(?:[^"\\]|\\.)*" | [^\s,;"]*) )? [ \t]* )? ([,;]|\Z)""",
    re.VERBOSE,
)


class Preferences(msgspec.Struct, frozen=True):
    """The preferences; None for those that were not given."""

    code: int | None = None
    example: str | None = None
    dynamic: bool = False
    seed: str | None = None
    delay: int = 0
    """In milliseconds."""


def prefer_header(scope: Scope) -> str | None:
    """Return all `Prefer` headers of a request as one; None if there is none."""
    values = [value for name, value in scope["headers"] if name == b"prefer"]
    return b", ".join(values).decode("latin-1") if values else None


def read_preferences(header: str) -> Preferences:
    """Parse the header. If a preference is given more than once, the first counts. Raise `ValueError` with the fault.

    Ignore unknown preferences, as RFC 7240 requires: clients send some to every server.
    """
    if len(header) > MAX_LENGTH:
        raise ValueError(f"it must be at most {MAX_LENGTH} characters long.")
    found: dict[str, Any] = {}
    for name, value in _split(header):
        found.setdefault(name, _READERS[name](value))
    preferences = Preferences(**found)
    if preferences.example is not None and preferences.dynamic:
        raise ValueError("example and dynamic=true contradict each other.")
    if preferences.seed is not None and not preferences.dynamic:
        raise ValueError("seed has a meaning only beside dynamic=true.")
    return preferences


def _split(header: str) -> Iterator[tuple[str, str]]:
    """Yield the known preferences: each name in lower case, with its value."""
    at, end, name = 0, ",", ""
    while end:
        element = _ELEMENT.match(header, at)
        if element is None:
            raise ValueError("it can't be read; it must look like code=404, delay=500.")
        is_parameter = end == ";"
        if element[1] and is_parameter and name in _READERS:
            raise ValueError(f"{name} has no parameters; put a comma between two preferences.")
        if element[1] and not is_parameter:
            name = element[1].lower()
            if name in _READERS:
                yield name, _unquoted(element[2] or "")
        at, end = element.end(), element[3]


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _code(value: str) -> int:
    if not re.fullmatch(r"[1-5][0-9]{2}", value):
        raise ValueError("code must be a status, such as code=404.")
    return int(value)


def _example(value: str) -> str:
    if not value:
        raise ValueError("example must be a name.")
    return value


def _dynamic(value: str) -> bool:
    if value not in ("", "true", "false"):
        raise ValueError("dynamic must be true or false.")
    return value != "false"


def _seed(value: str) -> str:
    if not re.fullmatch(rf"[ -~]{{1,{MAX_SEED_LENGTH}}}", value):
        raise ValueError(f"seed must be 1 to {MAX_SEED_LENGTH} printable ASCII characters.")
    return value


def _delay(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > MAX_DELAY_MS:
        raise ValueError(f"delay must be milliseconds from 0 to {MAX_DELAY_MS}.")
    return int(value)


_READERS: dict[str, Callable[[str], Any]] = {
    "code": _code,
    "example": _example,
    "dynamic": _dynamic,
    "seed": _seed,
    "delay": _delay,
}
