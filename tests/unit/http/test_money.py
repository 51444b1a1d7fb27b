"""Prices as text"""

from decimal import Decimal

import babel.numbers
import pytest

from parlour.http.money import currency_symbol, price_style

HABITS = [
    ("USD", "en_US"),
    ("EUR", "de_DE"),
    ("EUR", "fr_FR"),
    ("RUB", "ru_RU"),
    ("CHF", "de_CH"),
    ("BRL", "pt_BR"),
    ("NOK", "nb_NO"),
    ("ILS", "he_IL"),
    ("KWD", "ar_KW"),
    ("PLN", "pl_PL"),
    ("INR", "en_IN"),
]


@pytest.mark.parametrize(
    ("currency", "locale", "price", "text"),
    [
        ("USD", "en_US", "1234.50", "$1,234.50"),
        ("USD", "en_US", "1234", "$1,234"),
        ("USD", "en_US", "0", "$0"),
        ("USD", "en_US", "0.044", "$0.04"),
        ("USD", "en_US", "0.045", "$0.05"),
        ("USD", "en_US", "0.004", "$0.00"),
        ("USD", "en_US", "999999999999", "$999,999,999,999"),
        ("RUB", "ru_RU", "3510", "3 510 ₽"),
        ("EUR", "de_DE", "3510.5", "3.510,50 €"),
        ("EUR", "fy_NL", "3510.5", "€ 3.510,50"),  # below nought it would have a sign behind
        ("JPY", "ja_JP", "1980", "￥1,980"),
        ("JPY", "ja_JP", "1.25", "￥1"),
        ("JPY", "ja_JP", "999.5", "￥1,000"),
        ("INR", "en_IN", "1234567", "₹12,34,567"),
        ("INR", "en_IN", "-580.5", "₹-580.50"),
        ("USD", "en_US", "-1234", "$-1,234"),
    ],
)
def test_a_price_is_written_as_the_location_is_used_to(currency: str, locale: str, price: str, text: str) -> None:
    assert price_style(currency, locale).format(Decimal(price)) == text


@pytest.mark.parametrize(("currency", "locale"), HABITS)
def test_digits_are_grouped_by_the_habits_of_the_location(currency: str, locale: str) -> None:
    """As Babel does, with plain blanks (Q-020)."""
    price = Decimal("1234567.5")
    expected = babel.numbers.format_currency(price, currency, locale=locale).replace("\xa0", " ").replace("\u202f", " ")
    assert price_style(currency, locale).format(price) == expected


@pytest.mark.parametrize(
    ("currency", "locale", "symbol"),
    [("USD", "en_US", "$"), ("EUR", "de_DE", "€"), ("RUB", "ru_RU", "₽"), ("XYZ", "en_US", "XYZ")],
)
def test_a_currency_has_its_symbol_else_its_code(currency: str, locale: str, symbol: str) -> None:
    assert currency_symbol(currency, locale) == symbol
