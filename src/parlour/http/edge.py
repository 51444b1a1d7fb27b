"""The outermost layer: request id, security headers and one log line for every request, found or not."""

import random
import re
import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from parlour.http.logs import loggable

REQUEST_ID = re.compile(rb"[A-Za-z0-9._\-]{8,64}")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
API_HEADERS = [*SECURITY_HEADERS, (b"cache-control", b"no-store")]
API_PATHS = ("/api/", "/_mock/")
# Pictures are made to be shown on other sites.
PUBLIC_HEADERS = [header for header in SECURITY_HEADERS if header[0] != b"cross-origin-resource-policy"] + [
    (b"cross-origin-resource-policy", b"cross-origin")
]
PUBLIC_PATH = "/images/"

log = structlog.get_logger()


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        path = scope["path"]
        request_id = _request_id(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id.decode())
        extra_headers = [
            *_headers_for(path),
            (b"x-request-id", request_id),
        ]
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *extra_headers]
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            log.info(
                "request",
                method=scope["method"],
                path=loggable(path),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
                client=(scope.get("client") or ("",))[0],
            )
            structlog.contextvars.clear_contextvars()


def _headers_for(path: str) -> list[tuple[bytes, bytes]]:
    if path.startswith(API_PATHS):
        return API_HEADERS
    return PUBLIC_HEADERS if path.startswith(PUBLIC_PATH) else SECURITY_HEADERS


def _request_id(scope: Scope) -> bytes:
    """The client's own id when it is well-formed, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return value
    return b"%016x" % random.getrandbits(64)
