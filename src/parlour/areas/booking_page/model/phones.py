"""Phone numbers as people write them."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

OF_NO_COUNTRY = "+13155550175"


def example_phone(country_code: str) -> str:
    """Return a mobile number of a country, as it is written from abroad."""
    number = phonenumbers.example_number_for_type(country_code, PhoneNumberType.MOBILE)
    if number is None:
        return OF_NO_COUNTRY
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).replace(" ", "\u00a0")


def spaced_phone(phone: str) -> str:
    """Return a number with its country's code in groups, as people read it; as it is if it fits no rule."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
