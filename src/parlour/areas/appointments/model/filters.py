"""Which appointments are listed, and in which order."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from parlour.areas.appointments.model.appointments import Appointment
from parlour.page_requests import MomentSortKey


class AppointmentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which appointments are listed; None admits all. They are listed by their start, then by id."""

    first_day: date | None = None
    """The first day of the start in the location's time zone; both days are included."""
    last_day: date | None = None
    created_since: datetime | None = None
    """From this moment on, until before the other one."""
    created_until: datetime | None = None
    changed_since: datetime | None = None
    changed_until: datetime | None = None
    team_member_id: int | None = None
    client_id: int | None = None
    created_user_id: int | None = None
    with_deleted: bool = False
    event_id: int | None = None
    takes_after: datetime | None = None
    """Those that take time between this moment and the other one."""
    takes_before: datetime | None = None

    def during(self, since: datetime, until: datetime, zone: ZoneInfo) -> "AppointmentFilter":
        """Return the filter for those that take time between two moments. An appointment takes a day at most."""
        first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
        return replace(self, takes_after=since, takes_before=until, first_day=first - timedelta(days=2), last_day=last)

    @property
    def are_days_of_member(self) -> bool:
        """Return whether nothing but a member and days are asked for."""
        days = AppointmentFilter(team_member_id=self.team_member_id, first_day=self.first_day, last_day=self.last_day)
        return self.team_member_id is not None and self == days

    @property
    def is_by_change(self) -> bool:
        return self.changed_since is not None

    @property
    def is_by_creation(self) -> bool:
        return self.created_since is not None


class Attended(msgspec.Struct, frozen=True):
    """What is attended: a visit, given by its own id or by the id of an appointment."""

    id: int
    is_appointment: bool


def sort_key_of(appointment: Appointment) -> MomentSortKey:
    return MomentSortKey(appointment.starts_at, appointment.id)
