"""The limits of what a connection reads, to the byte, and what is passed on of a request."""

from typing import Any

import pytest

from parlour.http.protocol import refusals
from parlour.http.protocol.limits import CHUNK_FRAME_BYTES, MAX_HEAD_BYTES, MAX_HEAD_LINES, MAX_URL_BYTES
from parlour.http.protocol.parser import Refused, RequestParser
from parlour.http.protocol.refusals import Refusal

CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"


class Taken:
    """What a parser has passed on."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.heads: list[tuple[dict[str, Any], bool, bool]] = []
        self.body = b""
        self.refusal: Refusal | None = None

    def begin_head(self) -> None:
        self.calls.append("begin")

    def take_head(self, scope: dict[str, Any], *, keep_alive: bool, awaits_go: bool) -> None:
        if self.refusal:
            raise Refused(self.refusal)
        self.calls.append("head")
        self.heads.append((scope, keep_alive, awaits_go))

    def take_body(self, data: bytes) -> None:
        self.body += data

    def end_body(self) -> None:
        self.calls.append("end")


def parsed(*pieces: bytes) -> Taken:
    taken = Taken()
    parser = RequestParser(taken)
    for piece in pieces:
        parser.feed(piece)
    return taken


def refusal_of(*pieces: bytes) -> Refusal | None:
    try:
        parsed(*pieces)
    except Refused as refused:
        return refused.refusal
    return None


LINE = b"GET / HTTP/1.1\r\n"
LONGEST_VALUE = b"a" * (MAX_HEAD_BYTES - len(b"/") - len(b"X: \r\n"))
LONGEST_URL = b"/" + b"a" * (MAX_URL_BYTES - 1)
# A piece of a body may have all that a head may have, the frame of its chunk apart.
LONGEST_CHUNK = b"2;%s\r\nhi\r\n" % (b"x" * (MAX_HEAD_BYTES + CHUNK_FRAME_BYTES - len(b"2;\r\n\r\n")))


@pytest.mark.parametrize(
    ("at_limit", "over_it", "refusal"),
    [
        (
            [LINE + b"X: %s\r\n\r\n" % LONGEST_VALUE],
            [LINE + b"X: a%s\r\n\r\n" % LONGEST_VALUE],
            refusals.HEAD_TOO_LARGE,
        ),
        (
            [LINE + b"XY: %s\r\n\r\n" % LONGEST_VALUE[1:]],
            [LINE + b"XY: %s\r\n\r\n" % LONGEST_VALUE],
            refusals.HEAD_TOO_LARGE,
        ),
        (
            [LINE + b"X: y\r\n" * MAX_HEAD_LINES + b"\r\n"],
            [LINE + b"X: y\r\n" * (MAX_HEAD_LINES + 1) + b"\r\n"],
            refusals.HEAD_TOO_LARGE,
        ),
        (
            [b"GET %s HTTP/1.1\r\n\r\n" % LONGEST_URL],
            [b"GET %sa HTTP/1.1\r\n\r\n" % LONGEST_URL],
            refusals.ADDRESS_TOO_LONG,
        ),
        (
            [b"GE", b"T /" + b"a" * (MAX_HEAD_BYTES - 3)],
            [b"GE", b"T /" + b"a" * (MAX_HEAD_BYTES - 2)],
            refusals.HEAD_TOO_LARGE,
        ),
        ([b"\r\n" * (MAX_HEAD_BYTES // 2)], [b"\r\n" * (MAX_HEAD_BYTES // 2), b"\r"], refusals.HEAD_TOO_LARGE),
        (
            [LINE + b"\r\n", b"\r\n" * (MAX_HEAD_BYTES // 2)],
            [LINE + b"\r\n", b"\r\n" * (MAX_HEAD_BYTES // 2), b"\r"],
            refusals.HEAD_TOO_LARGE,
        ),
        ([CHUNKED, LONGEST_CHUNK], [CHUNKED, LONGEST_CHUNK, b"2"], refusals.HEAD_TOO_LARGE),
        (
            [CHUNKED, b"0\r\n\r\n", b"\r\n" * (MAX_HEAD_BYTES // 2)],
            [CHUNKED, b"0\r\n\r\n", b"\r\n" * (MAX_HEAD_BYTES // 2), b"\r"],
            refusals.HEAD_TOO_LARGE,
        ),
    ],
    ids=["head", "name", "lines", "address", "pieces", "before a head", "between heads", "chunk", "after a body"],
)
def test_each_limit_is_met_to_the_byte(at_limit: list[bytes], over_it: list[bytes], refusal: Refusal) -> None:
    assert refusal_of(*at_limit) is None
    assert refusal_of(*over_it) is refusal


def test_a_refusal_of_the_receiver_is_passed_on() -> None:
    taken = Taken()
    taken.refusal = refusals.TOO_MANY_UNANSWERED
    with pytest.raises(Refused) as caught:
        RequestParser(taken).feed(LINE + b"\r\n")
    assert caught.value.refusal is refusals.TOO_MANY_UNANSWERED
    assert str(caught.value) == refusals.TOO_MANY_UNANSWERED.message


@pytest.mark.parametrize(
    ("head", "keep_alive", "awaits_go"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", True, False),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", False, False),
        (b"GET / HTTP/1.0\r\n\r\n", False, False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", False, False),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 100-Continue\r\n\r\n", True, True),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: 200-ok\r\n\r\n", True, False),
    ],
)
def test_what_follows_an_answer_is_read_from_the_head(head: bytes, keep_alive: bool, awaits_go: bool) -> None:
    assert [given[1:] for given in parsed(head).heads] == [(keep_alive, awaits_go)]


def test_a_scope_says_what_was_asked() -> None:
    taken = parsed(b"PUT /a%20b/%c3%a9?c=%20d HTTP/1.1\r\nX-One: Two\r\nContent-Length: 2\r\n\r\nhi")
    scope = taken.heads[0][0]
    assert (scope["method"], scope["http_version"], scope["scheme"]) == ("PUT", "1.1", "http")
    assert (scope["path"], scope["raw_path"], scope["root_path"]) == ("/a b/\u00e9", b"/a%20b/%c3%a9", "")
    assert scope["query_string"] == b"c=%20d"
    assert scope["headers"] == [(b"x-one", b"Two"), (b"content-length", b"2")]
    assert (taken.body, taken.calls) == (b"hi", ["begin", "head", "end"])


def test_a_path_without_escapes_stays_as_it_is() -> None:
    scope = parsed(b"GET http://parlour.test HTTP/1.1\r\n\r\n").heads[0][0]
    assert (scope["path"], scope["raw_path"], scope["query_string"]) == ("/", b"/", b"")


def test_each_request_of_a_pipeline_has_headers_of_its_own() -> None:
    taken = parsed(LINE + b"A: 1\r\n\r\n" + LINE + b"B: 2\r\n\r\n")
    assert [scope["headers"] for scope, _, _ in taken.heads] == [[(b"a", b"1")], [(b"b", b"2")]]
