"""Which encoding a text file has: what it says itself, or else what programs of its country write."""

import re

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What programs wrote before Unicode, and spreadsheets still write as plain CSV; by the language of the location.
_CYRILLIC, _WESTERN = "cp1251", "cp1252"
_OF_LANGUAGES = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"), _CYRILLIC),
    "el": "cp1253",
    "tr": "cp1254",
    "az": "cp1254",
    "he": "cp1255",
    "ar": "cp1256",
    "fa": "cp1256",
    "vi": "cp1258",
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
    "th": "cp874",
}
# Texts in other encodings would look Cyrillic in that one, too.
_OWN_SCRIPT = {"cp1253", "cp1255", "cp1256", "cp932", "cp949", "gb18030", "cp874"}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_WORD = re.compile("[\u0400-\u04ff]+")
_PROBE_BYTES = 65_536


class UnknownText(ValueError):
    """No encoding fits; the message says what to do."""


def decode(content: bytes, language: str, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding. `language` has two letters. Raise `UnknownText`."""
    name = encoding or _declared(content) or _guessed(content, language)
    try:
        return content.decode(name), name
    except (UnicodeDecodeError, LookupError):
        raise UnknownText("The file's encoding is unknown. Save it as CSV in UTF-8.") from None


def _declared(content: bytes) -> str | None:
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)


def _guessed(content: bytes, language: str) -> str:
    probe = content[:_PROBE_BYTES]
    if probe.count(0) * 4 > len(probe):  # half of the bytes of a Western text in UTF-16
        return "utf-16-le" if probe[1::2].count(0) > probe[::2].count(0) else "utf-16-be"
    try:
        content.decode()
    except UnicodeDecodeError:
        of_language = _OF_LANGUAGES.get(language, _WESTERN)
        return _CYRILLIC if of_language not in _OWN_SCRIPT and _looks_cyrillic(content) else of_language
    return "utf-8"


def _looks_cyrillic(content: bytes) -> bool:
    """Return whether the words beyond ASCII are all Cyrillic: in other languages such letters stand between others."""
    words = [word for word in _WORD.findall(content.decode(_CYRILLIC, "replace")) if not word.isascii()]
    return bool(words) and sum(bool(_CYRILLIC_WORD.fullmatch(word)) for word in words) > len(words) * 0.9
