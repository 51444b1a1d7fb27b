"""Compressing answers as they are sent, for clients that accept it.

Not compressed: small answers, data that is compressed already, and secrets beside text that the caller sent (see
docs/decisions/0021-answers.md).
"""

import asyncio
from typing import Any

from litestar.types import Message, Scope, Send

from parlour.http.codings import ENCODERS, Encoder
from parlour.http.declared import operation_of

SMALLEST = 1400
"""In bytes. Smaller answers fit into about one packet and gain nothing, for example a single product."""
AT_ONCE = 32 * 1024
"""In bytes, compressed within about a millisecond; larger parts in a thread, so that the event loop isn't blocked."""
TEXTS = (b"text/", b"application/json", b"application/yaml", b"application/javascript", b"image/svg+xml")
WITHOUT_BODY = frozenset({204, 304})
VARY = (b"vary", b"Accept-Encoding")


class Compressing:
    """An ASGI `send` that compresses the application's answer if that is worth it."""

    def __init__(self, coding: str, scope: Scope, send: Send) -> None:
        self._coding = coding
        self._scope = scope
        self._send = send
        self._start: Any = None
        self._encoder: Encoder | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message  # kept until it is known whether the body is worth compressing
        elif message["type"] == "http.response.body":
            await self._send_body(message.get("body", b""), more=message.get("more_body", False))
        else:
            await self._send(message)

    async def _send_body(self, part: bytes, *, more: bool) -> None:
        if self._start is not None:
            start, self._start = self._start, None
            is_worth_it = (more or len(part) >= SMALLEST) and _may_be_compressed(start, self._scope)
            if not is_worth_it:
                await self._send(start)
            elif more:
                self._encoder = ENCODERS[self._coding]()
                await self._send(self._announced(start, None))
            else:
                part = await _encoded(ENCODERS[self._coding]().finish, part)
                await self._send(self._announced(start, len(part)))
        if self._encoder is not None and (part or not more):
            part = await _encoded(self._encoder.encode if more else self._encoder.finish, part)
        await self._send({"type": "http.response.body", "body": part, "more_body": more})

    def _announced(self, start: Any, length: int | None) -> Any:
        headers = [header for header in start["headers"] if header[0].lower() != b"content-length"]
        headers += [(b"content-encoding", self._coding.encode()), VARY]
        if length is not None:
            headers.append((b"content-length", str(length).encode()))
        return {**start, "headers": headers}


async def _encoded(encode: Any, part: bytes) -> bytes:
    encoded: bytes = encode(part) if len(part) <= AT_ONCE else await asyncio.to_thread(encode, part)
    return encoded


def _may_be_compressed(start: Any, scope: Scope) -> bool:
    if start["status"] in WITHOUT_BODY:
        return False
    operation = operation_of(scope)
    if operation is not None and operation.answers_secret:
        return False
    is_text = False
    for name, value in start["headers"]:
        match name.lower():
            case b"content-encoding":
                return False
            case b"cache-control" if b"no-transform" in value:
                return False
            case b"content-type":
                is_text = value.startswith(TEXTS)
            case _:
                pass
    return is_text
