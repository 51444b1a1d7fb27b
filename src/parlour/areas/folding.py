"""Folding: texts that people would call the same become equal, so that a search never misses one of them."""

import re
import unicodedata
from itertools import takewhile

from parlour.areas import signs

# Between the parts of a search text. Folding takes control characters out, so no text or term can hold it.
SEPARATOR = "\x1f"

# "2½" is two and a half: taken apart, the digit must not run into the fraction.
_BEFORE_FRACTION = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞↉]|[⁰¹²³⁴-⁹]+⁄)")
# A blank and what may be marks on it: neither letters nor blanks, nor in ASCII.
_MARKED_BLANK = re.compile(r" ([^\w\s\x00-\x7f]+)")


def fold(text: str) -> str:
    """Without case, accents, width and invisible characters, with one shape for each sign and single blanks; NFC."""
    folded = text.translate(signs.CONTROLS).casefold() if text.isascii() else _take_apart(text)
    for typed, shape in signs.TYPED.items():
        folded = folded.replace(typed, shape)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def _take_apart(text: str) -> str:
    whole = _BEFORE_FRACTION.sub(" ", text).translate(signs.TRADEMARKS)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", whole).casefold())
    parts = _MARKED_BLANK.sub(_stand_alone, parts)
    return "".join(map(_shape, parts)).translate(signs.LETTERS)


def _stand_alone(match: re.Match[str]) -> str:
    """Return the sign that a marked blank stands for; other marks on it change nothing, wherever they are put."""
    marks = "".join(takewhile(unicodedata.combining, match[1]))
    shapes = [signs.BESIDE[mark] for mark in marks if mark in signs.BESIDE]
    return match[0] if not shapes else next(filter(None, shapes), "") + match[1][len(marks) :]


def _shape(character: str) -> str:
    """The character that stands for this one; none where it isn't seen."""
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
    """What is stored of an item to find it by: its folded parts, the first of them the title."""
    return SEPARATOR.join(fold(part) for part in parts)
