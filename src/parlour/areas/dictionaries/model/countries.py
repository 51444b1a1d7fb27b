"""Countries: their numbers and names, and the conventions (currency, locale, telephone numbers) of each."""

from functools import lru_cache

import msgspec
import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies
from phonenumbers import PhoneNumberFormat

from parlour.areas.dictionaries.model.iso_countries import IsoCountry, iso_countries
from parlour.areas.folding import fold

ENGLISH = "en_US"
DOLLAR = "USD"
EUROPEAN_UNION = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip


class Country(msgspec.Struct, frozen=True):
    """A country. `id` is its ISO 3166-1 number, `code` alpha-2; texts on telephones are empty where there are none."""

    id: int
    code: str
    title: str
    full_title: str
    dialling_code: str
    phone_example: str
    phone_template: str
    currency: str
    locale: str
    is_in_european_union: bool


def list_countries() -> tuple[Country, ...]:
    """List all countries by title."""
    countries = (_country(found) for found in iso_countries().values())
    return tuple(sorted(countries, key=lambda country: fold(country.title)))


def _country(found: IsoCountry) -> Country:
    code = found.alpha_2
    example = phonenumbers.example_number_for_type(code, phonenumbers.PhoneNumberType.MOBILE)
    title = country_name(code)
    return Country(
        id=found.number,
        code=code,
        title=title,
        full_title=found.official_name or title,
        dialling_code=str(example.country_code) if example else "",
        phone_example=phonenumbers.format_number(example, PhoneNumberFormat.E164) if example else "",
        phone_template=_template(example) if example else "",
        currency=currency_of(code),
        locale=locale_of(code),
        is_in_european_union=code in EUROPEAN_UNION,
    )


def _template(example: phonenumbers.PhoneNumber) -> str:
    """Return the format of a number, with an x for each digit after the dialling code: `+1 xxx-xxx-xxxx`."""
    code, _, number = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL).partition(" ")
    return f"{code} {''.join('x' if mark.isdecimal() else mark for mark in number)}"


def country_id(code: str) -> int:
    """Return the ISO 3166-1 number of a two-letter code; 0 for an unknown code."""
    country = iso_countries().get(code)
    return country.number if country else 0


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """Return the English name of a two-letter code; the code itself when it is unknown."""
    return str(Locale("en").territories.get(code, code))


def find_code(number: int) -> str | None:
    """Return the two-letter code of an ISO 3166-1 number."""
    return _codes_by_number().get(number)


def find_code_by_name(name: str) -> str | None:
    """Return the two-letter code for an English name, common or official, or for a code of two or three letters."""
    return _codes_by_name().get(name.casefold())


@lru_cache
def _codes_by_number() -> dict[int, str]:
    return {country.number: code for code, country in iso_countries().items()}


@lru_cache
def _codes_by_name() -> dict[str, str]:
    return {
        name.casefold(): code
        for code, country in iso_countries().items()
        for name in (code, country.alpha_3, country.name, country.official_name or country.name, country_name(code))
    }


@lru_cache(maxsize=512)
def currency_of(code: str) -> str:
    """Return the currency that is used in a country today; the country's own if there are several."""
    currencies: list[str] = get_territory_currencies(code)
    return next((currency for currency in currencies if currency.startswith(code)), (*currencies, DOLLAR)[0])


@lru_cache
def currencies_in_use() -> frozenset[str]:
    """Return all currencies (ISO 4217) that are in use in a country today."""
    return frozenset(
        currency
        for code in get_global("territory_currencies")
        for currency in get_territory_currencies(code, tender=True, non_tender=True)
    )


@lru_cache(maxsize=512)
def locale_of(code: str) -> str:
    """Return the locale of most people in a country."""
    try:
        return str(Locale.parse(f"und_{code}"))
    except UnknownLocaleError:
        return ENGLISH
