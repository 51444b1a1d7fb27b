"""Placeholders in a sample, filled in after it is written: the server's address, the tokens, the ids.

A placeholder passes through templates, literals and highlighting unchanged. Its value is not escaped again, so only
characters that mean the same in every language and in a URL are accepted.
"""

import re
from collections.abc import Mapping

# Characters for private use, which no address, token or visible body contains.
_OPEN, _THEN, _CLOSE = "\ue000", "\ue001", "\ue002"

PLACEHOLDER = re.compile(f"{_OPEN}(?P<name>[A-Za-z0-9_]+){_THEN}(?P<shown>[^{_CLOSE}]*){_CLOSE}")

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,512}")
_ID = re.compile(r"[0-9]{1,20}")
_ADDRESS = re.compile(
    r"https?://([A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?"
    r"(/[A-Za-z0-9._~-]+){0,16}"
)
_FORMS = {"base_url": _ADDRESS, "partner_token": _TOKEN, "user_token": _TOKEN}


def placeholder(name: str, shown: str) -> str:
    """Return a placeholder that reads `shown` until it is filled in."""
    return f"{_OPEN}{name}{_THEN}{shown}{_CLOSE}"


def fill(text: str, values: Mapping[str, str] | None = None) -> str:
    """Replace every placeholder by its value, or by the text that it shows.

    Raise `ValueError` for a value that is not fillable.
    """
    values = values or {}
    for name, value in values.items():
        if not is_fillable(name, value):
            raise ValueError(f"This can't stand for {name} in a sample.")
    return PLACEHOLDER.sub(lambda found: values.get(found["name"], found["shown"]), text)


def is_fillable(name: str, value: str) -> bool:
    """Return whether the value may be put into a sample unchanged. Names that are neither address nor token are ids."""
    return _FORMS.get(name, _ID).fullmatch(value) is not None
