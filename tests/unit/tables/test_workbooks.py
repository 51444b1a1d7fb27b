"""Workbooks: written while rows are read, and read by the library that reads those of other programs."""

import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parlour.tables.new_workbook import NewWorkbook
from parlour.tables.reading import read_table
from parlour.tables.rows import Row, UnreadableTable
from parlour.tables.workbooks import is_workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(*rows: list[object], title: str = "Clients") -> bytes:
    book = NewWorkbook(title)
    book.add(rows)
    return book.take() + book.finish()


def rows_of(content: bytes) -> list[Row]:
    return list(read_table(content, "en").rows)


def with_sheet(rows: str) -> bytes:
    """A workbook of another program, with these rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_of())) as book, zipfile.ZipFile(out, "w") as changed:
        for name in book.namelist():
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            changed.writestr(name, text if name == SHEET else book.read(name))
    return out.getvalue()


def test_values_come_back_as_texts() -> None:
    content = book_of(
        ["name", "phone", "discount"], ["Zoë <&>", 79161234567, Decimal("2.50")], ["", None, Decimal("1E+2")]
    )
    assert is_workbook(content)
    assert rows_of(content) == [
        Row(1, ["name", "phone", "discount"]),
        Row(2, ["Zoë <&>", "79161234567", "2.5"]),
        Row(3, ["", "", "100"]),
    ]


def test_a_number_with_too_many_digits_is_a_text() -> None:
    number = Decimal("123456789012.0123456789")
    assert rows_of(book_of([number, 10**20])) == [Row(1, [str(number), str(10**20)])]


def test_its_documents_are_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(book_of(["a"], title="Clients & <guests>"))) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ET.fromstring(book.read(name))  # noqa: S314 - our own
        assert all(part.compress_type == zipfile.ZIP_DEFLATED for part in book.infolist())


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("\r\n")
@example("a\r\nb")
def test_any_text_survives(text: str) -> None:
    assert rows_of(book_of(["x", text, "y"])) == [Row(1, ["x", text, "y"])]


def test_a_part_is_there_before_the_whole() -> None:
    """Memory doesn't grow with the rows."""
    with NewWorkbook("Clients") as book:
        for number in range(1, 21):
            book.add([[f"{number * row:x}"] * 20 for row in range(500)])
            if number == 10:
                half = len(book.take())
        assert 0.5 < half / len(book.take()) < 2


def test_rows_that_were_left_out_are_counted() -> None:
    """Other programs write neither empty rows nor empty cells."""
    row = '<row r="3"><c r="B3" t="inlineStr"><is><t>name</t></is></c></row><row r="5"><c r="B5"><v>7</v></c></row>'
    assert [row for row in rows_of(with_sheet(row)) if not row.is_blank] == [Row(3, ["name"]), Row(5, ["7"])]


def test_numbers_in_the_form_of_a_spreadsheet_keep_their_digits() -> None:
    row = '<row r="1"><c r="A1"><v>4.47911123456E+11</v></c><c r="B1" t="b"><v>1</v></c><c r="C1"><v>0.5</v></c></row>'
    assert rows_of(with_sheet(row)) == [Row(1, ["447911123456", "1", "0.5"])]


@pytest.mark.parametrize("cut", [30, 400, 700])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableTable, match="damaged"):
        rows_of(book_of(["name"])[:cut])
    with pytest.raises(UnreadableTable):
        rows_of(b"PK\x03\x04" + bytes(100))
