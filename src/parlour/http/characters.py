"""Which characters a text may contain: none that programs read differently, or that make a text look like another.

Marks that a script needs are allowed: joiners (Persian, emoji), the direction marks LRM, RLM and ALM, combining
characters, variation selectors and tags.
"""

import re
import unicodedata

ENDS = " \t\r\n"  # what forms, files and the clipboard leave around a text
# Ranges for a character class. White space that ends or separates lines is checked separately.
_LINES = "\t\n\r"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
_DIRECTIONS = "\u202a-\u202e\u2066-\u206f"  # embeddings, overrides, isolates and the deprecated ones after them
_SPECIALS = "\ufeff\ufff9-\ufffb"  # the byte order mark, annotations
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_REFUSED = _CONTROLS + _DIRECTIONS + _SPECIALS + _SURROGATES + _NONCHARACTERS
_IN_TEXT = re.compile(f"[{_REFUSED}]")
_IN_LINE = re.compile(f"[{_LINES}{_REFUSED}]")
_IN_SECRET = re.compile(f"[{_SURROGATES}]")

_KINDS = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Cn": "not a character"}


def refuse_in_line(text: str) -> None:
    """Raise `ValueError` with the first character that a text of one line must not contain."""
    _refuse(_IN_LINE.search(text))


def refuse_in_text(text: str) -> None:
    """Raise `ValueError` with the first character that a text of several lines must not contain."""
    _refuse(_IN_TEXT.search(text))


def refuse_in_secret(text: str) -> None:
    """Raise `ValueError` for a secret that can't be encoded; all other characters are allowed."""
    _refuse(_IN_SECRET.search(text))


def is_blank(text: str) -> bool:
    """Return whether nothing of the text is visible: it has only blanks and invisible marks."""
    return all(character.isspace() or unicodedata.category(character) == "Cf" for character in text)


def _refuse(found: re.Match[str] | None) -> None:
    if found is not None:
        raise ValueError(f"Must not contain the character {named(found[0])}.")


def named(character: str) -> str:
    """Return the code point and name of a character, such as `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    kind = _KINDS.get(unicodedata.category(character), "")
    return f"U+{ord(character):04X} ({unicodedata.name(character, kind)})"
