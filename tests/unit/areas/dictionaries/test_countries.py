"""Countries: each has a currency and a locale that can be used."""

import pytest
from babel import Locale

from parlour.areas.dictionaries.model.countries import (
    country_id,
    currency_of,
    find_code,
    find_code_by_name,
    list_countries,
    locale_of,
)
from parlour.http.money import currency_symbol


def test_every_country_has_a_locale_that_babel_knows() -> None:
    for country in list_countries():
        assert str(Locale.parse(country.locale)) == country.locale, country.code
        assert currency_symbol(country.currency, country.locale), country.code


@pytest.mark.parametrize(
    ("code", "currency", "locale"),
    [
        ("US", "USD", "en_US"),
        ("DE", "EUR", "de_DE"),
        ("BT", "BTN", "dz_BT"),
        ("NA", "NAD", "af_NA"),
        ("CH", "CHF", "de_CH"),
        ("TW", "TWD", "zh_Hant_TW"),
        ("AQ", "USD", "en_US"),
    ],
)
def test_a_country_pays_in_its_own_currency_and_speaks_the_language_of_most(
    code: str, currency: str, locale: str
) -> None:
    assert (currency_of(code), locale_of(code)) == (currency, locale)


def test_a_country_is_found_by_its_number_or_any_of_its_names() -> None:
    assert find_code(276) == "DE"
    assert find_code(0) is None
    assert {find_code_by_name(name) for name in ("Germany", "germany", "de", "DEU", "Federal Republic of Germany")} == {
        "DE"
    }
    assert find_code_by_name("Atlantis") is None


def test_every_country_is_found_by_what_it_is_listed_as() -> None:
    for country in list_countries():
        assert find_code(country.id) == find_code_by_name(country.title) == country.code
        assert country_id(country.code) == country.id
