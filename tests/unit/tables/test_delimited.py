"""Reading CSV as spreadsheets and other programs write it."""

import pytest

from parlour.http.csv import csv_lines
from parlour.tables.encodings import UnknownText, decode
from parlour.tables.reading import read_table, split_heading
from parlour.tables.rows import Row, UnreadableTable

RUSSIAN = "имя;телефон\r\nОльга;79161234567\r\n"


def cells_of(content: bytes, language: str = "en") -> list[list[str]]:
    return [row.cells for row in read_table(content, language).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("language", ["ru", "en", "pl"])
def test_the_encoding_is_found_out(encoding: str, language: str) -> None:
    content = RUSSIAN.encode(encoding)
    assert cells_of(content, language) == [["имя", "телефон"], ["Ольга", "79161234567"]]


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("Zoë Müller", "cp1252", "de"),
        ("Łukasz Żółć", "cp1250", "pl"),
        ("Γιώργος Παπαδόπουλος", "cp1253", "el"),
        ("Şule Çağlar", "cp1254", "tr"),
        ("דוד לוי", "cp1255", "he"),
        ("山田 太郎", "cp932", "ja"),
    ],
)
def test_without_unicode_the_language_of_the_location_decides(text: str, encoding: str, language: str) -> None:
    assert decode(text.encode(encoding), language) == (text, encoding)


def test_an_encoding_may_be_named() -> None:
    assert decode("Ольга".encode("koi8-r"), "en", "koi8-r") == ("Ольга", "koi8-r")
    for unknown in ("ascii", "no-such-encoding"):
        with pytest.raises(UnknownText):
            decode("Ольга".encode(), "en", unknown)


def test_bytes_that_no_encoding_has_are_refused() -> None:
    with pytest.raises(UnreadableTable, match="UTF-8"):
        read_table(b"Zo\xeb \x81", "en")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    text = (
        f'"name{separator}or title; or, else"{separator}phone{separator}city\nAnna{separator}1{separator}"Bonn, Köln"\n'
    )
    assert cells_of(text.encode())[1] == ["Anna", "1", "Bonn, Köln"]


def test_a_first_line_may_name_the_separator() -> None:
    table = read_table(b"sep=;\r\na,b;c\r\n1,2;3\r\n", "en")
    assert list(table.rows) == [Row(2, ["a,b", "c"]), Row(3, ["1,2", "3"])]
    assert table.kind == "CSV, utf-8, ;"


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    """A cell with several lines is one row."""
    heading, rows = split_heading(read_table(b'\n\nname,comment\nAnna,"two\nlines"\n , \nBo,\n', "en").rows)
    assert heading == Row(3, ["name", "comment"])
    assert list(rows) == [Row(4, ["Anna", "two\nlines"]), Row(6, ["Bo", ""])]
    assert split_heading(iter([]))[0] is None


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n1,"2" x\n', f"a,b\n1,{'x' * 140_000}\n"])
def test_quotes_that_do_not_match_are_refused_with_their_row(text: str) -> None:
    """Otherwise the rest of the file would silently become one cell."""
    with pytest.raises(UnreadableTable, match="row 2"):
        cells_of(text.encode())


@pytest.mark.parametrize("text", ["=1+1", "'=1", "-Anna", "a;+1", "''@x", "\t+", "O'Neill", "'t Hart", "x\n-y\n=z"])
def test_what_was_defused_is_restored(text: str) -> None:
    """Q-098."""
    assert cells_of(csv_lines([["x", text]]).encode()) == [["x", text]]
