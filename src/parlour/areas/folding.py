"""Text folding: texts that people consider the same become equal, so that a search finds all of them."""

import re
import unicodedata
from itertools import takewhile

from parlour.areas import signs

# Separates the parts of a search text. Folding removes control characters, so no text or term contains it.
SEPARATOR = "\x1f"

# "2½" is two and a half: when it is decomposed, the digit must not become part of the fraction.
_BEFORE_FRACTION = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞↉]|[⁰¹²³⁴-⁹]+⁄)")
# A space and the characters after it that may be marks on it: no letters, no spaces, no ASCII.
_MARKED_BLANK = re.compile(r" ([^\w\s\x00-\x7f]+)")


def fold(text: str) -> str:
    """Fold case, accents, width and variants of signs; remove invisible characters and extra spaces. Return NFC."""
    folded = text.translate(signs.CONTROLS).casefold() if text.isascii() else _fold_decomposed(text)
    for typed, shape in signs.TYPED.items():
        folded = folded.replace(typed, shape)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def _fold_decomposed(text: str) -> str:
    whole = _BEFORE_FRACTION.sub(" ", text).translate(signs.TRADEMARKS)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", whole).casefold())
    parts = _MARKED_BLANK.sub(_fold_lone_marks, parts)
    return "".join(map(_folded_character, parts)).translate(signs.LETTERS)


def _fold_lone_marks(match: re.Match[str]) -> str:
    """Return the sign that a space with marks represents. Other marks on it change nothing, whatever their order."""
    marks = "".join(takewhile(unicodedata.combining, match[1]))
    shapes = [signs.BESIDE[mark] for mark in marks if mark in signs.BESIDE]
    return match[0] if not shapes else next(filter(None, shapes), "") + match[1][len(marks) :]


def _folded_character(character: str) -> str:
    """Return the character used in place of this one; an empty string if it is invisible."""
    known = signs.SHAPES.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Cc" or category[0] == "Z":
        return " "
    if category == "Pd":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character


def search_text(*parts: str) -> str:
    """Return the stored text that searches of an item read: its folded parts, the title first."""
    return SEPARATOR.join(fold(part) for part in parts)
