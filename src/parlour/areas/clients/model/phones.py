"""Phone numbers of clients: digits with the country's code, without a plus; empty for none."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

EXPECTED = "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175."
_DIGITS = re.compile("[0-9]{9,15}")
# Whatever people write between digits; letters are no digits, and `4.47E+11` is what a spreadsheet makes of them.
_WRITTEN = re.compile(r"\+?[\d\s().\-/‐-―−]*")
# Where 8 is dialled before a number of the country, and people write it in place of the country's code.
_DIALLED_EIGHT = {"RU": "7", "KZ": "7"}
_NATIONAL_LENGTH = 10


def normalize_phone(text: str, country_code: str) -> str:
    """Return the digits of a number with its country's code; without one it is a number of the given country.

    What no rule of a country fits is kept as it is, if it can be a number at all. An empty text stays empty. Raise
    `ValueError`.
    """
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        raise ValueError(EXPECTED)
    digits = phonenumbers.normalize_digits_only(written)
    if not digits:
        if written:
            raise ValueError(EXPECTED)
        return ""
    with_plus = written.startswith("+")
    found = _digits_of(_valid(f"+{digits}", None)) if with_plus else _without_plus(digits, country_code)
    result = found or _with_dialled_eight(digits, country_code) or digits
    if not _DIGITS.fullmatch(result):
        raise ValueError(EXPECTED)
    return result


def masked_phone(phone: str) -> str:
    """Return a number that shows its country's code and the last two digits: `7********67`."""
    if not phone:
        return ""
    number = _parsed(f"+{phone}", None)
    shown = len(str(number.country_code)) if number else 0
    return f"{phone[:shown]}{'*' * (len(phone) - shown - 2)}{phone[-2:]}"


def _without_plus(digits: str, country_code: str) -> str | None:
    """Return a number of the country, or an international one, whichever is meant if it could be both.

    With its own code comes first: that is how numbers are kept and shown. So do other codes before long numbers of the
    country that people would write with more: with the digit that is dialled first.
    """
    international, national = _valid(f"+{digits}", None), _valid(digits, country_code)
    if international and (
        international.country_code == phonenumbers.country_code_for_region(country_code)
        or not (national and _is_written_so(national, digits, country_code))
    ):
        return _digits_of(international)
    return _digits_of(national)


def _is_written_so(national: PhoneNumber, digits: str, country_code: str) -> bool:
    """Return whether people of the country write the number in these digits."""
    dialled_first = phonenumbers.ndd_prefix_for_region(country_code, True)
    return (
        len(digits) <= _NATIONAL_LENGTH
        or bool(dialled_first and digits.startswith(dialled_first))
        or phonenumbers.number_type(national) is PhoneNumberType.MOBILE
    )


def _valid(text: str, country_code: str | None) -> PhoneNumber | None:
    number = _parsed(text, country_code)
    return number if number and phonenumbers.is_valid_number(number) else None


def _with_dialled_eight(digits: str, country_code: str) -> str | None:
    code = _DIALLED_EIGHT.get(country_code)
    return code + digits[1:] if code and digits.startswith("8") and len(digits) == _NATIONAL_LENGTH + 1 else None


def _parsed(text: str, country_code: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country_code)
    except NumberParseException:
        return None


def _digits_of(number: PhoneNumber | None) -> str | None:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+") if number else None
