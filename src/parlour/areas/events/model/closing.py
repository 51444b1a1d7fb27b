"""Until when clients can book events."""

from datetime import UTC, datetime

import msgspec

from parlour.areas.booking_settings.model import BookingSettings


class Closing(msgspec.Struct, frozen=True):
    """Which events clients can still book at a moment: those that begin so long after it, or later."""

    now: datetime
    leads: str
    """How long, in seconds: by the date or else the weekday of the event, as JSON."""

    @classmethod
    def of(cls, settings: BookingSettings) -> "Closing":
        """Return it as online booking has it now."""
        return cls(datetime.now(UTC), msgspec.json.encode(settings.leads).decode())
