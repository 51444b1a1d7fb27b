"""Sending text messages through the outbox: by an HTTP gateway, or into the log where there is none."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import msgspec
import structlog

from parlour.areas.messages.model import TextMessage
from parlour.db.pool import Connection
from parlour.outbox.entries import NewEntry, Undeliverable
from parlour.outbox.queries import add_entries
from parlour.settings import Settings

KIND = "sms"
GATEWAY_TIMEOUT_S = 20.0
NOT_READABLE = "The payload is not a text message."
EXPIRED = "The message has expired."

log = structlog.get_logger()


class NotTaken(Exception):
    """The gateway can't take the message now; it may later."""


async def send_text(conn: Connection, chain_id: int, message: TextMessage) -> None:
    """Put a message into the outbox; it is sent once the transaction has committed, and erased afterwards."""
    subject = f"chain:{chain_id}/phone:{message.recipient}"
    await add_entries(conn, [NewEntry(kind=KIND, subject=subject, payload=message, chain_id=chain_id, is_secret=True)])


class SmsHandler:
    """Sends text messages, or writes them into the log where there is no gateway. `transport` is how requests go."""

    kind = KIND

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._settings = settings
        self._transport = transport

    async def deliver(self, payload: str) -> None:
        """Send a message. Raise `Undeliverable` if it can't be read, has expired, or the gateway refuses it."""
        try:
            message = msgspec.json.decode(payload, type=TextMessage)
        except msgspec.MsgspecError:
            raise Undeliverable(NOT_READABLE) from None
        if message.expires_at <= datetime.now(UTC):
            raise Undeliverable(EXPIRED)
        if self._settings.sms_url is None:
            # The server's operator passes it on.
            log.warning("text message", recipient=message.recipient, text=message.text)
            return
        async with httpx.AsyncClient(timeout=GATEWAY_TIMEOUT_S, transport=self._transport) as http:
            answer = await http.send(to_request(message, self._settings))
        _require_taken(answer.status_code)


def to_request(message: TextMessage, settings: Settings) -> httpx.Request:
    """Return the request to the gateway, with number and text in their places."""
    url = _filled(settings.sms_url or "", quote(message.recipient, safe=""), quote(message.text, safe=""))
    address = httpx.URL(url)
    headers = {} if settings.sms_authorization is None else {"Authorization": settings.sms_authorization}
    template = settings.sms_body
    if template is None:
        return httpx.Request("GET", address, headers=headers)
    is_json = template.startswith("{")
    escape = _in_json if is_json else _in_form
    headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
    body = _filled(template, escape(message.recipient), escape(message.text))
    return httpx.Request("POST", address, headers=headers, content=body.encode())


def _filled(template: str, phone: str, text: str) -> str:
    """Fill in number and text. The text comes last: what it contains is no placeholder."""
    return template.replace("{phone}", phone).replace("{text}", text)


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _in_form(value: str) -> str:
    return quote(value, safe="")


def _require_taken(status: int) -> None:
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise NotTaken(f"The gateway answered {status}.")
    if not httpx.codes.is_success(status):
        raise Undeliverable(f"The gateway refused the message with {status}.")
