"""Folding: texts that people would call the same become equal, and their parts stay parts."""

import re
import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from parlour.areas import folding, signs
from parlour.areas.folding import SEPARATOR, fold, search_text

TEXTS = st.text(max_size=40)
# Scripts whose characters join, change with their neighbours or carry marks: where folding could go wrong.
DELICATE = st.text(
    st.sampled_from("aAßẞﬁİıΣσςᾳΐЁёйÅ각가ᄀ까ᅢᆨᆩがカｶﾞﾟ゙ोொொำ①½№㎏ﷺ\u0301\u0308\u0345\u3099\u200d\ufe0f\u00ad´¨ \n\x1f"),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Crème brûlée", "creme brulee"),
        ("Cre\u0300me", "creme"),
        ("ＡＢＣ１２３", "abc123"),
        ("Straße STRAẞE", "strasse strasse"),
        ("İstanbul ISTANBUL ıstanbul i̇stanbul", "istanbul istanbul istanbul istanbul"),
        ("ЛАК Ёлка Йод", "лак елка иод"),
        ("ΟΔΥΣΣΕΥΣ Ὀδυσσεύς", "οδυσσευσ οδυσσευσ"),
        ("Łódź Ørsted Đặng Ħal", "lodz orsted dang hal"),
        ("Æsir Œuvre Þór", "aesir oeuvre thor"),
        ("ｼｬﾝﾌﾟｰ シャンプー", "シャンフー シャンフー"),
        ("\u1109\u1163\u11b7\u1111\u116e", "샴푸"),
        ("مُحَمَّد", "محمد"),
        ("שַׁמְפּוּ", "שמפו"),
        ("☀️ 👩\u200d🦰", "☀ 👩🦰"),
        ("Coiﬀure № 5 ㎖", "coiffure no 5 ml"),
        ("Sham\u00adpoo\u200b", "shampoo"),
        ("  Argan \t\n\u00a0\u3000 Oil ", "argan oil"),
        ("a\x1fb\x00c\x7fd", "a b c d"),
        ("50% off_ \\ 'x'", "50% off_ \\ 'x'"),
        ("洗发水", "洗发水"),
        ("\u0301\u200b\ufe0f", ""),
        ("", ""),
    ],
)
def test_case_accents_width_and_invisible_characters_fall_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(TEXTS | DELICATE)
@example("\u0345\u0301α")
@example("ｶ\u3099")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(TEXTS | DELICATE, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_how_a_text_is_composed_makes_no_difference(text: str, form: str) -> None:
    assume(not re.search("[™℠Ⓡⓡ🅪🅫🅬]|[0-9][¼-¾⅐-⅞⁰-⁹]", text))  # composed otherwise, these are letters and digits
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type] # a sampled form is one of them


@settings(deadline=None)
@given(TEXTS)
def test_nothing_folded_holds_the_separator_a_control_character_or_an_outer_blank(text: str) -> None:
    folded = fold(text)
    assert SEPARATOR not in folded
    assert not any(unicodedata.category(character) == "Cc" for character in folded)
    assert folded == " ".join(folded.split())


@settings(max_examples=300, deadline=None)
@given(TEXTS | DELICATE, st.integers(0, 40), st.integers(0, 40))
@example("´\u3099", 0, 1)  # Unicode puts some marks before the one that was there first
@example("´\u0316x", 0, 1)
@example("˜\u0327\u3099", 0, 1)
@example("a ˚\u0345b", 2, 3)
@example("0 \u0345\u0301x", 0, 3)  # what is read is a blank, an accent and an iota
def test_a_part_of_a_text_stays_a_part_of_it(text: str, one: int, other: int) -> None:
    """Unless a cut goes before something that makes one character with what stands there.

    That are the letters of a syllable of Hangul when each is written by itself, the second half of some vowel signs of
    India, and the few marks with a width of their own. (Accents are no such thing: they fall away.) Nor through what
    takes several characters to type, nor before a mark that Unicode puts before an iota below, which is a letter.
    """
    assume(not any(typed in folding._fold_decomposed(text) for typed in signs.TYPED))
    cuts = [
        place
        for place in range(len(text) + 1)
        if not _leans_on_what_is_before(text[place:]) and not _changes_places(text[:place], text[place:])
    ]
    start, end = sorted((cuts[one % len(cuts)], cuts[other % len(cuts)]))
    assert fold(text[start:end]) in fold(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [("\u1112\u1161\u11ab", "\u1112\u1161"), ("\u1112\u1161\u11ab", "\u11ab"), ("\u0bc6\u0bbe", "\u0bc6")],
)
def test_part_of_what_is_one_character_to_its_readers_is_not_found_in_it(text: str, part: str) -> None:
    assert fold(part) not in fold(text)


@cache
def _second_halves() -> frozenset[str]:
    """What composes with a character before it and isn't an accent."""
    canonical = (unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode + 1))
    seconds = {chr(int(parts[1], 16)) for parts in canonical if len(parts) == 2 and not parts[0].startswith("<")}
    hangul = map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)])
    return frozenset({*hangul, *(second for second in seconds if unicodedata.category(second) != "Mn")})


def _leans_on_what_is_before(text: str) -> bool:
    kept = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    first = next(kept, "a")
    return first in _second_halves() or unicodedata.combining(first) != 0


def _changes_places(before: str, after: str) -> bool:
    marks = re.search(r"\W*$", unicodedata.normalize("NFKD", before))
    first = unicodedata.normalize("NFKD", after)[:1]
    return marks is not None and "\u0345" in marks[0] and 0 < unicodedata.combining(first or "a") < 240


def test_a_search_text_holds_its_folded_parts_behind_separators() -> None:
    assert search_text("Crème", "ÄR-1", "123") == f"creme{SEPARATOR}ar-1{SEPARATOR}123"


def test_a_search_text_has_room_for_empty_parts() -> None:
    assert search_text("Argan", "", "") == f"argan{SEPARATOR}{SEPARATOR}"


def test_parts_cannot_smuggle_a_separator_in() -> None:
    assert search_text(f"Argan{SEPARATOR}A-1", "B-2") == f"argan a-1{SEPARATOR}b-2"
