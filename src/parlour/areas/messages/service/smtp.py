"""Handing an email to the mail server of the settings."""

from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from parlour.emails import is_normalized_email, sender_of
from parlour.outbox.entries import Undeliverable
from parlour.settings import Settings

SMTP_TIMEOUT_S = 20.0
NOT_WRITABLE = "The recipient is not an email address that can be written to."


def require_writable(recipient: str) -> None:
    """Raise `Undeliverable` unless mail can be written to exactly this address."""
    if not is_normalized_email(recipient):
        raise Undeliverable(NOT_WRITABLE)


async def hand_over(email: EmailMessage, recipient: str, settings: Settings) -> None:
    """Give an email to the mail server of `smtp_url`, for exactly this address."""
    server = urlsplit(settings.smtp_url or "")
    is_tls = server.scheme == "smtps"
    await aiosmtplib.send(
        email,
        # Given explicitly, and not read from the headers: mail goes exactly to the stored address.
        sender=sender_of(settings.email_from or "").addr_spec,
        recipients=[recipient],
        hostname=server.hostname,
        port=server.port or (465 if is_tls else 587),
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=is_tls,
        timeout=SMTP_TIMEOUT_S,
    )
