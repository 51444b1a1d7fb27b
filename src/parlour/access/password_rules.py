"""Which passwords may be set. Existing passwords are not checked: their users could do nothing about it."""

import unicodedata
from collections.abc import Iterable

# NIST SP 800-63B requires at least 8 and room for 64. The maximum keeps very long texts from blocking the processor.
MIN_LENGTH, MAX_LENGTH = 8, 1000
LENGTH = f"Must have {MIN_LENGTH} to {MAX_LENGTH} printable characters."
HAS_LOGIN = "Must not contain the login, a part of it, or the name of this software."
TOO_COMMON = "Is one of the most common passwords. Use several words, or random characters."

SOFTWARE = "parlour"
# Shorter parts of a login occur in too many words.
MIN_PART_LENGTH = 3
NUMBER_END_LENGTH = 7
# With 40 guesses a day at most, the first million of an attacker's list takes 68 years.
MIN_GUESSES = 1_000_000
# Only the beginning is checked: the time it takes grows with the square of the length, and worse.
MAX_SCORED_LENGTH = 24


def check_password(password: str, logins: Iterable[str | None], name: str = "") -> None:
    """Raise `ValueError` with the fault of a new password for a user with these logins and this name.

    Takes some milliseconds, and the first call loads a dictionary: don't call it on the event loop.
    """
    if not (password.isprintable() and MIN_LENGTH <= len(password) <= MAX_LENGTH):
        raise ValueError(LENGTH)
    parts = {SOFTWARE, *(part for login in logins if login for part in _parts(login))}
    plain = _plain(password)
    if any(part in plain for part in parts):
        raise ValueError(HAS_LOGIN)
    if _guesses(plain, password, [*parts, *_plain(name).split(), "".join(_plain(name).split())]) < MIN_GUESSES:
        raise ValueError(TOO_COMMON)


def _parts(login: str) -> set[str]:
    """Return the parts of a login that a password may not contain: all of it, the part before the @, a number's end."""
    plain = _plain(login)
    local, _, domain = plain.partition("@")
    digits = plain.removeprefix("+")
    found = {plain, local} if domain else {digits, digits[-NUMBER_END_LENGTH:]}
    return {part for part in found if len(part) >= MIN_PART_LENGTH}


def _plain(text: str) -> str:
    """Return the text in the form for comparing: without case, and without the widths and styles of its letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def _guesses(plain: str, password: str, words: list[str]) -> float:
    """Estimate how many guesses it takes when these words are in the attacker's dictionary."""
    # Imported here because it takes 30 ms and 15 MiB, and most processes never set a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    return min(float(zxcvbn(each[:MAX_SCORED_LENGTH], user_inputs=words)["guesses"]) for each in {plain, password})
