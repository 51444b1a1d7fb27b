"""When an event is repeated: at given moments, or by a rule."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.events.model.repeats import Repeat, days_of


class Duplication(msgspec.Struct, frozen=True):
    """What a request says of the copies of an event: moments in UTC, or a rule by itself or by its id."""

    moments: Sequence[datetime] | None = None
    strategy_id: int | None = None
    repeat: Repeat | None = None
    first: date | None = None
    """Where a rule begins; by default with the event."""
    last: date = date.max
    is_forced: bool = False


def starts_of(repeat: Repeat, first: date, last: date, model: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the moments in UTC at which a rule repeats an event, at the time of day that the model has on the clock.

    A day on which the clock passes over this time is passed over, too.
    """
    time = model.astimezone(zone).time()
    found: list[datetime] = []
    for day in days_of(repeat, first, last):
        local = datetime.combine(day, time)
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            found.append(moment)
    return found
