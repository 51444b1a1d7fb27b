"""New appointments and changes to one: what a request says, and what is written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments.model.appointments import Attendance, Source
from parlour.areas.appointments.model.lengths import Length
from parlour.areas.appointments.model.prices import GivenPrice
from parlour.areas.clients.model.clients import GivenClient


class GivenLine(msgspec.Struct, frozen=True):
    """A service that is asked for."""

    service_id: int
    price: GivenPrice = GivenPrice()


class AppointmentPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to an appointment, or the given fields of a new one; UNSET keeps the value, or the default."""

    team_member_id: int | UnsetType = UNSET
    lines: Sequence[GivenLine] | UnsetType = UNSET
    """All lines that it shall have."""
    client: GivenClient | UnsetType | None = UNSET
    starts_at: datetime | UnsetType = UNSET
    """In UTC."""
    duration: int | UnsetType = UNSET
    """Seconds, with the technical break at the end."""
    technical_break: int | UnsetType = UNSET
    attendance: Attendance | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    api_id: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    tag_ids: Sequence[int] | UnsetType = UNSET
    custom_values: Mapping[str, Any] | UnsetType = UNSET
    """Values of custom fields by their codes."""
    notifies_by_sms: bool | UnsetType = UNSET
    notifies_by_email: bool | UnsetType = UNSET
    sms_reminder_hours: int | UnsetType | None = UNSET
    email_reminder_hours: int | UnsetType | None = UNSET
    is_member_chosen: bool | UnsetType = UNSET
    event_id: int | UnsetType | None = UNSET
    """Can only be repeated: an appointment stays what it is, individual or of its event."""
    seat_count: int | UnsetType = UNSET
    """The seats of an event that it takes."""


class Origin(msgspec.Struct, frozen=True):
    """Where a new appointment comes from."""

    source: Source = Source.STAFF
    booking_form_id: int | None = None
    from_url: str = ""
    language: str = ""
    """In which the client has booked; empty if that isn't known."""


class NewAppointment(msgspec.Struct, frozen=True):
    """An appointment to create; `given` has all that is said of it."""

    team_member_id: int
    starts_at: datetime
    given: AppointmentPatch
    origin: Origin = Origin()


class LineFields(msgspec.Struct, frozen=True):
    """A line as it is written."""

    service_id: int
    title: str
    duration: int
    amount: int
    unit_price: Decimal
    discount: Decimal
    price: Decimal


class AppointmentFields(msgspec.Struct, frozen=True):
    """The fields of an appointment that a change writes."""

    visit_id: int
    team_member_id: int
    client_id: int | None
    event_id: int | None
    """The group event of a booking; None for an individual appointment."""
    seat_count: int
    day: date
    starts_at: datetime
    duration: int
    technical_break: int
    attendance: Attendance
    resource_instance_ids: list[int]
    tag_ids: list[int]
    custom_values: str
    comment: str
    api_id: str
    color: str
    is_member_chosen: bool
    notifies_by_sms: bool
    notifies_by_email: bool
    sms_reminder_hours: int | None
    email_reminder_hours: int | None

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.starts_at + timedelta(seconds=self.duration)

    @property
    def service_span(self) -> tuple[datetime, datetime]:
        """Return the time of the services, without the technical break."""
        return self.starts_at, self.starts_at + timedelta(seconds=self.duration - self.technical_break)

    @property
    def takes_time(self) -> bool:
        """Return whether the member and the resources are busy because of it: for a group event, the event is why."""
        return self.attendance is not Attendance.NO_SHOW and self.event_id is None

    @property
    def length(self) -> Length:
        return Length(self.duration, self.technical_break)


class LockedAppointment(AppointmentFields, frozen=True):
    """An appointment that no other transaction can change until this one ends."""

    id: int
    revision: int


class Creation(msgspec.Struct, frozen=True):
    """All that a new appointment is written from."""

    fields: AppointmentFields
    lines: Sequence[LineFields]
    origin: Origin
    link_hash: str
