"""The texts of pages, translated."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from types import SimpleNamespace

from babel import Locale, UnknownLocaleError

LANGUAGES = ("en", "de", "es", "fr")
DEFAULT = LANGUAGES[0]
FOLDER = files(__package__).joinpath("translations")


@lru_cache
def texts_in(language: str) -> SimpleNamespace:
    """Return every text as an attribute."""
    return SimpleNamespace(**tomllib.loads(FOLDER.joinpath(f"{language}.toml").read_text("utf-8")))


@lru_cache
def language_names() -> dict[str, str]:
    """Return each language's own name."""
    return {language: texts_in(language).language_name for language in LANGUAGES}


def locale_of(language: str, country_code: str) -> Locale:
    """Return how a language writes dates and numbers in a country, or in general if that isn't known."""
    try:
        return Locale.parse(f"{language}_{country_code}")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(language)


def choose_language(*wishes: str | None, accept_language: str) -> str:
    """Return the first supported wish, else the best language of an Accept-Language header, else English."""
    return find_language(*wishes, accept_language=accept_language) or DEFAULT


def find_language(*wishes: str | None, accept_language: str) -> str:
    """Return the first supported wish, else the best language of an Accept-Language header; empty for none."""
    supported = (wish for wish in (*wishes, *_preferred(accept_language)) if wish and wish in LANGUAGES)
    return next(supported, "")


def _preferred(header: str) -> Iterable[str]:
    """Return the primary languages of an Accept-Language header (RFC 9110, 12.5.4), the preferred ones first."""
    weighed = []
    for place, part in enumerate(header.split(",")):
        tag, _, parameter = part.strip().partition(";")
        name, _, weight = parameter.strip().partition("=")
        try:
            quality = float(weight) if name.strip().lower() == "q" else 1.0
        except ValueError:
            continue
        if quality > 0:
            weighed.append((-quality, place, tag.strip().partition("-")[0].lower()))
    return [language for _, _, language in sorted(weighed)]
