"""Answers to data that never became a request for the application, in the same envelope as its own errors."""

from collections.abc import Iterable
from http import HTTPStatus

import msgspec

from parlour.http.edge import API_HEADERS

RETRY_AFTER_S = 5
# Python adopted these names of RFC 9110 in 3.13; an answer must not depend on the interpreter.
PHRASES = {status.value: status.phrase for status in HTTPStatus} | {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}


class Refusal(msgspec.Struct, frozen=True):
    """An answer after which the connection is closed."""

    status: int
    message: str
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def encode(self, default_headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """Return the whole answer as bytes."""
        body = msgspec.json.encode({"success": False, "data": None, "meta": {"message": self.message}})
        headers = (
            *default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
            *self.headers,
            *API_HEADERS,
        )
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        return b"%s\r\n%s\r\n%s" % (status_line(self.status), lines, body)


def status_line(status: int) -> bytes:
    """Return the first line of an answer, without its end."""
    return f"HTTP/1.1 {status} {PHRASES.get(status, '')}".encode()


RETRY_AFTER = ((b"retry-after", b"%d" % RETRY_AFTER_S),)

UNREADABLE = Refusal(400, "The request can't be read.")
NO_TUNNEL = Refusal(405, "This server opens no tunnels.", ((b"allow", b"GET, HEAD, POST, PUT, PATCH, DELETE"),))
TOO_SLOW = Refusal(408, "The request took too long to arrive.")
ADDRESS_TOO_LONG = Refusal(414, "The address is too long.")
TOO_MANY_UNANSWERED = Refusal(429, "Too many requests were sent at once.", RETRY_AFTER)
HEAD_TOO_LARGE = Refusal(431, "The headers are too large or too many.")
FAILED = Refusal(500, "The server failed. Its log has the details.")
TOO_MANY_CONNECTIONS = Refusal(503, "There are too many connections. Try again shortly.", RETRY_AFTER)
STOPPING = Refusal(503, "The server is stopping. Try again shortly.", RETRY_AFTER)
UNKNOWN_VERSION = Refusal(505, "This server speaks HTTP/1.1.")
