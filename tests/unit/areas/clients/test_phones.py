"""Phone numbers: what people write, what is kept of it, and what a mask shows."""

import pytest

from parlour.areas.clients.model.phones import masked_phone, normalize_phone


@pytest.mark.parametrize(
    ("written", "country_code", "kept"),
    [
        ("+1 (315) 555-0175", "DE", "13155550175"),
        ("13155550175", "US", "13155550175"),
        ("13155550175", "DE", "13155550175"),
        ("(315) 555-0175", "US", "13155550175"),
        ("015112345678", "DE", "4915112345678"),
        ("0151/123 456-78", "DE", "4915112345678"),
        ("004915112345678", "DE", "4915112345678"),
        ("4915112345678", "DE", "4915112345678"),  # 494915112345678 would be valid, too
        ("447911123456", "US", "447911123456"),
        ("13123456789", "CN", "8613123456789"),  # a mobile number there, although it could be one of Chicago
        ("495 123-45-67", "RU", "74951234567"),  # not one of Germany
        ("88001234567", "RU", "78001234567"),  # not one of Bangladesh
        ("+44 (0)20 7946 0958", "DE", "442079460958"),
        ("٣١٥٥٥٥٠١٧٥", "US", "13155550175"),
        ("8 (916) 123-45-67", "RU", "79161234567"),
        ("+89161234567", "RU", "79161234567"),
        ("81001234567", "RU", "71001234567"),  # no operator has 100, yet 8 is what people dial
        ("87011234567", "KZ", "77011234567"),
        ("80291234567", "BY", "375291234567"),
        ("99999999999", "US", "99999999999"),
        ("", "US", ""),
        ("  ", "US", ""),
    ],
)
def test_a_number_is_kept_with_its_country(written: str, country_code: str, kept: str) -> None:
    assert normalize_phone(written, country_code) == kept
    assert normalize_phone(kept, country_code) == kept


@pytest.mark.parametrize(
    "written", ["12345", "1234567890123456", "4.47E+11", "call me", "-", "+", "13155550175 x12", "a13155550175"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="9 to 15 digits"):
        normalize_phone(written, "US")


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("78121234567", "7********67"),
        ("4915112345678", "49*********78"),
        ("375291234567", "375*******67"),
        ("99999999999", "*********99"),
        ("", ""),
    ],
)
def test_a_mask_shows_the_country_and_two_digits(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked
