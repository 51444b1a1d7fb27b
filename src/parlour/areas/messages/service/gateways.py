"""Gateways of text messages: one that is reached by HTTP, and the log where there is none."""

import json
from typing import Protocol
from urllib.parse import quote

import httpx
import msgspec
import structlog

from parlour.outbox.entries import Undeliverable
from parlour.settings import Settings

GATEWAY_TIMEOUT_S = 20.0

log = structlog.get_logger()


class NotTaken(Exception):
    """The gateway can't take the message now; it may later."""


class Text(msgspec.Struct, frozen=True):
    """A message to a phone. `recipient` has digits only; `key` is the same when it is sent again after a failure."""

    recipient: str
    text: str
    key: str
    logged_text: str = ""
    """What the log may have of it, if not the text."""


class Gateway(Protocol):
    """Takes text messages."""

    async def send(self, message: Text) -> None:
        """Send a message. Raise `Undeliverable` if it is refused for good, or `NotTaken`."""


class LogGateway:
    """Writes messages into the log: the server's operator passes them on."""

    async def send(self, message: Text) -> None:
        log.warning("text message", recipient=message.recipient, text=message.logged_text or message.text)


class HttpGateway:
    """Sends messages by HTTP, as the settings describe it. `transport` is how requests go."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._settings = settings
        self._transport = transport

    async def send(self, message: Text) -> None:
        async with httpx.AsyncClient(timeout=GATEWAY_TIMEOUT_S, transport=self._transport) as http:
            answer = await http.send(to_request(message, self._settings))
        _require_taken(answer.status_code)


def gateway_of(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> Gateway:
    """Return the gateway of the settings."""
    return LogGateway() if settings.sms_url is None else HttpGateway(settings, transport)


def to_request(message: Text, settings: Settings) -> httpx.Request:
    """Return the request to the gateway, with number, key and text in their places."""
    address = httpx.URL(_filled(settings.sms_url or "", message, _in_form))
    headers = {} if settings.sms_authorization is None else {"Authorization": settings.sms_authorization}
    template = settings.sms_body
    if template is None:
        return httpx.Request("GET", address, headers=headers)
    is_json = template.startswith("{")
    headers["Content-Type"] = "application/json" if is_json else "application/x-www-form-urlencoded"
    body = _filled(template, message, _in_json if is_json else _in_form)
    return httpx.Request("POST", address, headers=headers, content=body.encode())


class _Escape(Protocol):
    def __call__(self, value: str) -> str: ...


def _filled(template: str, message: Text, escape: _Escape) -> str:
    """Fill in the values. The text comes last: what it contains is no placeholder."""
    known = template.replace("{phone}", escape(message.recipient)).replace("{key}", escape(message.key))
    return known.replace("{text}", escape(message.text))


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _in_form(value: str) -> str:
    return quote(value, safe="")


def _require_taken(status: int) -> None:
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise NotTaken(f"The gateway answered {status}.")
    if not httpx.codes.is_success(status):
        raise Undeliverable(f"The gateway refused the message with {status}.")
