"""Which appointments a user's rights show: one SQL condition and its arguments, for all statements that show them."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import LiteralString

import msgspec

from parlour.access.tenant import LocationAccess, Tenant

# For `appointments a`. The parameters are the fields of an `AppointmentScope`, in their order; a statement's own
# parameters begin at $6. Conditions that must not choose an index are written so that none matches them: a plan that
# doesn't know the values takes the days of a location for fewer rows than those of a client or a member. A statement
# that reads days of the whole location says so with `IN_LOCATION`.
IS_VISIBLE: LiteralString = """
    a.chain_id = $1 AND a.location_id + 0 = $2
    AND ($3::bigint IS NULL OR a.team_member_id = $3)
    AND ($4::bigint IS NULL OR a.team_member_id IN (
        SELECT m.id FROM team_members m WHERE m.chain_id = $1 AND m.position_id = $4))
    AND ($5::date IS NULL OR a.day >= $5)
"""
IN_LOCATION: LiteralString = "a.location_id = $2"
ALL_DAYS, WHOLE_LOG = -1, 0
"""The values of rights that count past days, without a limit: for most of them, and for the log."""


class AppointmentLimits(msgspec.Struct, frozen=True):
    """The limits of a user's rights; None for no limit."""

    team_member_id: int | None
    position_id: int | None
    visible_days: int | None
    """Past days of the log."""
    edit_days: int | None
    """Past days whose appointments may change."""
    payment_days: int | None
    """Past days whose appointments may be paid."""


class AppointmentScope(msgspec.Struct, frozen=True):
    """The appointments that a user may see; None for no limit."""

    chain_id: int
    location_id: int
    team_member_id: int | None
    position_id: int | None
    first_day: date | None

    @classmethod
    def of(cls, tenant: Tenant, now: datetime | None = None) -> "AppointmentScope":
        limits = limits_of(tenant)
        return cls(
            tenant.chain_id,
            tenant.location_id,
            limits.team_member_id,
            limits.position_id,
            first_day(tenant, limits.visible_days, now),
        )

    @property
    def args(self) -> tuple[object, ...]:
        """Return the first arguments of a statement with `IS_VISIBLE`."""
        return self.chain_id, self.location_id, self.team_member_id, self.position_id, self.first_day

    def includes_day(self, day: date) -> bool:
        return self.first_day is None or day >= self.first_day


def limits_of(tenant: Tenant) -> AppointmentLimits:
    return _limits(tenant.access)


# Cached, because each statement asks for it.
@lru_cache(maxsize=4096)
def _limits(access: LocationAccess) -> AppointmentLimits:
    values = access.values
    return AppointmentLimits(
        team_member_id=_number(values.get("master_id")) or None,
        position_id=_number(values.get("position_id")) or None,
        visible_days=_number(values.get("last_days_count")) or None,
        edit_days=_days(values.get("records_edit_last_days_count")),
        payment_days=_days(values.get("records_finances_last_days_count")),
    )


def first_day(tenant: Tenant, days: int | None, now: datetime | None = None) -> date | None:
    """Return the first of the last `days` days before today in the location's time zone; None for no limit."""
    if days is None:
        return None
    return (now or datetime.now(UTC)).astimezone(tenant.timezone).date() - timedelta(days=days)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _days(value: object) -> int | None:
    return None if value == ALL_DAYS or not isinstance(value, int) else value
