"""A message to a person, and how often sending it is tried."""

from datetime import timedelta

import msgspec

MAX_ATTEMPTS = 10
FIRST_PAUSE_S = 10
LONGEST_PAUSE = timedelta(hours=1)


class NewMessage(msgspec.Struct, frozen=True):
    """A message to be sent. `recipient` is an email address or a phone number; `link` is its main content."""

    recipient: str
    subject: str
    plain: str
    html: str
    link: str


class Message(msgspec.Struct, frozen=True):
    """A message that this worker is about to send. `attempts` counts this one."""

    id: int
    recipient: str
    subject: str
    plain: str
    html: str
    link: str
    attempts: int

    @property
    def is_last_attempt(self) -> bool:
        return self.attempts >= MAX_ATTEMPTS

    @property
    def is_email(self) -> bool:
        return "@" in self.recipient
