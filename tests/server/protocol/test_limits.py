"""How much may be sent without being asked: heads, addresses, what is around chunks, and bodies in memory."""

import asyncio
from contextlib import ExitStack
from functools import partial

import pytest

from parlour.http.protocol.limits import MAX_HEAD_BYTES, MAX_HEAD_LINES, MAX_URL_BYTES
from tests.support.sockets import Echo, Listening, Peer, ask, listening
from tests.support.waiting import wait_until

HEAD = b"GET / HTTP/1.1\r\nHost: parlour.test\r\nConnection: close\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: parlour.test\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
MUCH = 4 * MAX_HEAD_BYTES


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (HEAD + b"X: %s\r\n\r\n" % (b"a" * (MAX_HEAD_BYTES - 200)), 200),
        (HEAD + b"X: %s\r\n\r\n" % (b"a" * MAX_HEAD_BYTES), 431),
        (HEAD + b"%s: y\r\n\r\n" % (b"a" * MUCH), 431),
        (HEAD + b"X: %s" % (b"a" * MUCH), 431),  # the head has no end
        (HEAD + b"X: y\r\n" * (MAX_HEAD_LINES - 2) + b"\r\n", 200),
        (HEAD + b"X: y\r\n" * (MAX_HEAD_LINES - 1) + b"\r\n", 431),
        (HEAD.replace(b"/ ", b"/?%s " % (b"a" * (MAX_URL_BYTES - 2))) + b"\r\n", 200),
        (HEAD.replace(b"/ ", b"/?%s " % (b"a" * MAX_URL_BYTES)) + b"\r\n", 414),
        (b"GET /%s" % (b"a" * MUCH), 431),
        (b"\r\n" * MUCH, 431),
        (CHUNKED + b"2;%s\r\nhi\r\n0\r\n\r\n" % (b"a" * 100), 200),
        (CHUNKED + b"2;%s\r\nhi\r\n0\r\n\r\n" % (b"a" * MUCH), 431),
        (CHUNKED + (b"2;%s\r\nhi\r\n" % (b"a" * 1000)) * 100 + b"0\r\n\r\n", 431),
        (CHUNKED + b"2\r\nhi\r\n0\r\nX: %s\r\n\r\n" % (b"a" * MUCH), 431),
        (CHUNKED + b"2\r\nhi\r\n0\r\n" + b"X: y\r\n" * MUCH + b"\r\n", 431),
        (CHUNKED + b"1\r\na\r\n" * MUCH + b"0\r\n\r\n", 200),
    ],
)
def test_headers_around_the_content_are_limited(sent: bytes, status: int) -> None:
    app = Echo()

    with listening(app) as server:
        answers = ask(server.port, sent)
    assert answers.statuses == [400 if app.faults else status]
    assert [type(fault).__name__ for fault in app.faults] in ([], ["Oversized"])
    assert bool(app.faults) == (status == 431 and sent.startswith(CHUNKED))
    assert answers.is_closed
    assert not answers.is_reset


def test_the_head_of_the_second_request_of_a_pipeline_has_the_limit_too() -> None:
    app = Echo()
    with listening(app) as server:
        first = HEAD.replace(b"Connection: close\r\n", b"\r\n")
        assert ask(server.port, first + HEAD + b"X: %s\r\n\r\n" % (b"a" * MUCH)).statuses == [200, 431]


def upload(size: int) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: parlour.test\r\nContent-Length: %d\r\n\r\n" % size


def is_settled(server: Listening, app: Echo, bodies: int, size: int) -> bool:
    """Whether each of so many bodies is in memory or was refused."""
    return round(server.gate._body_memory / size) + len(app.faults) == bodies


def test_large_bodies_share_a_bounded_memory_and_small_ones_are_always_taken() -> None:
    app = Echo()
    size = 300 * 1024
    with listening(app, body_memory_mib=1) as server, ExitStack() as connections:
        stalled = [connections.enter_context(Peer(server.port)) for _ in range(6)]
        for number, peer in enumerate(stalled, 1):  # one after the other, so that it is known which find no room
            peer.send(upload(size) + b"x" * (size - 1))
            wait_until(partial(is_settled, server, app, number, size))
        assert [peer.read(count=1).statuses for peer in stalled[3:]] == [[400]] * 3
        assert [type(fault).__name__ for fault in app.faults] == ["Overloaded"] * 3
        small = upload(10_000) + b"x" * 10_000
        with Peer(server.port) as peer:
            peer.send(small)
            assert peer.read(count=1).statuses == [200]
        for peer in stalled[:3]:
            peer.send(b"x")
            assert peer.read(count=1).statuses == [200]
        wait_until(lambda: server.gate._body_memory == 0)
        with Peer(server.port) as peer:  # the memory is free again
            peer.send(upload(size) + b"x" * size)
            assert peer.read(count=1).statuses == [200]


def test_an_unwanted_body_is_not_read_further() -> None:
    app = Echo()
    go = asyncio.Event()

    async def hesitating(scope: dict[str, str], receive: object, send: object) -> None:
        await go.wait()
        await app(scope, receive, send)

    size = 50 * 1024 * 1024
    with listening(hesitating) as server, Peer(server.port) as peer:
        peer.socket.settimeout(0.5)
        with pytest.raises(TimeoutError):
            peer.send(upload(size) + b"x" * size)
        assert server.gate._body_memory < 1024 * 1024
        server.call(go.set)


def test_trailers_over_their_limit_fail_the_request_at_once() -> None:
    app = Echo()
    with listening(app) as server:
        answers = ask(server.port, CHUNKED + b"2\r\nhi\r\n0\r\n" + b"X: y\r\n" * (MAX_HEAD_LINES + 1) + b"\r\n", 10)
    assert answers.is_closed
    assert [type(fault).__name__ for fault in app.faults] == ["Oversized"]
