"""The days of a month and the times of a day, as far as they can be booked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import msgspec

from parlour.areas.booking_page.model.months import PartOfDay


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen in a month."""

    first: date
    """The first day of the month."""
    earlier: date | None
    """The month before; None if it is over."""
    later: date | None
    """The month after; None beyond what can be booked."""
    today: date
    days: Collection[date]
    """The days of the month that can be booked."""
    day: date | None
    """The day whose times are shown; None if the month has none."""
    parts: Mapping[PartOfDay, Sequence[datetime]]
    """Its times."""
    first_day: date | None
    """Where a month without bookable days can lead to: the first bookable day at all; None if there is none."""
