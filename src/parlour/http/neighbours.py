"""Proxies in front of the server: which of them may report a client's address, and a warning about the others."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, cast

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from parlour.access.networks import network_of, unmapped_address

FORWARDED = frozenset({b"x-forwarded-for", b"forwarded"})
MOST_WARNED = 1000

log = structlog.get_logger()


class Neighbours:
    """Wrapper that uses `X-Forwarded-For` and `-Proto` of trusted neighbours, and warns once about each other sender.

    If a proxy isn't trusted, all of its clients count as one address: one that guesses passwords locks out all others.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        self._app = app
        self._trusted = [ip_network(each, strict=False) for each in trusted]
        believing: Any = ProxyHeadersMiddleware(cast("Any", app), [str(network) for network in self._trusted])
        self._through_proxy: ASGIApp = believing
        self._warned: set[str] = set()
        self._find = lru_cache(maxsize=4096)(self._look_up)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if scope["type"] != ScopeType.HTTP or client is None:
            await self._app(scope, receive, send)
            return
        host, port = client
        address, network, is_trusted = self._find(host)
        scope["client"] = (address, port)
        if is_trusted:
            await self._through_proxy(scope, receive, send)
            return
        if any(name in FORWARDED for name, _ in scope["headers"]):
            self._warn(network)
        await self._app(scope, receive, send)

    def _look_up(self, host: str) -> tuple[str, str, bool]:
        """Return the address in its plain form, its network, and whether it is trusted."""
        try:
            address = unmapped_address(ip_address(host.partition("%")[0]))
        except ValueError:  # a Unix socket has no address
            return host, "unknown", False
        network = str(network_of(address)).removesuffix("/32")
        return str(address), network, any(address in each for each in self._trusted)

    def _warn(self, name: str) -> None:
        if name in self._warned or len(self._warned) >= MOST_WARNED:
            return
        self._warned.add(name)
        log.warning(
            "a neighbour that isn't trusted forwards addresses; if it is your proxy, name it in trusted_proxies",
            neighbour=name,
        )
