"""Addresses in messages. Each contains a secret of its appointment."""

import hashlib
import re
import uuid
from hmac import compare_digest

import msgspec

from parlour.areas.appointment_messages.model.messages import Channel, Message

CHOICE_PREFIX = "/m/"
# With it, unsubscribing in one click concerns all messages, and not only reminders.
EVERYTHING = "?all=1"
_TOKEN_DIGITS = 20
_SECRET = re.compile(r"\b[0-9a-f]{20,32}\b")


def choice_token(link_hash: str, channel: Channel) -> str:
    """Return the secret with which a client chooses what to get. Who knows it can't change the appointment."""
    return hashlib.sha256(f"messages {channel} {link_hash}".encode()).hexdigest()[:_TOKEN_DIGITS]


def channel_of_token(link_hash: str, token: str) -> Channel | None:
    """Return the channel that a secret belongs to; None for a wrong one."""
    sent = token.encode()
    return next((each for each in Channel if compare_digest(choice_token(link_hash, each).encode(), sent)), None)


def without_secrets(text: str) -> str:
    """Return a text that may be logged."""
    return _SECRET.sub("…", text)


def key_of(message: Message) -> str:
    """Return what names a message in the world: the same at each attempt to send it."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"parlour message {message.id} {message.link_hash}"))


class Links(msgspec.Struct, frozen=True):
    """The links of one message."""

    appointment: str
    """Where the client can move or cancel it; empty if the location has no booking form."""
    others: list[str]
    """The same of the other bookings that the message is about."""
    choice: str
    """Where the client chooses what to get."""
    unsubscribe: str
    """Where mail programs unsubscribe in one click."""

    @classmethod
    def of(cls, message: Message, location_id: int, base_url: str) -> "Links":
        token = choice_token(message.link_hash, message.channel)
        choice = f"{base_url}{CHOICE_PREFIX}{location_id}/{message.appointment_id}/{token}"
        page, *others = (
            f"{base_url}/booked/{message.form_id}/{appointment_id}/{link_hash}" if message.form_id else ""
            for appointment_id, link_hash in message.bookings
        )
        return cls(page, others, choice, choice if message.is_reminder else choice + EVERYTHING)
