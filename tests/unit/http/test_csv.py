"""Lines of CSV that no spreadsheet takes for formulas."""

import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.http.csv import csv_lines

SIGNS = "=+-@＝＋－＠"
HIDDEN = (
    "\"' \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
# How a reader gets the text back, as docs/inventory.md says.
GUARD = re.compile(f"\\A'(?=[{HIDDEN}]*[=+\\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])'(?=[{HIDDEN}]*[=+\\-@＝＋－＠])")


def written(text: str) -> str:
    """The text as a program reads it from the line."""
    ((cell,),) = csv.reader(io.StringIO(csv_lines([[text]]), newline=""))
    return cell


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", "\u200b", "\ufeff", '"', "'", "''", ' "\u200d', "\x00", "\u3000"]
)
def test_a_text_that_begins_like_a_formula_is_defused(before: str, sign: str) -> None:
    """Q-098."""
    text = f"{before}{sign}SUM(A1)"
    assert written(text) == f"'{text}"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("end", [";", "\t", "\n", "\r", "\r\n", ";;"])
@pytest.mark.parametrize("before", ["", " ", '"', "\u200b"])
def test_so_is_what_another_separator_would_make_a_cell_of_its_own(end: str, before: str, sign: str) -> None:
    """Q-098."""
    assert written(f"Soap{end}{before}{sign}1+1") == f"Soap{end}'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["\tSoap", "\rSoap", "\nSoap", " \tSoap"])
def test_a_text_that_begins_with_the_end_of_a_cell_is_defused(text: str) -> None:
    assert written(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Soap", "a=b", "1-2", "a@b.c", "Soap; soft", "5 + 5", "Müller & Söhne", "'n Beetje", '"x"']
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert written(text) == text


def test_numbers_stay_numbers() -> None:
    """Q-098."""
    assert csv_lines([[-1, Decimal("-2.50"), None, 0]]) == "-1,-2.50,,0\r\n"


@given(st.text(st.sampled_from(f"{SIGNS};\t\r\n \"'a1\u200b"), max_size=12))
def test_the_text_can_be_had_back(text: str) -> None:
    assert GUARD.sub("", written(text)) == text


@given(st.text(st.sampled_from(f"{SIGNS};\t\r\n,| \"'a1\u200b"), max_size=12))
def test_whichever_separator_a_program_goes_by_no_cell_is_a_formula(text: str) -> None:
    line = csv_lines([[7, text, "end"]])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
            for cell in row:
                assert not cell.lstrip(' "\u200b').startswith(tuple(SIGNS)), (separator, cell)
