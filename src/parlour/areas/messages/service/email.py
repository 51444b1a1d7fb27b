"""Sending messages through the outbox: by email, or into the log where there is no way to send."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec
import structlog

from parlour.areas.messages.model import Message
from parlour.db.pool import Connection
from parlour.emails import is_normalized_email, sender_of
from parlour.outbox.entries import NewEntry, Undeliverable
from parlour.outbox.queries import add_entries
from parlour.settings import Settings

KIND = "email"
SMTP_TIMEOUT_S = 20.0
NOT_WRITABLE = "The recipient is not an email address that can be written to."
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
    if not is_normalized_email(message.recipient):
        raise Undeliverable(NOT_WRITABLE)
    server = urlsplit(settings.smtp_url)
    is_tls = server.scheme == "smtps"
    sender = sender_of(settings.email_from or "")
    await aiosmtplib.send(
        to_email(message, sender),
        # Given explicitly, and not read from the headers: mail goes exactly to the stored address.
        sender=sender.addr_spec,
        recipients=[message.recipient],
        hostname=server.hostname,
        port=server.port or (465 if is_tls else 587),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=is_tls,
        timeout=SMTP_TIMEOUT_S,
    )


def to_email(message: Message, sender: Address) -> EmailMessage:
    """Make the message with its plain text and its HTML."""
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, Address(addr_spec=message.recipient), message.subject
    email["Date"], email["Message-ID"] = formatdate(), make_msgid(domain=sender.domain)
    email.set_content(message.plain)
    email.add_alternative(message.html, subtype="html")
    return email
