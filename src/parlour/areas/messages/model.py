"""A message to somebody, and how often it is tried to send it."""

from datetime import timedelta

import msgspec

MAX_ATTEMPTS = 10
FIRST_PAUSE_S = 10
LONGEST_PAUSE = timedelta(hours=1)


class NewMessage(msgspec.Struct, frozen=True):
    """A message to be sent. `recipient` is an email address or a phone number; `link` is what it is all about."""

    recipient: str
    subject: str
    plain: str
    html: str
    link: str


class Message(msgspec.Struct, frozen=True):
    """A message that this worker has taken on to send. `attempts` counts this one."""

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
