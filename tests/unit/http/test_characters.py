"""Which characters a text may hold."""

import re
import sys

import pytest

from parlour.http.characters import named, refuse_in_line, refuse_in_text
from parlour.http.fields import TextRule

TITLE, NOTE = TextRule(1, 255), TextRule(0, 10_000, has_lines=True)
# Ranges, both ends included.
REFUSED = [
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029), (0x202A, 0x202E), (0x2066, 0x206F),
    (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, sys.maxunicode, 0x10000)),
]  # fmt: skip


def test_exactly_these_are_refused_in_texts() -> None:
    """Q-094."""

    def is_refused(character: str) -> bool:
        try:
            refuse_in_text(character)
        except ValueError:
            return True
        return False

    found = {number for number in range(sys.maxunicode + 1) if is_refused(chr(number))}
    assert found == {number for low, high in REFUSED for number in range(low, high + 1)}


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
        ("\x00", "U+0000 (a control character)"),
        ("\x85", "U+0085 (a control character)"),
        ("\ud800", "U+D800 (half of a surrogate pair)"),
        ("\U0001ffff", "U+1FFFF (not a character)"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
    ],
)
def test_the_character_is_named(character: str, name: str) -> None:
    """Q-094."""
    assert named(character) == name
    for place in (f"Ar{character}gan", f"{character}.", f".{character}."):
        with pytest.raises(ValueError, match=re.escape(f"Must not contain the character {name}.")):
            TITLE.fit(place)


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🔬", "❤\ufe0f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "می\u200cخواهم",
        "e\u0301", "\u200fשלום\u200f!", "a\u200eb", "\u061cعربي", "ไทย\u200bไทย", "क्\u200dष", "x\u00ady", "Ⅻ", "\ue000",
    ],
)  # fmt: skip
def test_what_scripts_need_is_taken_as_it_is(text: str) -> None:
    """Q-094."""
    assert TITLE.fit(text) == text
    assert NOTE.fit(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\t"])
def test_ends_of_lines_are_taken_in_long_texts_alone(end: str) -> None:
    """Q-094."""
    assert NOTE.fit(f"one{end}two{end}") == f"one{end}two"
    assert TITLE.fit(f"one{end}") == "one"
    with pytest.raises(ValueError, match="Must not contain"):
        TITLE.fit(f"one{end}two")
    with pytest.raises(ValueError, match="Must not contain"):
        refuse_in_line(f"one{end}two")


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u200e \u200f", "\u00ad", "\u3000\u2060"])
def test_an_invisible_text_is_no_title(text: str) -> None:
    """Q-094."""
    with pytest.raises(ValueError, match="Must not be empty"):
        TITLE.fit(text)


def test_a_secret_may_hold_all_that_can_be_encoded() -> None:
    secret = TextRule(1, 100, is_secret=True)
    assert secret.fit(" \x00\u202e\n") == " \x00\u202e\n"
    with pytest.raises(ValueError, match="half of a surrogate pair"):
        secret.fit("a\ud800")
