"""Made-up texts look like the example that they stand for."""

import random
import re
from datetime import datetime

import pytest

from parlour.portal.mock.fake_texts import check_digit, fake_text


def made_like(shown: str, **limits: int | str) -> set[str]:
    """What thirty seeds make of it."""
    return {fake_text(shown, dict(limits), random.Random(number)) for number in range(30)}  # noqa: S311 - not a secret


@pytest.mark.parametrize(
    ("shown", "form"),
    [
        ("2026-01-01T12:00:00-0500", r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d-0500"),
        ("2026-01-31 18:30:00", r"20\d\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d"),
        ("2026-01-31T18:30Z", r"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\dZ"),
        ("2026-01-31", r"20\d\d-[01]\d-[0-3]\d"),
        ("09:30", r"[0-2]\d:[0-5]\d"),
        ("owner@example.com", r"[a-z]+\.[a-z]+@example\.com"),
        ("https://example.com/pictures/1.png", r"https://example\.com/pictures/[a-z]+\.png"),
        ("203.0.113.7", r"203\.0\.113\.\d{1,3}"),
        ("4c1c8f0e9b1f4d6a8e2b7d3f5a6c9e01", r"[0-9a-f]{32}"),
        ("13155550175", r"131555\d{5}"),
        ("+13155550175", r"\+131555\d{5}"),
        ("AR-250", r"AR-[1-9][1-9]0"),
        ("$0.04", r"\$0\.0[1-9]"),
        ("Argan Repair Shampoo", r"[A-Z][a-z]+ [a-z]+ [a-z]+"),
    ],
)
def test_a_text_keeps_its_form(shown: str, form: str) -> None:
    made = made_like(shown)
    assert len(made) > 3
    assert all(re.fullmatch(form, text) for text in made), made


@pytest.mark.parametrize("shown", ["", "ml", "SH", "USD", "bottle", "en_US", "Europe/Berlin", "Линия", "$"])
def test_codes_and_texts_in_other_scripts_are_kept(shown: str) -> None:
    assert made_like(shown) == {shown}


@pytest.mark.parametrize("shown", ["Ring twice, 3 times at most.", "Mon-Sat 9:00-18:00"])
def test_sentences_and_opening_hours_are_kept(shown: str) -> None:
    assert made_like(shown) == {shown}


def test_dates_are_in_the_calendar() -> None:
    for text in made_like("2024-02-29T12:00:00+0000"):
        datetime.fromisoformat(text)


@pytest.mark.parametrize("shown", ["4006381333931", "96385074", "036000291452"])
def test_a_bar_code_keeps_its_check_digit(shown: str) -> None:
    made = made_like(shown)
    assert len(made) > 3
    assert all(len(text) == len(shown) and check_digit(text[:-1]) == text[-1] for text in made)


@pytest.mark.parametrize("limits", [{"maxLength": 5}, {"minLength": 5, "maxLength": 5}, {"pattern": "^Linen$"}])
def test_generated_values_never_break_the_schema(limits: dict[str, int | str]) -> None:
    for text in made_like("Linen", **limits):
        assert limits.get("minLength", 0) <= len(text) <= limits.get("maxLength", 99)  # type: ignore[operator] # both are numbers
        assert re.search(str(limits.get("pattern", "")), text)
