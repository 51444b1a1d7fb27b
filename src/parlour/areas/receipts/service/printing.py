"""Laying out a receipt as PDF: a strip of paper, 80 mm wide and as long as it has to be.

Only the printer process imports this module, because the libraries take long to load. DejaVu Sans has the Latin, Greek,
Cyrillic, Arabic and Hebrew scripts; a text with others gets Droid Sans Fallback as well, for Chinese, Japanese and
Korean. A PDF holds only those shapes that it uses.
"""

from pathlib import Path

from fpdf import FPDF, XPos, YPos
from fpdf.fonts import TTFFont

import parlour
from parlour.areas.receipts.model.receipts import Fact, Receipt

FONTS = Path(parlour.__file__).parent / "fonts"
WIDTH, MARGIN, LINE = 80.0, 5.0, 4.5
"""Millimetres."""
LONGEST = 3000.0
GAP = 4.0
"""Between a label and its value, at least."""
SIZE, TITLE_SIZE, SMALL_SIZE = 8.5, 12.0, 7.5
TEXT, OTHERS = "text", "others"


class Page:
    """The strip of paper, written from top to bottom."""

    def __init__(self, receipt: Receipt) -> None:
        self._is_right_to_left = receipt.is_right_to_left
        self._pdf = FPDF(unit="mm", format=(WIDTH, _length_of(receipt)))
        self._pdf.set_margins(MARGIN, MARGIN)
        self._pdf.set_auto_page_break(True, MARGIN)
        self._pdf.set_title(receipt.title)
        self._pdf.add_font(TEXT, "", FONTS / "DejaVuSans.ttf")
        self._pdf.add_font(TEXT, "B", FONTS / "DejaVuSans-Bold.ttf")
        self._has_others = _has_others(self._pdf, receipt.text)
        if self._has_others:
            self._pdf.add_font(OTHERS, "", FONTS / "DroidSansFallback.ttf")
            self._pdf.set_fallback_fonts([OTHERS], exact_match=False)
        self._pdf.set_text_shaping(True, direction="rtl" if receipt.is_right_to_left else "ltr")
        self._pdf.add_page()

    def write(self, text: str, size: float = SIZE, *, is_bold: bool = False, is_centred: bool = False) -> None:
        """Write a text of any length over the whole width."""
        self._put(text, "C" if is_centred else self._sides[0], size, is_bold=is_bold)

    def write_fact(self, fact: Fact, size: float = SIZE) -> None:
        """Write a label on the side where lines begin, and its value on the other one; below it, if it is long."""
        near, far = self._sides
        self._use(size, is_bold=fact.is_bold)
        is_long = self._pdf.get_string_width(fact.label) + self._pdf.get_string_width(fact.value) + GAP > self._pdf.epw
        self._put(fact.label, near, size, is_bold=fact.is_bold, next_y=YPos.NEXT if is_long else YPos.TOP)
        self._put(fact.value, far, size, is_bold=fact.is_bold)

    def rule(self) -> None:
        """Draw a line across the page."""
        y = self._pdf.get_y() + LINE / 2
        self._pdf.line(MARGIN, y, WIDTH - MARGIN, y)
        self._pdf.ln(LINE)

    def _put(self, text: str, align: str, size: float, *, is_bold: bool, next_y: YPos = YPos.NEXT) -> None:
        self._use(size, is_bold=is_bold)
        self._pdf.multi_cell(0, LINE, text, align=align, new_x=XPos.LMARGIN, new_y=next_y)

    def _use(self, size: float, *, is_bold: bool) -> None:
        """Choose the usual font: by way of another one, for after other characters the library thinks it still is."""
        if self._has_others:
            self._pdf.set_font(OTHERS, "", size)
        self._pdf.set_font(TEXT, "B" if is_bold else "", size)

    def content(self) -> bytes:
        return bytes(self._pdf.output())

    @property
    def _sides(self) -> tuple[str, str]:
        """Return where lines begin and where they end."""
        return ("R", "L") if self._is_right_to_left else ("L", "R")


def print_receipt(receipt: Receipt) -> bytes:
    """Return a receipt as PDF."""
    page = Page(receipt)
    page.write(receipt.heading[0], TITLE_SIZE, is_bold=True, is_centred=True)
    for line in receipt.heading[1:]:
        page.write(line, SMALL_SIZE, is_centred=True)
    page.rule()
    page.write(receipt.title, is_bold=True, is_centred=True)
    for fact in receipt.facts:
        page.write_fact(fact)
    page.rule()
    for row in receipt.rows:
        page.write(row.title)
        page.write_fact(Fact(row.detail, row.price), SMALL_SIZE)
    page.rule()
    for fact in (*receipt.totals, *receipt.payments):
        page.write_fact(fact)
    return page.content()


def _length_of(receipt: Receipt) -> float:
    """Return a length that is enough, unless texts take many lines; the rest goes onto another page."""
    texts = [*receipt.heading, *(row.title for row in receipt.rows)]
    facts = len(receipt.facts) + len(receipt.totals) + len(receipt.payments) + len(receipt.rows) + 4
    lines = facts + sum(1 + len(text) // 30 for text in texts)
    return min(2 * MARGIN + LINE * (lines + 2), LONGEST)


def _has_others(pdf: FPDF, text: str) -> bool:
    """Return whether a text has characters that the usual font lacks."""
    font = pdf.fonts[TEXT]
    assert isinstance(font, TTFFont)  # noqa: S101 - it was read from a file
    return any(ord(character) not in font.cmap for character in text if character.isprintable())
