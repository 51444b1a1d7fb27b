"""What may be chosen for an appointment: a service as a team member provides it."""

from decimal import Decimal

import msgspec


class AttendanceService(msgspec.Struct, frozen=True):
    """A service with the length and prices of a member; those of the service if no member provides it."""

    service_id: int
    category_id: int | None
    team_member_id: int | None
    title: str
    weight: int
    duration: int
    """Seconds, as is the technical break."""
    price_min: Decimal
    price_max: Decimal
    technical_break: int


class AttendanceServiceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which of them are listed; None admits all."""

    team_member_id: int | None = None
    category_id: int | None = None
    service_ids: list[int] | None = None
    term: str | None = None
    """A part of the title, in any case."""
    is_for_staff: bool | None = None
    """Whether staff may choose it in the calendar."""
    is_for_events: bool | None = None
