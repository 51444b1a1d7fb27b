"""How many decimals money has: what ISO 4217 says, held against Babel and against the database."""

from decimal import Decimal

import babel.numbers
import pytest

from parlour.areas.dictionaries.model.countries import currencies_in_use
from parlour.currencies import MOST_DECIMALS, currency_by_code

# What CLDR prints without a fraction, though ISO 4217 has one.
PRINTED_WITH_FEWER = {
    "AFN", "ALL", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER",
}  # fmt: skip
CODES = sorted(currencies_in_use())


@pytest.mark.parametrize(
    ("code", "decimals", "smallest", "rate"),
    [
        ("JPY", 0, "1", "0.0001"),
        ("KRW", 0, "1", "0.0001"),
        ("EUR", 2, "0.01", "0.0001"),
        ("RSD", 2, "0.01", "0.0001"),
        *((code, 3, "0.001", "0.00001") for code in ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")),
        ("CLF", 4, "0.0001", "0.000001"),
        ("QQQ", 2, "0.01", "0.0001"),
    ],
)
def test_a_currency_has_the_decimals_of_its_smallest_coin(code: str, decimals: int, smallest: str, rate: str) -> None:
    """Q-138, Q-140."""
    currency = currency_by_code(code)
    assert currency.code == code
    assert (currency.decimals, currency.smallest, currency.rate) == (decimals, Decimal(smallest), Decimal(rate))


def test_no_currency_has_fewer_decimals_than_are_printed_of_it() -> None:
    fewer = {code for code in CODES if currency_by_code(code).decimals < babel.numbers.get_currency_precision(code)}
    assert fewer == set()


def test_where_babel_differs_it_leaves_out_a_fraction_that_exists() -> None:
    more = {code for code in CODES if currency_by_code(code).decimals > babel.numbers.get_currency_precision(code)}
    assert more == PRINTED_WITH_FEWER


def test_none_has_more_than_the_most() -> None:
    assert max(currency_by_code(code).decimals for code in CODES) <= MOST_DECIMALS
