"""What the limits of a user's rights leave to see and to change of schedules: of whom, and since when."""

from datetime import date, timedelta
from functools import lru_cache

import msgspec

from parlour.access.tenant import LocationAccess, Tenant
from parlour.areas.schedules.model.days import Period


class LogLimits(msgspec.Struct, frozen=True):
    """The limits of a user's rights to the appointment log; None for no limit."""

    team_member_id: int | None
    position_id: int | None
    past_days: int | None

    def oldest_day(self, today: date) -> date | None:
        """Return the first day that the user sees; None for all."""
        return None if self.past_days is None else today - timedelta(days=self.past_days)

    def visible(self, period: Period, today: date) -> Period:
        """Return the part of a period that the user sees; it may be empty."""
        oldest = self.oldest_day(today)
        return period if oldest is None or oldest <= period.first else Period(oldest, period.last)


def limits_of(tenant: Tenant) -> LogLimits:
    return _limits(tenant.access)


@lru_cache(maxsize=4096)
def _limits(access: LocationAccess) -> LogLimits:
    values = access.values
    return LogLimits(
        team_member_id=_number(values.get("master_id")),
        position_id=_number(values.get("position_id")),
        past_days=_number(values.get("last_days_count")),
    )


def _number(value: object) -> int | None:
    """Return a limit; 0 is none."""
    return value if isinstance(value, int) and value > 0 else None
