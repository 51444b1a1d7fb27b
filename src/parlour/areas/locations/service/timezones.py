"""Time zones by place."""

from decimal import Decimal
from functools import lru_cache
from zoneinfo import available_timezones

import tzfpy


@lru_cache
def known_timezones() -> frozenset[str]:
    """Return the IANA names of time zones that this machine knows."""
    return frozenset(available_timezones())


def timezone_at(latitude: Decimal, longitude: Decimal) -> str:
    """Return the time zone at a place; on the high seas, the nautical time zone."""
    return tzfpy.get_tz(float(longitude), float(latitude))
