"""The outermost layer: request id, security headers and one log line for every request, also at unknown addresses.

It also does what is the same for all addresses: HEAD, OPTIONS, requests from other sites (CORS) and compression.
"""

import random
import re
import time
from collections.abc import Collection
from typing import Any

import structlog
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from parlour.http.codings import coding_for
from parlour.http.compression import VARY, Compressing
from parlour.http.cors import OPEN_PATHS, Cors, Headers, preflight
from parlour.http.methods import HeadAnswer, allow_of, as_get
from parlour.http.sections import sections_of

NO_CHARACTER = "\ufffd"
"""What stands in a path for NUL, which no stored text can hold, as for bytes that aren't UTF-8: it names nothing."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9._\-]{8,64}")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
NOT_STORED = (b"cache-control", b"no-store")
API_HEADERS = [*SECURITY_HEADERS, NOT_STORED]
API_PATH = "/api/"
# Descriptions, the mock and some sections may be embedded by other sites.
PUBLIC_HEADERS = [header for header in SECURITY_HEADERS if header[0] != b"cross-origin-resource-policy"] + [
    (b"cross-origin-resource-policy", b"cross-origin")
]
MOCK_HEADERS = [*PUBLIC_HEADERS, NOT_STORED]
# Pages that say themselves who may frame them: browsers of today let that decide, older ones would see a contradiction.
FRAMED_HEADERS = [header for header in PUBLIC_HEADERS if header[0] != b"x-frame-options"]
# Answers that may be stored, and are compressed for some clients.
DESCRIPTION_HEADERS = [*PUBLIC_HEADERS, VARY]
DESCRIPTION_PATH = "/openapi/"
MOCK_PATH = "/_mock/"


class Edge:
    """Wrapper of the whole application. `cors_origins` are the sites whose pages may read the API."""

    def __init__(self, app: Litestar, cors_origins: Collection[str] = ()) -> None:
        self.app = app
        self._sections = sections_of(app)
        self._log = structlog.get_logger().bind()  # one logger for all lines: a lazy one makes another for each
        self._cors = Cors(cors_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        if "\0" in scope["path"]:
            scope["path"] = scope["path"].replace("\0", NO_CHARACTER)
        path, method = scope["path"], scope["method"]
        request_id, origin, accepted = _read_headers(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id.decode())
        extra_headers = [*self._headers_for(path), (b"x-request-id", request_id)]
        if self._cors.concerns(path):
            extra_headers += self._cors.headers(path, origin)
        asked: Scope = scope
        status = 0
        if method == "HEAD":
            head = HeadAnswer(receive, send)
            asked, receive, send = as_get(scope), head.receive, head.send

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], *extra_headers]
                if status == 405 or method == "OPTIONS":
                    headers = _with_methods(asked, headers)
                message["headers"] = headers
            await send(message)

        answer: Send = send_with_headers
        coding = coding_for(accepted) if accepted and not self._sections.is_secret(path) else None
        if coding is not None:
            answer = Compressing(coding, asked, send_with_headers)
        try:
            await self.app(asked, receive, answer)
        finally:
            self._log.info(
                "request",
                method=method,
                path=self._sections.loggable(path),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
                client=(scope.get("client") or ("",))[0],
            )
            structlog.contextvars.clear_contextvars()

    def _headers_for(self, path: str) -> Headers:
        if path.startswith(API_PATH):
            return API_HEADERS
        if path.startswith(MOCK_PATH):
            return MOCK_HEADERS
        if path.startswith(DESCRIPTION_PATH):
            return DESCRIPTION_HEADERS
        if self._sections.is_framed(path):
            return FRAMED_HEADERS
        if path.startswith(OPEN_PATHS) or self._sections.is_embeddable(path):
            return PUBLIC_HEADERS
        return SECURITY_HEADERS


def _with_methods(asked: Any, headers: Headers) -> Headers:
    """Return the headers with all methods of the address, and with the answer to a browser's preflight request."""
    found = next((value for name, value in headers if name == b"allow"), None)
    if found is None:
        return headers
    allow = allow_of(asked, found)
    others = [header for header in headers if header[0] != b"allow"]
    is_preflight = asked["method"] == "OPTIONS" and any(name == b"access-control-allow-origin" for name, _ in others)
    return [*others, (b"allow", allow), *(preflight(asked["headers"], allow) if is_preflight else ())]


def _read_headers(scope: Scope) -> tuple[bytes, bytes | None, bytes]:
    """Return the request's id (the client's own if it is well-formed, else a new one), the site whose page sends the
    request, and the accepted codings.
    """
    request_id, origin, accepted = None, None, b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = b"%s,%s" % (accepted, value) if accepted else value
        elif name == b"x-request-id" and request_id is None and REQUEST_ID.fullmatch(value):
            request_id = value
        elif name == b"origin":
            origin = value
    return request_id or b"%016x" % random.getrandbits(64), origin, accepted
