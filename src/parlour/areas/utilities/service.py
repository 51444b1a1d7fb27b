"""Whether a text is a telephone number that can be dialled from abroad."""

import re

import phonenumbers

MAX_LENGTH = 64
# People write numbers with these; letters, which the library takes for keys, are none.
_WRITTEN = re.compile(r"\+?[0-9 ().\-]+")


def is_phone_number(text: str) -> bool:
    """With the code of the country; a plus before it may be left out."""
    written = text.strip()
    if len(written) > MAX_LENGTH or not _WRITTEN.fullmatch(written):
        return False
    try:
        number = phonenumbers.parse(written if written.startswith("+") else f"+{written}")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
