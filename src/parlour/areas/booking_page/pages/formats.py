"""Dates, times, prices and durations in the language of a page, as they are usual in the location's country."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Literal
from zoneinfo import ZoneInfo

import babel.dates
import babel.numbers
import msgspec
from babel import Locale

from parlour.currencies import currency_by_code
from parlour.http.money import PriceStyle, price_style
from parlour.pages.translations import locale_of, texts_in

Direction = Literal["ltr", "rtl"]


class Formats(msgspec.Struct, frozen=True):
    """How one page writes what isn't text."""

    texts: SimpleNamespace
    locale: Locale
    currency: str
    timezone: ZoneInfo

    @property
    def tag(self) -> str:
        """Return the language tag (BCP 47)."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> Direction:
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def first_weekday(self) -> int:
        """Return the weekday that weeks begin with: 0 for Monday."""
        return self.locale.first_week_day

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """Return the short and the full names of weekdays, in the order of a week."""
        names = self.locale.days["stand-alone"]
        order = [(self.first_weekday + place) % 7 for place in range(7)]
        return [(names["abbreviated"][day], names["wide"][day]) for day in order]

    @property
    def style(self) -> PriceStyle:
        return price_style(self.currency, str(self.locale))

    @property
    def decimals(self) -> int:
        return currency_by_code(self.currency).decimals

    def price(self, low: Decimal, high: Decimal) -> str:
        """Return a price, or its range."""
        style = self.style
        return style.format(low) if high <= low else f"{style.format(low)} – {style.format(high)}"

    def duration(self, seconds: int) -> str:
        """Return hours and minutes, such as `1 h 30 min`."""
        hours, minutes = divmod(seconds // 60, 60)
        parts = [(hours, self.texts.book_hours), (minutes, self.texts.book_minutes)]
        return " ".join(text.format(count=count) for count, text in parts if count).replace(" ", "\u00a0")

    def day(self, day: date) -> str:
        """Return a day with its weekday, without the year: `Tuesday, February 3`."""
        return babel.dates.format_skeleton("MMMMEEEEd", day, locale=self.locale)

    def short_day(self, day: date) -> str:
        return babel.dates.format_skeleton("MMMEd", day, locale=self.locale)

    def full_day(self, day: date) -> str:
        return babel.dates.format_date(day, "full", locale=self.locale)

    def month(self, day: date) -> str:
        """Return a month with its year: `February 2026`."""
        return babel.dates.format_skeleton("yMMMM", day, locale=self.locale)

    def time(self, moment: datetime) -> str:
        """Return the time that the location's clock shows."""
        return babel.dates.format_time(moment, "short", tzinfo=self.timezone, locale=self.locale)

    def zone(self, moment: datetime) -> str:
        """Return the name of the location's time zone, such as `Germany time`."""
        return babel.dates.get_timezone_name(moment.astimezone(self.timezone), locale=self.locale)

    def rating(self, rating: Decimal) -> str:
        return babel.numbers.format_decimal(rating, "0.0", locale=self.locale)


@lru_cache(maxsize=512)
def formats_for(language: str, country_code: str, currency: str, timezone: ZoneInfo) -> Formats:
    """Return the formats of a language as they are usual in a country, if that is known."""
    return Formats(texts_in(language), locale_of(language, country_code), currency, timezone)
