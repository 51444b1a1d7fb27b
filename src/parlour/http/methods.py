"""Methods that every address has in addition to its own: HEAD if there is a GET, and OPTIONS."""

import asyncio
from functools import lru_cache
from typing import Any, cast

from litestar import Litestar
from litestar.types import Message, Receive, Scope, Send


class HeadAnswer:
    """The answer to HEAD: the application answers a GET, and only the head is sent. A stream is not read to its end."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_done = False

    async def receive(self) -> Any:
        """Return the client's messages; report a disconnect once the head was sent, so that streams end."""
        if self._is_done:
            return {"type": "http.disconnect"}
        return await self._receive()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._send(message)
        elif not self._is_done:
            self._is_done = True
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await asyncio.sleep(0)  # let the application see that the client is gone


def as_get(scope: Scope) -> Scope:
    """Return the scope of the same request with GET."""
    return cast("Scope", {**scope, "method": "GET"})


def allow_of(scope: Scope, found: bytes) -> bytes:
    """Return the methods of an address for `Allow`; `found` are those that Litestar lists, which don't include HEAD.

    Litestar's own answer to OPTIONS lists the methods of one route; an address may have several routes.
    """
    methods = {method.strip() for method in found.decode().split(",")} | {"OPTIONS"}
    app: Litestar | None = scope.get("litestar_app")
    template = scope.get("path_template")
    if app is not None and template:
        methods |= _methods_by_address(app).get(_shape(template), frozenset())
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods)).encode()


@lru_cache(maxsize=8)
def _methods_by_address(app: Litestar) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for route in app.routes:
        shape = _shape(route.path_format)
        found[shape] = found.get(shape, frozenset()) | frozenset(getattr(route, "methods", ()))
    return found


def _shape(path_format: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path_format.split("/"))
