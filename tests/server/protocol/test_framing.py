"""Where a request ends: nothing that is sent as a body, and nothing around one, is read as another request."""

import asyncio
from typing import Any

import pytest

from tests.support.sockets import Echo, Peer, ask, listening

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: parlour.test\r\n\r\n"
CLOSING = b"GET /last HTTP/1.1\r\nHost: parlour.test\r\nConnection: close\r\n\r\n"


def post(*lines: bytes, body: bytes = HIDDEN, path: bytes = b"/") -> bytes:
    head = [b"POST %s HTTP/1.1" % path, b"Host: parlour.test", b"Content-Length: %d" % len(body), *lines]
    return b"\r\n".join([*head, b"", b""]) + body


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n", head: bytes = b"Transfer-Encoding: chunked") -> bytes:
    lines = [b"POST / HTTP/1.1", b"Host: parlour.test", head, b"", b""]
    return b"\r\n".join(lines) + b"".join(parts) + end


OFFERS = [
    [b"Connection: Upgrade, HTTP2-Settings", b"HTTP2-Settings: AAEAAEAAAAIAAAAB", b"Upgrade: h2c"],
    [b"CONNECTION: UPGRADE", b"UPGRADE: h2c"],
    [b"upgrade:websocket", b"connection:upgrade"],
    [b"Upgrade:\t h2c ", b"Connection: keep-alive, Upgrade"],
    [b"Upgrade: ", b"Connection: upgrade"],
    [b"Upgrade: h2c", b"Upgrade: websocket", b"Connection: x", b"Connection: uPgRaDe"],
    [b"X-A: \r\n\tUpgrade: h2c".replace(b"\r\n\t", b" "), b"Upgrade: TLS/1.0, HTTP/2.0", b"Connection: upgrade"],
]


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_to_upgrade_leaves_the_body_a_body(offer: list[bytes]) -> None:
    """Q-074."""
    app = Echo()
    with listening(app) as server:
        assert ask(server.port, post(*offer) + CLOSING).statuses == [200, 200]
    assert app.asked == [("POST", "/", HIDDEN), ("GET", "/last", b"")]


def test_an_offer_leaves_the_body_a_body_wherever_segments_end() -> None:
    app = Echo()
    whole = post(*OFFERS[0])
    with listening(app) as server:
        for border in range(1, len(whole)):
            with Peer(server.port) as peer:
                peer.send(whole[:border])
                if border % 16 == 0:  # so that the pieces really are read apart
                    peer.read(0.005)
                peer.send(whole[border:])
                peer.read(count=1)
    assert app.asked == [("POST", "/", HIDDEN)] * (len(whole) - 1)


def test_an_offer_leaves_the_body_a_body_byte_by_byte_and_in_each_request_of_a_pipeline() -> None:
    app = Echo()
    with listening(app) as server, Peer(server.port) as peer:
        for byte in post(*OFFERS[1]):
            peer.send(bytes([byte]))
        peer.read(count=1)
        peer.send(post(body=b"first") + post(*OFFERS[0]) + post(*OFFERS[1], body=b"") + post(*OFFERS[2]) + CLOSING)
        assert peer.read().statuses == [200] * 5
    bodies = [body for _, _, body in app.asked]
    assert bodies == [HIDDEN, b"first", HIDDEN, b"", HIDDEN, b""]


def test_a_chunked_body_after_an_offer_is_read_as_such() -> None:
    app = Echo()
    offer = b"Connection: upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked"
    with listening(app) as server:
        sent = chunked(b"%x\r\n%s\r\n" % (len(HIDDEN), HIDDEN), head=offer) + CLOSING
        assert ask(server.port, sent).statuses == [200, 200]
    assert app.asked[0] == ("POST", "/", HIDDEN)


def test_the_application_does_not_see_the_offer_and_sees_all_else() -> None:
    app = Echo()
    with listening(app) as server:
        ask(server.port, post(b"X-One: \xe4", *OFFERS[0], b"X-Two: a: b", b"Connection: close"))
    names = [name for name, _ in app.headers[0]]
    assert names == [b"host", b"content-length", b"x-one", b"connection", b"http2-settings", b"x-two", b"connection"]
    assert (b"x-one", b"\xe4") in app.headers[0]


REFUSED = {
    "two lengths": post(b"Content-Length: 0"),
    "the same length twice": post(b"Content-Length: %d" % len(HIDDEN)),
    "length and chunks": post(b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + HIDDEN),
    "an unknown encoding": chunked(head=b"Transfer-Encoding: xchunked"),
    "chunked, then another": chunked(head=b"Transfer-Encoding: chunked, identity"),
    "a compressed encoding": chunked(head=b"Transfer-Encoding: gzip, chunked"),
    "chunks in HTTP/1.0": chunked().replace(b"HTTP/1.1", b"HTTP/1.0"),
    "chunked twice": chunked(head=b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
    "a length that is none": post(b"X: y").replace(b"Content-Length: ", b"Content-Length: +"),
    "a folded line": post(b"X: a\r\n b"),
    "a folded encoding": chunked(head=b"Transfer-Encoding:\r\n chunked"),
    "a space before the colon": chunked(head=b"Transfer-Encoding : chunked"),
    "a space before the name": b"GET / HTTP/1.1\r\n Host: parlour.test\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: parlour.test\n\n",
    "a bare carriage return": b"GET / HTTP/1.1\r\nHost: parlour.test\rX: y\r\n\r\n",
    "a NUL in a value": b"GET / HTTP/1.1\r\nHost: parlour.test\r\nX: a\0b\r\n\r\n",
    "a NUL in a name": b"GET / HTTP/1.1\r\nHost: parlour.test\r\nX\0: ab\r\n\r\n",
    "letters beyond ASCII in the address": b"GET /\xd0\xbb HTTP/1.1\r\nHost: parlour.test\r\n\r\n",
    "a NUL in the address": b"GET /\0 HTTP/1.1\r\nHost: parlour.test\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: parlour.test\r\nHost: other.test\r\n\r\n",
    "no method": b" / HTTP/1.1\r\nHost: parlour.test\r\n\r\n",
    "an unknown method": b"STEAL / HTTP/1.1\r\nHost: parlour.test\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(sent: bytes) -> None:
    """Q-022, Q-078."""
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, sent + HIDDEN)
    assert answers.statuses == [400]
    assert answers.is_closed
    assert b'"success":false' in answers.raw
    assert app.asked == []


@pytest.mark.parametrize("size", [b"fffffffffffffffff", b"-1", b"0x5", b"5 ", b"", b"+5"])
def test_a_chunk_whose_size_is_none_fails_the_request(size: bytes) -> None:
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, chunked(size + b"\r\nhello\r\n") + HIDDEN)
    assert answers.statuses == [400]
    assert [path for _, path, _ in app.asked] == ["/"]  # it got an error from its body
    assert len(app.faults) == 1


def test_a_tunnel_is_not_opened() -> None:
    """Q-074."""
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, b"CONNECT parlour.test:80 HTTP/1.1\r\nHost: parlour.test\r\n\r\n" + HIDDEN)
    assert answers.statuses == [405]
    assert app.asked == []


@pytest.mark.parametrize("version", [b"HTTP/2.0", b"HTTP/0.9"])
def test_only_known_http_versions_are_supported(version: bytes) -> None:
    app = Echo()
    with listening(app) as server:
        assert ask(server.port, b"GET / %s\r\nHost: parlour.test\r\n\r\n" % version).statuses == [505]
    assert app.asked == []


def test_an_absolute_address_is_its_path() -> None:
    app = Echo()
    with listening(app) as server:
        line = b"GET http://parlour.test/a%20b?c HTTP/1.1\r\nHost: parlour.test\r\nConnection: close\r\n\r\n"
        assert ask(server.port, line).statuses == [200]
    assert app.asked == [("GET", "/a b", b"")]


def test_trailers_are_no_headers() -> None:
    """Q-078."""
    app = Echo()
    trailers = b"0\r\nAuthorization: Bearer somebody\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"
    with listening(app) as server:
        assert ask(server.port, chunked(b"2\r\nhi\r\n", end=trailers) + CLOSING).statuses == [200, 200]
    assert app.headers[0] == [(b"host", b"parlour.test"), (b"transfer-encoding", b"chunked")]


def test_nothing_is_read_after_a_request_that_closes() -> None:
    app = Echo()
    with listening(app) as server:
        assert ask(server.port, CLOSING + HIDDEN).statuses == [200]
    assert app.asked == [("GET", "/last", b"")]


def test_answers_come_in_the_order_of_their_requests_also_when_a_later_one_is_refused() -> None:
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, post(body=b"one") + post(body=b"two") + b"NONSENSE\r\n\r\n")
    assert answers.statuses == [200, 200, 400]
    assert answers.is_closed


def test_only_so_many_requests_may_wait_for_their_answers() -> None:
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, HIDDEN * 1000)
    assert answers.statuses[-1] == 429
    assert set(answers.statuses[:-1]) == {200}
    assert len(answers.statuses) < 100


@pytest.mark.parametrize("value", [b"a\r\nX-Other: b", b"a\nb", b"a\rb", b"a\0b"])
def test_an_answer_cannot_be_split_by_what_a_header_holds(value: bytes) -> None:
    async def answering(scope: object, receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x", value)]})
        await send({"type": "http.response.body", "body": b""})

    with listening(answering) as server:
        assert ask(server.port, HIDDEN).statuses == [500]


def test_an_answer_whose_length_is_unknown_ends_with_its_last_chunk_or_with_the_connection() -> None:
    async def streaming(scope: object, receive: object, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for part in (b"one", b"", b"two"):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})

    with listening(streaming) as server:
        raw = ask(server.port, CLOSING).raw
        assert raw.endswith(b"\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")
        raw = ask(server.port, CLOSING.replace(b"HTTP/1.1", b"HTTP/1.0")).raw
        assert raw.endswith(b"\r\n\r\nonetwo")
        assert b"chunked" not in raw


def test_an_application_that_fails_is_answered_for() -> None:
    async def failing(scope: object, receive: object, send: Any) -> None:
        raise KeyError

    async def silent(scope: object, receive: object, send: Any) -> None:
        """Answer nothing."""

    for app in (failing, silent):
        with listening(app) as server:
            assert ask(server.port, HIDDEN).statuses == [500]


def test_an_application_that_fails_after_the_head_and_before_the_body_is_answered_for() -> None:
    """The head is sent together with the first part of the body, so nothing was sent yet."""

    async def failing(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
        if scope["path"] == "/hidden":
            raise RuntimeError("failed")

    with listening(failing) as server:
        for request in (HIDDEN, CLOSING):
            assert ask(server.port, request).statuses == [500]


@pytest.mark.parametrize("parts", [[b"abcd"], [b"abcd", b""], [b"ab", b"cd", b""], [b"ab", b""]])
def test_an_answer_that_is_not_as_long_as_it_says_ends_as_an_error(parts: list[bytes]) -> None:
    """No byte more than promised arrives: a client would take it for the next answer."""

    async def lying(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"3")]})
        for number, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(parts)})

    with listening(lying) as server:
        answers = ask(server.port, HIDDEN)
    is_sent_in_part = parts[0] == b"ab"
    assert answers.statuses == ([200] if is_sent_in_part else [500])
    assert b"abc" not in answers.raw
    assert answers.is_closed


def test_answers_arrive_whole_whether_their_head_is_sent_with_the_body_or_before_it() -> None:
    async def answering(scope: Any, receive: Any, send: Any) -> None:
        body = b"x" * (10 if scope["path"] == "/hidden" else 1024 * 1024)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    with listening(answering) as server:
        answers = ask(server.port, HIDDEN + CLOSING)
    assert answers.statuses == [200, 200]
    assert answers.raw.count(b"x" * 10 + b"HTTP/1.1") == 1
    assert answers.raw.endswith(b"\r\n\r\n" + b"x" * 1024 * 1024)


def test_who_asks_again_for_a_body_that_failed_gets_the_same_error() -> None:
    """At once, and without the client being told to go on."""
    faults: list[str] = []

    async def insistent(scope: object, receive: Any, send: Any) -> None:
        for _ in range(3):
            try:
                async with asyncio.timeout(5):
                    await receive()
            except Exception as fault:  # noqa: BLE001 - the test looks at it
                faults.append(type(fault).__name__)
        await send({"type": "http.response.start", "status": 400, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    head = b"Transfer-Encoding: chunked\r\nExpect: 100-continue"
    with listening(insistent) as server:
        answers = ask(server.port, chunked(b"none\r\n", head=head))
    assert faults == ["Malformed"] * 3
    assert answers.statuses == [400]
