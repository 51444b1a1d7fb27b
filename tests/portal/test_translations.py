"""The portal's words: each language says all that English says, and the reader gets the language they asked for."""

import re
from collections import Counter

import pytest

from parlour.pages.translations import LANGUAGES, choose_language, texts_in
from parlour.portal.guides import guide_in
from parlour.portal.rendering import headings

TRANSLATIONS = LANGUAGES[1:]
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
# What a translation of the guide keeps as it is, and in the same order.
KEPT = {
    "anchors": re.compile(r"^(#+) .* (\[#[a-z-]+\])$", re.MULTILINE),
    "code": CODE,
    "expressions": re.compile(r"\{[{%#].*?[}%#]\}"),
    "links": re.compile(r"\]\(([^)]*)\)"),
    "steps": re.compile(r"^\d+\. ", re.MULTILINE),
    "the sign-in form": re.compile(r"^\[sign-in\]$", re.MULTILINE),
    "statuses": re.compile(r"^\| (\d{3}) \|", re.MULTILINE),
}
# Whatever else is the same in English and in a translation has been forgotten.
ALIKE = {
    "de": {"name": "Name", "optional": "optional", "took": "{ms} ms"},
    "es": {"took": "{ms} ms", "book_hours": "{count} h", "book_minutes": "{count} min"},
    "fr": {"took": "{ms} ms", "book_hours": "{count} h", "book_minutes": "{count} min"},
}
LINES_ALIKE = {"", "[sign-in]", "| --- | --- |", "| --- | --- | --- |", "## Versions [#versions]"}


def placeholders(language: str) -> dict[str, list[str]]:
    return {key: sorted(re.findall(r"\{\w*\}", value)) for key, value in vars(texts_in(language)).items()}


def prose(language: str) -> list[str]:
    """The lines of the guide that are not code."""
    return CODE.sub("", guide_in(language)).splitlines()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_words_of_english_in_the_same_order(language: str) -> None:
    assert list(vars(texts_in(language))) == list(vars(texts_in("en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty(language: str) -> None:
    assert [key for key, value in vars(texts_in(language)).items() if not value.strip()] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_has_the_same_placeholders(language: str) -> None:
    assert placeholders(language) == placeholders("en")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_word_is_left_in_english(language: str) -> None:
    english = vars(texts_in("en"))
    same = {key: value for key, value in vars(texts_in(language)).items() if value == english[key]}
    assert same == ALIKE[language]


@pytest.mark.parametrize("part", KEPT)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translated_guide_keeps_what_is_not_prose(language: str, part: str) -> None:
    kept = KEPT[part].findall(guide_in("en"))
    assert kept
    assert KEPT[part].findall(guide_in(language)) == kept


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translated_guide_names_the_same_fields_in_each_section(language: str) -> None:
    def names(guide: str) -> list[Counter[str]]:
        return [Counter(re.findall(r"`([^`\n]+)`", section)) for section in CODE.sub("", guide).split("\n## ")]

    assert names(guide_in(language)) == names(guide_in("en"))


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translated_table_keeps_its_columns(language: str) -> None:
    def columns(language: str) -> list[int]:
        return [line.count("|") for line in prose(language) if line.startswith("|")]

    assert columns(language) == columns("en")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_line_of_the_guide_is_left_in_english(language: str) -> None:
    assert set(prose(language)) & set(prose("en")) <= LINES_ALIKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_the_guide_can_be_linked_to(language: str) -> None:
    lines = [line for line in prose(language) if line.startswith("#")]
    assert len({anchor for anchor, _ in headings(guide_in(language))}) == len(lines)


def test_french_keeps_its_double_marks_on_the_line_of_the_word_before() -> None:
    texts = ["\n".join(prose("fr")), *vars(texts_in("fr")).values()]
    french = "\n".join(re.sub(r"`[^`\n]+`", "", text) for text in texts)
    assert re.findall(r"\S*(?<![\u00a0\u202f])[:;?!»](?=\s|$)|«(?!\u00a0)", french) == []


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("fr-CA", "fr"),
        ("ES-419", "es"),
        ("de,fr", "de"),
        ("fr;q=0.5,es;q=0.9,de;q=0.7", "es"),
        ("de;q=0.8,fr", "fr"),
        ("de;Q=0,fr", "fr"),
        ("de ; q=0.8 , es ; q=0.9", "es"),
        ("pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7", "es"),
        ("en-GB,de;q=0.9", "en"),
        ("de;q=0,fr;q=0.1", "fr"),
        ("de;q=0", "en"),
        ("*", "en"),
        ("ja,zh", "en"),
        ("", "en"),
        (",;q=,;;,=", "en"),
        ("de;q=high,fr;q=0.1", "fr"),
        ("de;q=nan,fr;q=0.1", "fr"),
        ("../../de", "en"),
    ],
)
def test_the_header_chooses_the_language(header: str, language: str) -> None:
    assert choose_language(accept_language=header) == language


def test_a_chosen_language_precedes_the_header() -> None:
    assert choose_language("fr", accept_language="de") == "fr"


def test_the_first_choice_precedes_the_second() -> None:
    assert choose_language("es", "fr", accept_language="de") == "es"


@pytest.mark.parametrize("wish", [None, "", "it", "DE", "../en"])
def test_an_unsupported_choice_is_ignored(wish: str | None) -> None:
    assert choose_language(wish, "fr", accept_language="de") == "fr"


def test_the_header_decides_when_no_choice_is_supported() -> None:
    assert choose_language(None, "it", accept_language="de") == "de"
