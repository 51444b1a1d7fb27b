"""The languages of booking forms: those that have texts, by the contract's numbers and codes."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec

from parlour.areas.dictionaries.model.languages import LANGUAGE_IDS
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

LanguageInPath = Annotated[str, PathPart("Language", "The language: `en-US`, `de-DE`, `es-ES` or `fr-FR`.", "en-US")]


class Language(msgspec.Struct, frozen=True):
    """A language that a form can be shown in."""

    id: Annotated[int, says("Its number.", 2, 3)]
    code: Annotated[str, says("Its code.", "en-US", "de-DE")]
    title: Annotated[str, says("Its name in itself.", "English", "Deutsch")]


LANGUAGES = (
    Language(LANGUAGE_IDS["en"], "en-US", "English"),
    Language(LANGUAGE_IDS["de"], "de-DE", "Deutsch"),
    Language(LANGUAGE_IDS["fr"], "fr-FR", "Français"),
    Language(LANGUAGE_IDS["es"], "es-ES", "Español"),
)


def language_of(locale: str) -> Language:
    """Return the language of a location, or else English."""
    return next((each for each in LANGUAGES if each.code[:2] == locale[:2]), LANGUAGES[0])


@lru_cache
def texts_in(code: str) -> dict[str, Any] | None:
    """Return the texts in a language, as a tree; None for one without."""
    if code not in {each.code for each in LANGUAGES}:
        return None
    path = Path(__file__).with_name("texts") / f"{code[:2]}.toml"
    return tomllib.loads(path.read_text("utf-8"))
