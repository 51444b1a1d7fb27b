"""Checking whether a text is a telephone number that can be dialled from abroad."""

import re

import phonenumbers

MAX_LENGTH = 64
# The characters that people write numbers with. Letters, which the library reads as phone keys, are not accepted.
_WRITTEN = re.compile(r"\+?[0-9 ().\-]+")


def is_phone_number(text: str) -> bool:
    """Return whether it is a number with its country code; the plus before it may be left out."""
    written = text.strip()
    if len(written) > MAX_LENGTH or not _WRITTEN.fullmatch(written):
        return False
    try:
        number = phonenumbers.parse(written if written.startswith("+") else f"+{written}")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
