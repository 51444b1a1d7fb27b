"""The language of a message, with dates and times as they are usual in the location's country."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import babel.dates
import msgspec
from babel import Locale

from parlour.areas.appointment_messages.model.messages import Message, Occasion
from parlour.pages.translations import choose_language, locale_of, texts_in


class Wording(msgspec.Struct, frozen=True):
    """How one message is worded."""

    language: str
    texts: SimpleNamespace
    locale: Locale
    zone: ZoneInfo

    @classmethod
    def of(cls, language: str, locale: str, country_code: str, zone: ZoneInfo) -> "Wording":
        """Return the wording in a language, or else in the location's, or in English."""
        chosen = choose_language(language, locale[:2].lower(), accept_language="")
        return cls(chosen, texts_in(chosen), locale_of(chosen, country_code), zone)

    def when(self, moment: datetime) -> str:
        """Return the day and the time that the location's clock shows."""
        day = babel.dates.format_date(moment.astimezone(self.zone).date(), "full", locale=self.locale)
        return f"{day}, {self.time(moment)}"

    def short_when(self, moment: datetime) -> str:
        """Return the same without the year, abbreviated: `Tue, Feb 3, 10:00 AM`."""
        day = babel.dates.format_skeleton("MMMEd", moment.astimezone(self.zone).date(), locale=self.locale)
        return f"{day}, {self.time(moment)}"

    def others(self, message: Message) -> str:
        """Return how many other dates changed, or were cancelled, with this one; empty for none."""
        if not message.other_count:
            return ""
        is_cancelled = message.occasion is Occasion.CANCELLED
        text: str = self.texts.message_others_cancelled if is_cancelled else self.texts.message_others_changed
        return text.format(count=message.other_count)

    def places(self, message: Message) -> str:
        """Return how many places of a group event it is about, and how many stay booked; empty for the only one."""
        left = message.left_count if message.occasion is Occasion.CANCELLED else 0
        if message.place_count == 1 and not left:
            return ""
        said = self.texts.message_places.format(count=message.place_count)
        return f"{said}. {self.texts.message_places_left.format(count=left)}" if left else said

    def time(self, moment: datetime) -> str:
        return babel.dates.format_time(moment, "short", tzinfo=self.zone, locale=self.locale)
