"""What a client wants to get through a channel."""

from enum import StrEnum

import msgspec

from parlour.areas.appointment_messages.model.messages import Channel


class Choice(StrEnum):
    """How much a client gets."""

    EVERYTHING = "everything"
    NO_REMINDERS = "no_reminders"
    NOTHING = "nothing"


class ClientsChoice(msgspec.Struct, frozen=True):
    """The choice of the client of an appointment, who was found by a secret of it."""

    location_title: str
    client_id: int
    link_hash: str
    email_choice: Choice
    sms_choice: Choice

    def of(self, channel: Channel) -> Choice:
        return self.email_choice if channel is Channel.EMAIL else self.sms_choice
