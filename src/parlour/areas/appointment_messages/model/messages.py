"""A message about an appointment, with all that it may say, and the reasons not to send it."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec


class Occasion(StrEnum):
    """What happened."""

    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REMINDER = "reminder"


class Channel(StrEnum):
    """How a client is reached."""

    EMAIL = "email"
    SMS = "sms"


class Reason(StrEnum):
    """Why a message isn't sent any more."""

    WITHDRAWN = "withdrawn"
    """The appointment was moved or cancelled, or no reminder is wanted."""
    OUTDATED = "outdated"
    """Something happened later, which another message says."""
    TOGETHER = "together"
    """Another reminder speaks of it: of another booking that the client has of the same event."""
    OVER = "over"
    """The appointment has begun."""
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    """The client doesn't want to get it."""
    SWITCHED_OFF = "switched_off"
    """The location sends no reminders by text message."""
    UNDELIVERABLE = "undeliverable"


class MessageReference(msgspec.Struct, frozen=True):
    """The payload of an entry of the outbox, as the database writes it. It says nothing of the client."""

    location_id: int
    message_id: int


class OtherBooking(msgspec.Struct, frozen=True):
    """Another booking that a message is about."""

    appointment_id: int
    link_hash: str
    starts_at: datetime
    length_s: int
    revision: int
    changed_at: datetime
    titles: list[str]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.length_s)


class Message(msgspec.Struct, frozen=True):
    """A message that is due, with the appointment, the client and the location as they are now."""

    id: int
    occasion: Occasion
    channel: Channel
    is_open: bool
    """Whether it may still be sent."""
    is_early: bool
    has_later: bool
    """Whether another message, which was entered later, also says what has changed."""
    other_count: int
    """How many other dates changed or were cancelled with this one, of which no later message speaks."""
    place_count: int
    """Of a group event the places that are cancelled, or else all that the client has; 1 of other appointments."""
    left_count: int
    """How many places of the event the client has now."""
    others: list[OtherBooking]
    """The bookings of the other dates, and others of the same event, by their starts."""
    is_said_elsewhere: bool
    """Whether the reminder of another booking of the event speaks of this one, too."""
    appointment_id: int
    link_hash: str
    starts_at: datetime
    length_s: int
    """Without the technical break."""
    is_expected: bool
    """Whether the client is still expected."""
    is_cancelled: bool
    has_begun: bool
    revision: int
    changed_at: datetime
    language: str
    """In which the client has booked; empty if that isn't known."""
    titles: list[str]
    """Of the services."""
    member_name: str
    form_id: int | None
    """The booking form through whose pages the client can change the appointment."""
    recipient: str
    """Empty where there is no address."""
    is_refused: bool
    sends_sms_reminders: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.length_s)

    @property
    def bookings(self) -> list[tuple[int, str]]:
        """The ids and the secrets of all appointments that it is about."""
        return [(self.appointment_id, self.link_hash), *((each.appointment_id, each.link_hash) for each in self.others)]

    @property
    def is_reminder(self) -> bool:
        return self.occasion is Occasion.REMINDER

    @property
    def reason_to_drop(self) -> Reason | None:
        """Return why it can't be sent, as things are now."""
        if self.has_begun:
            return Reason.OVER
        if self._is_outdated:
            return Reason.OUTDATED
        if self.is_said_elsewhere:
            return Reason.TOGETHER
        if self.is_reminder and self.channel is Channel.SMS and not self.sends_sms_reminders:
            return Reason.SWITCHED_OFF
        if self.is_refused:
            return Reason.REFUSED
        return None if self.recipient else Reason.NO_ADDRESS

    @property
    def _is_outdated(self) -> bool:
        match self.occasion:
            case Occasion.CHANGED | Occasion.CANCELLED if self.has_later:
                return True
            case Occasion.CANCELLED:
                return not self.is_cancelled
            case _:
                return not self.is_expected


class Sender(msgspec.Struct, frozen=True):
    """The location in whose name a message is sent."""

    title: str
    address: str
    phone: str
    email: str
