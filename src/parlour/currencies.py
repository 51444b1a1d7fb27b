"""Currencies: how many decimals an amount of money has in each. No other code knows it.

The database has its own copy for its triggers (`currency_decimals`); a test checks that the two match.
"""

from decimal import Decimal
from functools import lru_cache

import msgspec

# The minor units of ISO 4217 that differ from two. Not Babel's: CLDR has how a currency is usually printed, and prints
# dinars of Iraq or Serbia without a fraction that exists (Q-138, docs/decisions/0024-currency-decimals.md).
_WITHOUT_DECIMALS = frozenset({
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
    "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
})  # fmt: skip
_WITH_THREE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_WITH_FOUR = frozenset({"CLF", "UYW"})
MOST_DECIMALS = 4


class Currency(msgspec.Struct, frozen=True):
    """A currency by its code in ISO 4217. Amounts of money are multiples of `smallest`."""

    code: str
    decimals: int
    smallest: Decimal
    rate: Decimal
    """The precision of a calculated unit price: finer than `smallest`, because it is multiplied afterwards."""


@lru_cache(maxsize=1024)
def currency_by_code(code: str) -> Currency:
    """Return the currency; a code that is not in ISO 4217 has two decimals."""
    decimals = _decimals_of(code)
    return Currency(code, decimals, Decimal(1).scaleb(-decimals), Decimal(1).scaleb(-max(decimals + 2, 4)))


def _decimals_of(code: str) -> int:
    if code in _WITHOUT_DECIMALS:
        return 0
    if code in _WITH_THREE:
        return 3
    return MOST_DECIMALS if code in _WITH_FOUR else 2
