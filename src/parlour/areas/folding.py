"""Folding: texts that people would call the same become equal, so that a search never misses one of them."""

import unicodedata

# Between the parts of a search text. Folding takes control characters out, so no text or term can hold it.
SEPARATOR = "\x1f"

# Letters that Unicode doesn't take apart although readers do.
_LOOKALIKES = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij",
})  # fmt: skip


def fold(text: str) -> str:
    """Without case, accents, full and half width, invisible characters and doubled blanks; NFC."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (
        " " if category == "Cc" or category[0] == "Z" else character
        for character in parts
        if (category := unicodedata.category(character)) not in ("Mn", "Cf", "Me")
    )
    return unicodedata.normalize("NFC", " ".join("".join(kept).translate(_LOOKALIKES).split()))


def search_text(*parts: str) -> str:
    """What is stored of an item to find it by: its folded parts, the first of them the title."""
    return SEPARATOR.join(fold(part) for part in parts)
