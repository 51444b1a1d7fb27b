"""The first line of an answer is the same under every interpreter, and refusals are whole answers."""

import json

import pytest

from parlour.http.edge import API_HEADERS
from parlour.http.protocol import refusals
from parlour.http.protocol.refusals import status_line


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (200, b"HTTP/1.1 200 OK"),
        (413, b"HTTP/1.1 413 Content Too Large"),
        (414, b"HTTP/1.1 414 URI Too Long"),
        (416, b"HTTP/1.1 416 Range Not Satisfiable"),
        (422, b"HTTP/1.1 422 Unprocessable Content"),
        (431, b"HTTP/1.1 431 Request Header Fields Too Large"),
        (599, b"HTTP/1.1 599 "),
    ],
)
def test_a_status_has_its_name_of_rfc_9110(status: int, line: bytes) -> None:
    assert status_line(status) == line


RETRY = [(b"retry-after", b"5")]
REFUSALS = [
    (refusals.UNREADABLE, 400, "The request can't be read.", []),
    (
        refusals.NO_TUNNEL,
        405,
        "This server opens no tunnels.",
        [(b"allow", b"GET, HEAD, POST, PUT, PATCH, DELETE")],
    ),
    (refusals.TOO_SLOW, 408, "The request took too long to arrive.", []),
    (refusals.ADDRESS_TOO_LONG, 414, "The address is too long.", []),
    (refusals.TOO_MANY_UNANSWERED, 429, "Too many requests were sent at once.", RETRY),
    (refusals.HEAD_TOO_LARGE, 431, "The headers are too large or too many.", []),
    (refusals.FAILED, 500, "The server failed. Its log has the details.", []),
    (refusals.TOO_MANY_CONNECTIONS, 503, "There are too many connections. Try again shortly.", RETRY),
    (refusals.STOPPING, 503, "The server is stopping. Try again shortly.", RETRY),
    (refusals.UNKNOWN_VERSION, 505, "This server speaks HTTP/1.1.", []),
]


@pytest.mark.parametrize(("refusal", "status", "message", "headers"), REFUSALS)
def test_a_refusal_is_a_whole_answer_in_the_envelope(
    refusal: refusals.Refusal, status: int, message: str, headers: list[tuple[bytes, bytes]]
) -> None:
    head, _, body = refusal.encode([(b"date", b"today")]).partition(b"\r\n\r\n")
    assert json.loads(body) == {"success": False, "data": None, "meta": {"message": message}}
    line, *lines = head.split(b"\r\n")
    assert line == status_line(status)
    expected = [
        (b"date", b"today"),
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
        *headers,
        *API_HEADERS,
    ]
    assert lines == [b"%s: %s" % header for header in expected]
