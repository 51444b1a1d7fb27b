"""An appointment with its lines, as it is read."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec

from parlour.areas.appointments.model.people import ClientOfAppointment
from parlour.areas.payments.model import PaymentState, state_of
from parlour.digits import Digits

STEP = 300
"""What the length of an appointment is a multiple of, in seconds."""
SHORTEST, LONGEST, LONGEST_BREAK = 300, 86_400, 3600


class Attendance(StrEnum):
    """Whether the client comes."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    """The client didn't come, so the time is free."""


class Source(StrEnum):
    """Where an appointment comes from."""

    STAFF = "staff"
    MOBILE_PAGE = "mobile_page"
    DESKTOP_PAGE = "desktop_page"
    API = "api"


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A service of an appointment, in the order in which statements build it. Times are in seconds."""

    id: int
    service_id: int
    title: str
    """Title, length and price are those of the day on which the service was chosen."""
    duration: int
    amount: int
    unit_price: Digits
    """For one, before the discount."""
    discount: Digits
    """Percent."""
    price: Digits
    """For all of them, after the discount or as set by hand."""

    @property
    def full_price(self) -> Digits:
        """Return the price before the discount."""
        return self.unit_price if self.amount == 1 else Digits(str(Decimal(self.unit_price) * self.amount))


class Appointment(msgspec.Struct, frozen=True, gc=False):
    """An appointment of a team member, individual or in a group event."""

    id: int
    location_id: int
    visit_id: int
    visit_attendance: Attendance
    document_id: int
    """The document of sale of the visit."""
    owed_amount: Decimal
    """What the visit costs, without appointments that the client missed."""
    paid_amount: Decimal
    """What of the visit was paid."""
    team_member_id: int
    client_id: int | None
    event_id: int | None
    day: date
    """The day of the start in the location's time zone."""
    starts_at: datetime
    duration: int
    """Seconds, with the technical break at the end."""
    technical_break: int
    attendance: Attendance
    seat_count: int
    resource_instance_ids: list[int]
    tag_ids: list[int]
    custom_values: str
    """The values of custom fields by the fields' ids, as JSON."""
    comment: str
    api_id: str
    color: str
    """RRGGBB in lower case, or empty."""
    visitor_name: str
    """The name of a visitor who has no card."""
    source: Source
    booking_form_id: int | None
    from_url: str
    is_member_chosen: bool
    notifies_by_sms: bool
    notifies_by_email: bool
    sms_reminder_hours: int | None
    """Hours before the start; None or 0 for no reminder."""
    email_reminder_hours: int | None
    is_sms_reminder_sent: bool
    """Of the start that it has now."""
    link_hash: str
    created_user_id: int | None
    revision: int
    created_at: datetime
    changed_at: datetime
    is_deleted: bool
    lines: list[Line]
    """Its services in their order."""
    client: ClientOfAppointment | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.duration)

    @property
    def takes_time(self) -> bool:
        """Return whether the team member and the resources are busy because of it."""
        return not self.is_deleted and self.attendance is not Attendance.NO_SHOW and self.event_id is None

    @property
    def is_paid(self) -> bool:
        """Return whether nothing of the visit is left to pay, once the client came or paid anything."""
        is_settled = self.paid_amount >= self.owed_amount
        return is_settled and (self.visit_attendance is Attendance.ARRIVED or self.paid_amount != 0)

    @property
    def is_overpaid(self) -> bool:
        return state_of(self.owed_amount, self.paid_amount) is PaymentState.PAID_OVER
