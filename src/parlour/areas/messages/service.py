"""The server's background task that sends stored messages: by email, or into the log where there is no way to send."""

import asyncio
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import aiosmtplib
import asyncpg
import structlog

from parlour.areas.messages import queries
from parlour.areas.messages.model import Message
from parlour.db.pool import Pool, connection
from parlour.emails import is_normalized_email, sender_of
from parlour.errors import Unavailable
from parlour.settings import Settings

POLL_S = 1.0
SMTP_TIMEOUT_S = 20.0
NOT_WRITABLE = "The recipient is not an email address that can be written to."

log = structlog.get_logger()


class Unwritable(Exception):
    """The recipient was stored before addresses were checked, and isn't a valid address."""


async def send_for_ever(pool: Pool, settings: Settings) -> None:
    """Send all messages that are due until cancelled. When the database is unavailable, try again later."""
    while True:
        try:
            while await send_next(pool, settings):
                pass
        except (Unavailable, asyncpg.PostgresError) as error:
            log.debug("messages wait for the database", reason=repr(error))
        await asyncio.sleep(POLL_S)


async def send_next(pool: Pool, settings: Settings) -> bool:
    """Send one message. Return False when there was none to send. No connection is held while it is sent."""
    async with connection(pool) as conn:
        message = await queries.take_message(conn)
    if message is None:
        return False
    try:
        await _send(message, settings)
    except Unwritable:
        await _give_up(pool, message, NOT_WRITABLE)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:  # ValueError: a text that no message can hold
        await _note_failure(pool, message, f"{type(error).__name__}: {error}")
    else:
        async with connection(pool) as conn:
            await queries.note_sent(conn, message.id)
    return True


async def _send(message: Message, settings: Settings) -> None:
    if not message.is_email or settings.smtp_url is None:
        # There is no other way to deliver it: the server's operator passes the link on.
        log.warning("invitation link", recipient=message.recipient, link=message.link)
        return
    if not is_normalized_email(message.recipient):
        raise Unwritable
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


async def _note_failure(pool: Pool, message: Message, reason: str) -> None:
    if message.is_last_attempt:
        await _give_up(pool, message, reason)
        return
    async with connection(pool) as conn:
        await queries.note_failure(conn, message.id, reason)
    _log_failure(message, reason)


async def _give_up(pool: Pool, message: Message, reason: str) -> None:
    async with connection(pool) as conn:
        await queries.give_up(conn, message.id, reason)
    _log_failure(message, reason)


def _log_failure(message: Message, reason: str) -> None:
    log.warning("message not sent", message_id=message.id, attempts=message.attempts, reason=reason)


def to_email(message: Message, sender: Address) -> EmailMessage:
    """Make the message with its plain text and its HTML."""
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, Address(addr_spec=message.recipient), message.subject
    email["Date"], email["Message-ID"] = formatdate(), make_msgid(domain=sender.domain)
    email.set_content(message.plain)
    email.add_alternative(message.html, subtype="html")
    return email
