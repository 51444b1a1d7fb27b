"""Texts that a spreadsheet would take for a formula: defused when they are written, restored when they are read."""

import re

# A spreadsheet evaluates a text that begins like this, and may send the contents of other cells away. Some fold the
# wide and small forms to these characters.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# What may come before it nevertheless: quotes, blanks and invisible characters.
_PASSED_OVER = (
    "\"' \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
# Where a cell may begin: at the start of the text, and after what other programs take for the end of a cell or line.
_FIRST = rf"\A(?=[{_PASSED_OVER}]*[{_SIGNS}\t\r\n])"
_LATER = rf"(?<=[;\t\r\n])(?=[{_PASSED_OVER}]*[{_SIGNS}])"
_FORMULA = re.compile(f"{_FIRST}|{_LATER}")
_DEFUSED = re.compile(f"(?:{_FIRST}|{_LATER})'")


def defused(text: str) -> str:
    """Put an apostrophe before each part of the text that a spreadsheet would take for a formula.

    A text that has apostrophes there already gets one more.
    """
    return _FORMULA.sub("'", text)


def restored(text: str) -> str:
    """Return the text that `defused` made this one from."""
    return _DEFUSED.sub("", text)
