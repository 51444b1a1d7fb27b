"""A price as text, formatted for the locale of a location: `3 510 ₽`, `$1,234.50`."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import babel.numbers
import msgspec
from babel import Locale

from parlour.currencies import currency_by_code

WHOLE = Decimal(1)


class PriceStyle(msgspec.Struct, frozen=True):
    """The format of prices of one currency in one locale."""

    prefix: str
    suffix: str
    group_mark: str
    decimal_mark: str
    smallest: Decimal
    groups: tuple[int, int]

    def format(self, price: Decimal) -> str:
        """Format a price: whole prices without decimals, others rounded half away from zero."""
        rounded = price.quantize(self.smallest if price % 1 else WHOLE, ROUND_HALF_UP)
        whole, point, fraction = str(rounded).partition(".")
        if len(whole) > self.groups[0]:  # most prices are short, and a page has hundreds
            whole = self._grouped(whole)
        return f"{self.prefix}{whole}{self.decimal_mark if point else ''}{fraction}{self.suffix}"

    def _grouped(self, whole: str) -> str:
        """Return the digits in groups, which are not all of three in India."""
        first, rest = self.groups
        digits = whole.removeprefix("-")
        parts = [digits[-first:]]
        for end in range(len(digits) - first, 0, -rest):
            parts.insert(0, digits[max(end - rest, 0) : end])
        return whole[: -len(digits)] + self.group_mark.join(parts)


@lru_cache(maxsize=512)
def price_style(currency: str, locale_name: str) -> PriceStyle:
    """Read the style from Babel, once: its own formatter is too slow to be called for each price of a page."""
    locale = Locale.parse(locale_name)
    symbol = babel.numbers.get_currency_symbol(currency, locale)
    pattern = locale.currency_formats["standard"]
    return PriceStyle(
        prefix=_plain(pattern.prefix[0].replace("¤", symbol)),
        suffix=_plain(pattern.suffix[0].replace("¤", symbol)),
        group_mark=_plain(babel.numbers.get_group_symbol(locale)),
        decimal_mark=babel.numbers.get_decimal_symbol(locale),
        smallest=currency_by_code(currency).smallest,
        groups=pattern.grouping,
    )


def _plain(text: str) -> str:
    """Replace special blanks by plain ones: the original API sends those, and clients compare texts."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def currency_name(currency: str, locale_name: str) -> str:
    """Return the name, such as `US Dollar`."""
    return babel.numbers.get_currency_name(currency, locale=Locale.parse(locale_name))


def currency_symbol(currency: str, locale_name: str) -> str:
    """Return the symbol, such as `$`; the code if the currency has no symbol."""
    return babel.numbers.get_currency_symbol(currency, Locale.parse(locale_name))
