"""An appointment as a request wants it: what it says, and what the appointment has where it says nothing."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import AppointmentFields, AppointmentPatch, LineFields, LockedAppointment
from parlour.areas.patches import changes_of

COMPUTED = ("lines", "client", "duration", "technical_break", "tag_ids", "custom_values", "event_id")
"""The fields of a patch that aren't written as they are."""


def blank(team_member_id: int, starts_at: datetime, event_id: int | None = None) -> AppointmentFields:
    """Return a new appointment without all that is said of it."""
    return AppointmentFields(
        visit_id=0,
        team_member_id=team_member_id,
        client_id=None,
        event_id=event_id,
        seat_count=1,
        day=date.min,
        starts_at=starts_at.astimezone(UTC),
        duration=0,
        technical_break=0,
        attendance=Attendance.WAITING,
        resource_instance_ids=[],
        tag_ids=[],
        custom_values="{}",
        comment="",
        api_id="",
        color="",
        is_member_chosen=True,
        notifies_by_sms=False,
        notifies_by_email=False,
        sms_reminder_hours=None,
        email_reminder_hours=None,
    )


class Current(msgspec.Struct, frozen=True):
    """A locked appointment with its lines."""

    fields: LockedAppointment
    lines: list[LineFields]

    @property
    def service_ids(self) -> list[int]:
        return [line.service_id for line in self.lines]


def drafted(current: AppointmentFields, patch: AppointmentPatch, zone: ZoneInfo) -> AppointmentFields:
    """Return the fields with what a patch says of them, as far as nothing else has to be known for that."""
    changes = {name: value for name, value in changes_of(patch).items() if name not in COMPUTED}
    if patch.tag_ids is not UNSET:
        changes["tag_ids"] = [*dict.fromkeys(patch.tag_ids)]
    changed = replace(_fields_of(current), **changes)
    return replace(changed, day=local_day(changed.starts_at, zone))


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def takes_other_time(before: AppointmentFields, after: AppointmentFields, *, has_other_services: bool) -> bool:
    """Return whether it has to be checked again that the time is free."""
    if not after.takes_time:
        return False
    return (
        has_other_services
        or not before.takes_time
        or (before.team_member_id, before.starts_at, before.length)
        != (after.team_member_id, after.starts_at, after.length)
    )


def _fields_of(current: AppointmentFields) -> AppointmentFields:
    return AppointmentFields(*(getattr(current, name) for name in AppointmentFields.__struct_fields__))
