"""How messages are sent: as email and as text messages, or into the log where there is no server for them."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

import httpx
import structlog

from parlour.areas.appointment_messages.model.letters import Letter, letter_of
from parlour.areas.appointment_messages.model.links import key_of, without_secrets
from parlour.areas.appointment_messages.model.messages import Channel
from parlour.areas.appointment_messages.model.texts import text_of
from parlour.areas.appointment_messages.service.delivery import Prepared
from parlour.areas.messages.service.gateways import Text, gateway_of
from parlour.areas.messages.service.smtp import hand_over, require_writable
from parlour.emails import is_normalized_email, sender_of
from parlour.settings import Settings

NOWHERE = "parlour@localhost"
"""The sender where none is set, and nothing is sent."""

log = structlog.get_logger()


class ByEmail:
    """Sends messages through the mail server of the settings."""

    channel = Channel.EMAIL

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = sender_of(settings.email_from or NOWHERE)

    async def send(self, prepared: Prepared) -> None:
        letter = letter_of(prepared.message, prepared.sender, prepared.wording, prepared.links, self._sender.addr_spec)
        require_writable(letter.recipient)
        if self._settings.smtp_url is None:
            log.warning("email", recipient=letter.recipient, subject=letter.subject, text=without_secrets(letter.plain))
            return
        await hand_over(to_email(letter, self._sender), letter.recipient, self._settings)


class BySms:
    """Sends messages through the gateway of the settings. `transport` is how requests to it go."""

    channel = Channel.SMS

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._gateway = gateway_of(settings, transport)

    async def send(self, prepared: Prepared) -> None:
        message = prepared.message
        text = text_of(message, prepared.sender, prepared.wording, prepared.links)
        await self._gateway.send(Text(message.recipient, text, key_of(message), without_secrets(text)))


def to_email(letter: Letter, sender: Address) -> EmailMessage:
    """Make the email: from the server's address in the name of the location, which gets the answers."""
    email = EmailMessage()
    email["From"] = Address(letter.sender_name, addr_spec=sender.addr_spec)
    email["To"], email["Subject"] = Address(addr_spec=letter.recipient), letter.subject
    if is_normalized_email(letter.reply_to):
        email["Reply-To"] = Address(addr_spec=letter.reply_to)
    email["Date"], email["Message-ID"] = formatdate(), f"<{letter.key}@{sender.domain}>"
    email["Auto-Submitted"] = "auto-generated"
    # RFC 8058: a mail program unsubscribes without showing a page.
    email["List-Unsubscribe"], email["List-Unsubscribe-Post"] = f"<{letter.unsubscribe}>", "List-Unsubscribe=One-Click"
    email.set_content(letter.plain)
    email.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        # A part that mail programs act on may have one UID only (RFC 5546, 3.2), a file several.
        email.add_alternative(letter.invitation.decode(), subtype="calendar", params={"method": letter.method})
        email.add_attachment(letter.calendar, maintype="text", subtype="calendar", filename="appointment.ics")
    return email
