"""A blocked phone number."""

from datetime import datetime

import msgspec


class BlockedPhone(msgspec.Struct, frozen=True):
    """A number that can't book in a location: digits with the country's code."""

    phone: str
    created_at: datetime
