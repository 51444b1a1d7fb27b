"""Finding the requests in what a connection reads: where each begins and ends, and what is malformed.

httptools does the parsing. This module limits what it collects, and handles offers of other protocols.
"""

from typing import Any, NoReturn, Protocol
from urllib.parse import unquote

import httptools

from parlour.http.protocol import limits, refusals
from parlour.http.protocol.refusals import Refusal

VERSIONS = ("1.1", "1.0")
Headers = list[tuple[bytes, bytes]]


class Refused(Exception):
    """The data is no valid request; nothing after it can be read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class Receiver(Protocol):
    """The receiver of the requests, part by part."""

    def begin_head(self) -> None: ...

    def take_head(self, scope: dict[str, Any], *, keep_alive: bool, awaits_go: bool) -> None: ...

    def take_body(self, data: bytes) -> None: ...

    def end_body(self) -> None: ...


class RequestParser:
    """Parser that passes the requests of one connection to a receiver.

    httptools calls the methods `on_…`. An exception from them leaves `feed_data` as an error of httptools, so they
    store the reason in `_refusal`.
    """

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._parser = httptools.HttpRequestParser(self)
        self._url: bytes
        self._headers: Headers
        self._head_bytes = 0  # what was fed since the head began, without the body
        self._offers_upgrade = False
        self._refusal: Refusal | None = None

    def feed(self, data: bytes) -> None:
        """Parse the next data. Raise `Refused` if it is no valid request."""
        self._head_bytes += len(data)
        try:
            self._parse(data)
        except httptools.HttpParserError:
            raise Refused(self._refusal or refusals.UNREADABLE) from None
        if self._head_bytes > limits.MAX_HEAD_BYTES:
            raise Refused(refusals.HEAD_TOO_LARGE)

    def _parse(self, data: bytes) -> None:
        """Pass the data to httptools.

        For httptools a request that offers another protocol ends with its head and stops the parser. We ignore the
        offer (RFC 9110, 7.8): the head is parsed again without it, so that the body is read as its body.
        """
        while data:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = self._head_without_offer() + data[offer.args[0] :]
                self._offers_upgrade = False
                self._parser = httptools.HttpRequestParser(self)
            else:
                return

    def _head_without_offer(self) -> bytes:
        method, version = self._parser.get_method(), self._parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (method, self._url, version)]
        lines += (b"%s: %s" % header for header in self._headers if header[0] != b"upgrade")
        return b"\r\n".join([*lines, b"", b""])

    # --- called by httptools ---

    def on_message_begin(self) -> None:
        self._head_bytes = 0
        self._url = b""
        self._headers = []
        self._receiver.begin_head()

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))
        if len(self._headers) > limits.MAX_HEAD_LINES:
            self._stop(refusals.HEAD_TOO_LARGE)

    def on_headers_complete(self) -> None:
        if self._parser.should_upgrade():
            if self._parser.get_method() == b"CONNECT":
                self._stop(refusals.NO_TUNNEL)
            self._offers_upgrade = True
            return
        headers, self._headers = self._headers, []  # trailers are ignored
        version = self._parser.get_http_version()
        awaits_go = self._check_head(headers, version)
        try:
            self._receiver.take_head(
                self._scope(headers, version),
                keep_alive=version == "1.1" and self._parser.should_keep_alive(),
                awaits_go=awaits_go,
            )
        except Refused as refused:
            self._stop(refused.refusal)

    def on_chunk_header(self) -> None:
        self._head_bytes -= limits.CHUNK_FRAME_BYTES

    def on_body(self, body: bytes) -> None:
        self._head_bytes -= len(body)
        self._receiver.take_body(body)

    def on_message_complete(self) -> None:
        if not self._offers_upgrade:
            self._head_bytes = 0
            self._receiver.end_body()

    def _check_head(self, headers: Headers, version: str) -> bool:
        """Refuse a head that is too large or contradicts itself; return whether it expects `100 Continue`."""
        if len(self._url) > limits.MAX_URL_BYTES:
            self._stop(refusals.ADDRESS_TOO_LONG)
        if version not in VERSIONS:
            self._stop(refusals.UNKNOWN_VERSION)
        size = len(self._url)
        hosts = 0
        awaits_go = False
        for name, value in headers:
            size += len(name) + len(value) + 4
            if name == b"host":
                hosts += 1
            elif name == b"expect":
                awaits_go = value.lower() == b"100-continue"
            elif name == b"transfer-encoding" and (version != "1.1" or value.strip().lower() != b"chunked"):
                self._stop(refusals.UNREADABLE)
        if size > limits.MAX_HEAD_BYTES:
            self._stop(refusals.HEAD_TOO_LARGE)
        if hosts > 1:
            self._stop(refusals.UNREADABLE)
        return awaits_go

    def _scope(self, headers: Headers, version: str) -> dict[str, Any]:
        """Return ASGI's scope without what only the connection knows."""
        address = httptools.parse_url(self._url)
        raw_path = address.path or b"/"
        path = raw_path.decode("ascii")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": version,
            "scheme": "http",
            "method": self._parser.get_method().decode("ascii"),
            "root_path": "",
            "path": unquote(path) if "%" in path else path,
            "raw_path": raw_path,
            "query_string": address.query or b"",
            "headers": headers,
        }

    def _stop(self, refusal: Refusal) -> NoReturn:
        self._refusal = refusal
        raise ValueError(refusal.message)
