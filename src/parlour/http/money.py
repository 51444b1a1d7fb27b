"""A price as text, grouped by the habits of a location: `3 510 ₽`, `$1,234.50`."""

from decimal import Decimal
from functools import lru_cache

import babel.numbers
import msgspec
from babel import Locale


class PriceStyle(msgspec.Struct, frozen=True):
    """How prices of one currency are written in one locale."""

    prefix: str
    suffix: str
    decimal: str
    group: str
    places: int

    def format(self, price: Decimal) -> str:
        """Whole prices go without decimals."""
        places = 0 if price == price.to_integral_value() else self.places
        digits = f"{price:,.{places}f}".translate({ord(","): self.group, ord("."): self.decimal})
        return f"{self.prefix}{digits}{self.suffix}"


@lru_cache(maxsize=512)
def price_style(currency: str, locale_name: str) -> PriceStyle:
    """Taken from Babel once: its own formatter is too slow to be called for each price of a page."""
    locale = Locale.parse(locale_name)
    symbol = babel.numbers.get_currency_symbol(currency, locale)
    pattern = locale.currency_formats["standard"]
    return PriceStyle(
        prefix=pattern.prefix[0].replace("¤", symbol),
        suffix=pattern.suffix[0].replace("¤", symbol),
        decimal=babel.numbers.get_decimal_symbol(locale),
        group=babel.numbers.get_group_symbol(locale),
        places=babel.numbers.get_currency_precision(currency),
    )


def currency_symbol(currency: str, locale_name: str) -> str:
    """Such as `$`; the code where the currency has no symbol."""
    return babel.numbers.get_currency_symbol(currency, Locale.parse(locale_name))
