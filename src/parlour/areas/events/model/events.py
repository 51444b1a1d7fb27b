"""A group event, as it is written and as it is read."""

from datetime import date, datetime, timedelta

import msgspec

from parlour.areas.appointments.model.bookings import BookedTime
from parlour.areas.appointments.model.lengths import Length
from parlour.areas.schedules.model.working_time import Span

MOST_SEATS = 10_000


class EventFields(msgspec.Struct, frozen=True):
    """The fields of an event that a change writes."""

    service_id: int
    team_member_id: int
    day: date
    """The day of the start in the location's time zone."""
    starts_at: datetime
    duration: int
    """Seconds, with the technical break at the end."""
    technical_break: int
    capacity: int
    resource_instance_ids: list[int]
    tag_ids: list[int]
    comment: str
    color: str
    """RRGGBB in lower case, or empty."""
    instructions: str
    """What clients read before they come."""
    stream_link: str

    @property
    def span(self) -> Span:
        return self.starts_at, self.starts_at + timedelta(seconds=self.duration)

    @property
    def service_span(self) -> Span:
        """Return the time of the service, without the technical break."""
        return self.starts_at, self.starts_at + timedelta(seconds=self.duration - self.technical_break)

    @property
    def booked_time(self) -> BookedTime:
        """Return what the bookings have with the event."""
        return BookedTime(self.team_member_id, self.day, self.starts_at, self.duration, self.technical_break)

    @property
    def length(self) -> Length:
        return Length(self.duration, self.technical_break)


class LockedEvent(EventFields, frozen=True):
    """An event that no other transaction can change until this one ends."""

    id: int
    taken_seats: int
    revision: int


class Event(EventFields, frozen=True):
    """An event as it is shown."""

    id: int
    location_id: int
    taken_seats: int
    revision: int
    is_deleted: bool

    def for_clients(self) -> "Event":
        """Return the event without what is for the team, or for those who have booked."""
        return msgspec.structs.replace(self, comment="", stream_link="")
