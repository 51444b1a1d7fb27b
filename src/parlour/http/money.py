"""A price as text, formatted for the locale of a location: `3 510 ₽`, `$1,234.50`."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import babel.numbers
import msgspec
from babel import Locale

from parlour.currencies import currency_by_code


class PriceStyle(msgspec.Struct, frozen=True):
    """The format of prices of one currency in one locale."""

    prefix: str
    suffix: str
    marks: dict[int, str]
    """Replacements for the comma between groups and the decimal point of `format`."""
    smallest: Decimal
    groups: tuple[int, int]

    def format(self, price: Decimal) -> str:
        """Format a price: whole prices without decimals, others rounded half away from zero."""
        price = price.quantize(self.smallest, ROUND_HALF_UP) if price % 1 else price.to_integral_value()
        digits = f"{price:,f}" if self.groups == (3, 3) else self._grouped(price)
        return f"{self.prefix}{digits.translate(self.marks)}{self.suffix}"

    def _grouped(self, price: Decimal) -> str:
        """Return the digits in groups that are not all of three, as in India."""
        first, rest = self.groups
        whole, point, fraction = f"{price:f}".partition(".")
        parts = [whole[-first:]]
        for end in range(len(whole) - first, 0, -rest):
            parts.insert(0, whole[max(end - rest, 0) : end])
        return f"{','.join(parts)}{point}{fraction}"


@lru_cache(maxsize=512)
def price_style(currency: str, locale_name: str) -> PriceStyle:
    """Read the style from Babel, once: its own formatter is too slow to be called for each price of a page."""
    locale = Locale.parse(locale_name)
    symbol = babel.numbers.get_currency_symbol(currency, locale)
    pattern = locale.currency_formats["standard"]
    return PriceStyle(
        prefix=_plain(pattern.prefix[0].replace("¤", symbol)),
        suffix=_plain(pattern.suffix[0].replace("¤", symbol)),
        marks={
            ord(","): _plain(babel.numbers.get_group_symbol(locale)),
            ord("."): babel.numbers.get_decimal_symbol(locale),
        },
        smallest=currency_by_code(currency).smallest,
        groups=pattern.grouping,
    )


def _plain(text: str) -> str:
    """Replace special blanks by plain ones: the original API sends those, and clients compare texts."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def currency_symbol(currency: str, locale_name: str) -> str:
    """Return the symbol, such as `$`; the code if the currency has no symbol."""
    return babel.numbers.get_currency_symbol(currency, Locale.parse(locale_name))
