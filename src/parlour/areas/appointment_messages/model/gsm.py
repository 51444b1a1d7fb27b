"""The alphabet of text messages (GSM 03.38), and how many segments a text takes."""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
"""Each takes the place of two."""
_PLAIN = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "-",
}
_GSM_LENGTHS = 160, 153
_UNICODE_LENGTHS = 70, 67
"""How much fits into one segment, and into each of several."""


def to_gsm(text: str) -> str:
    """Return the text in the alphabet, with accents that it doesn't know left out.

    A text in another script stays as it is: it takes Unicode.
    """
    found = "".join(map(_simplified, text))
    return found if is_gsm(found) else text


def is_gsm(text: str) -> bool:
    return all(each in _BASIC or each in _EXTENDED for each in text)


def segments(text: str) -> int:
    """Return how many messages a phone network makes of a text."""
    if is_gsm(text):
        length, (one, several) = len(text) + sum(each in _EXTENDED for each in text), _GSM_LENGTHS
    else:
        length, (one, several) = len(text.encode("utf-16-le")) // 2, _UNICODE_LENGTHS
    return 1 if length <= one else -(-length // several)


def _simplified(character: str) -> str:
    if character in _BASIC or character in _EXTENDED:
        return character
    if character.isspace():
        return " "
    if character in _PLAIN:
        return _PLAIN[character]
    return "".join(each for each in unicodedata.normalize("NFD", character) if not unicodedata.combining(each))
