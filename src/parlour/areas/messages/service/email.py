"""Sending messages through the outbox: by email, or into the log where there is no way to send."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import msgspec
import structlog

from parlour.areas.messages.model import Message
from parlour.areas.messages.service.smtp import hand_over, require_writable
from parlour.db.pool import Connection
from parlour.emails import sender_of
from parlour.outbox.entries import NewEntry, Undeliverable
from parlour.outbox.queries import add_entries
from parlour.settings import Settings

KIND = "email"
NOT_READABLE = "The payload is not a message."

log = structlog.get_logger()


async def send_messages(conn: Connection, chain_id: int, messages: Sequence[Message]) -> None:
    """Put messages of a chain into the outbox; they are sent once the transaction has committed.

    Their links give access, so they are erased as soon as they were sent or given up. Messages of a chain to one
    recipient arrive in their order: the last link is the one that works. A message that fails delays no other chain.
    """
    await add_entries(conn, [_entry(chain_id, message) for message in messages])


def _entry(chain_id: int, message: Message) -> NewEntry:
    subject = f"chain:{chain_id}/recipient:{message.recipient}"
    return NewEntry(kind=KIND, subject=subject, payload=message, chain_id=chain_id, is_secret=True)


class EmailHandler:
    """Sends messages by email, or writes their links into the log where there is no way to send them."""

    kind = KIND

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def deliver(self, payload: str) -> None:
        """Send a message. Raise `Undeliverable` if it can't be read or has no valid recipient."""
        try:
            message = msgspec.json.decode(payload, type=Message)
        except msgspec.MsgspecError:
            raise Undeliverable(NOT_READABLE) from None
        await _send(message, self._settings)


async def _send(message: Message, settings: Settings) -> None:
    if not message.is_email or settings.smtp_url is None:
        # There is no other way to deliver it: the server's operator passes the link on.
        log.warning("invitation link", recipient=message.recipient, link=message.link)
        return
    require_writable(message.recipient)
    sender = sender_of(settings.email_from or "")
    await hand_over(to_email(message, sender), message.recipient, settings)


def to_email(message: Message, sender: Address) -> EmailMessage:
    """Make the message with its plain text and its HTML."""
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, Address(addr_spec=message.recipient), message.subject
    email["Date"], email["Message-ID"] = formatdate(), make_msgid(domain=sender.domain)
    email.set_content(message.plain)
    email.add_alternative(message.html, subtype="html")
    return email
