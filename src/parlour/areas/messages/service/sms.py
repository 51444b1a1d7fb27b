"""Sending text messages through the outbox: by an HTTP gateway, or into the log where there is none."""

import hashlib
from datetime import UTC, datetime

import httpx
import msgspec

from parlour.areas.messages.model import TextMessage
from parlour.areas.messages.service.gateways import Text, gateway_of
from parlour.db.pool import Connection
from parlour.outbox.entries import NewEntry, Undeliverable
from parlour.outbox.queries import add_entries
from parlour.settings import Settings

KIND = "sms"
NOT_READABLE = "The payload is not a text message."
EXPIRED = "The message has expired."


async def send_text(conn: Connection, chain_id: int, message: TextMessage) -> None:
    """Put a message into the outbox; it is sent once the transaction has committed, and erased afterwards."""
    subject = f"chain:{chain_id}/phone:{message.recipient}"
    await add_entries(conn, [NewEntry(kind=KIND, subject=subject, payload=message, chain_id=chain_id, is_secret=True)])


class SmsHandler:
    """Sends text messages by the gateway of the settings. `transport` is how requests to it go."""

    kind = KIND

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._gateway = gateway_of(settings, transport)

    async def deliver(self, payload: str) -> None:
        """Send a message. Raise `Undeliverable` if it can't be read, has expired, or the gateway refuses it."""
        try:
            message = msgspec.json.decode(payload, type=TextMessage)
        except msgspec.MsgspecError:
            raise Undeliverable(NOT_READABLE) from None
        if message.expires_at <= datetime.now(UTC):
            raise Undeliverable(EXPIRED)
        # The payload is the same at each attempt.
        key = hashlib.sha256(payload.encode()).hexdigest()[:32]
        await self._gateway.send(Text(message.recipient, message.text, key))
