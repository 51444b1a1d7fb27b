"""A message to a person."""

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
