"""What an address answers beside its own operations: HEAD wherever there is a GET, and OPTIONS with all methods."""

import asyncio
from functools import lru_cache
from typing import Any, cast

from litestar import Litestar
from litestar.types import Message, Receive, Scope, Send


class HeadAnswer:
    """Lets the application answer a GET, and passes on the head alone. A stream is not read beyond its beginning."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._is_done = False

    async def receive(self) -> Any:
        """What the client sends; that it is gone once it has all it asked for, so that streams end."""
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
    """The same request, asked with GET."""
    return cast("Scope", {**scope, "method": "GET"})


def allow_of(scope: Scope, found: bytes) -> bytes:
    """The methods of an address, for `Allow`; `found` are those that Litestar names, which knows of no HEAD.

    Litestar's own answer to OPTIONS names the methods of one route; an address may have several.
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
