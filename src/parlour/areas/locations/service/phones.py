"""Telephone numbers of locations."""

import phonenumbers

MAX_QUOTED = 40


def normalize_phone(text: str, country_code: str | None) -> str:
    """Return the number in E.164, with a plus. Without a dialling code it is one of the country. Raise `ValueError`."""
    try:
        number = phonenumbers.parse(text, country_code)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        quoted = repr(text) if len(text) <= MAX_QUOTED and text.isprintable() else "That"
        raise ValueError(f"{quoted} is not a phone number; write it with the country code, such as +13155550175.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
