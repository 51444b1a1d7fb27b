"""Messages to a person."""

from datetime import datetime

import msgspec


class Message(msgspec.Struct, frozen=True):
    """A message to be sent. `recipient` is an email address or a phone number; `link` is its main content."""

    recipient: str
    subject: str
    plain: str
    html: str
    link: str

    @property
    def is_email(self) -> bool:
        return "@" in self.recipient


class TextMessage(msgspec.Struct, frozen=True):
    """A short message to a phone. `recipient` has digits only; after `expires_at` it is not sent any more."""

    recipient: str
    text: str
    expires_at: datetime
