"""One exchange with the application, byte for byte: httpx would refuse to send most of what is tried."""

import asyncio
from typing import Any
from urllib.parse import unquote

import httpx
import msgspec
from litestar.types import ASGIApp

from tests.support.codings import DECODERS

LONGEST_S = 30.0


class Raw(msgspec.Struct, frozen=True):
    """A request as it stands on the wire."""

    method: str
    path: bytes
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def scope(self) -> dict[str, Any]:
        """What uvicorn makes of it."""
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "server": ("parlour.test", 80),
            "client": ("192.0.2.1", 1),
            "scheme": "http",
            "root_path": "",
            "method": self.method,
            "path": unquote(self.path.decode("ascii")),
            "raw_path": self.path,
            "query_string": self.query,
            "headers": [(name.lower(), value) for name, value in self.headers],
            "state": {},
        }


async def exchange(app: ASGIApp, raw: Raw) -> httpx.Response:
    """The answer. Raises what the application raises, and `TimeoutError` when there is none in time."""
    received: list[Any] = []
    sent = [{"type": "http.request", "body": raw.body, "more_body": False}]
    is_answered = asyncio.Event()

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await is_answered.wait()  # a client stays until then
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        received.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            is_answered.set()

    async with asyncio.timeout(LONGEST_S):
        await app(raw.scope(), receive, send)  # type: ignore[arg-type] # litestar's types are dicts of their own
    start, *rest = received
    content = b"".join(message.get("body", b"") for message in rest)
    headers = httpx.Headers(start["headers"])
    coding = headers.pop("content-encoding", None)
    if coding is not None and content:  # HEAD names the coding, and has no content
        content = DECODERS[coding](content)
    return httpx.Response(start["status"], headers=headers, content=content)
