"""Which appointments are listed, and in which order."""

from datetime import date, datetime

import msgspec

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

    @property
    def is_by_change(self) -> bool:
        return self.changed_since is not None

    @property
    def is_by_creation(self) -> bool:
        return self.created_since is not None


def sort_key_of(appointment: Appointment) -> MomentSortKey:
    return MomentSortKey(appointment.starts_at, appointment.id)
