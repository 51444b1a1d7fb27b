"""The numbers that the contract's samples give to languages. German has none there; the number is ours."""

LANGUAGE_IDS = {
    "en": 2, "de": 3, "lv": 4, "et": 5, "lt": 6, "uk": 7, "fr": 8, "it": 9, "es": 10, "ka": 13, "hy": 14, "kk": 15,
    "hr": 16, "cs": 17, "ro": 18, "zh": 19, "ar": 20, "bg": 21, "he": 22, "hu": 23, "sr": 24, "sk": 25, "mn": 26,
    "az": 27, "pl": 28, "sl": 30,
}  # fmt: skip


def language_id(locale: str) -> int:
    """Return the number of a locale's language; 0 for one without a number."""
    return LANGUAGE_IDS.get(locale[:2], 0)
