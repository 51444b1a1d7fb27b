"""An answer that comes before the body is complete reaches a client that sends first and reads then."""

import asyncio
import http.client
import urllib.error
import urllib.request

import pytest

from parlour.http.protocol.limits import LINGER_BYTES
from tests.support.sockets import Echo, Peer, listening
from tests.support.waiting import wait_until

LARGE = 20 * 1024 * 1024


def upload(size: int, *lines: bytes) -> bytes:
    head = [b"POST /refused HTTP/1.1", b"Host: parlour.test", b"Content-Length: %d" % size, *lines]
    return b"\r\n".join([*head, b"", b""])


@pytest.mark.parametrize("size", [1, 100_000, 3 * 1024 * 1024, LARGE])
def test_urllib_reads_it(size: int) -> None:
    with listening(Echo()) as server:
        request = urllib.request.Request(f"http://127.0.0.1:{server.port}/refused", b"x" * size)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)  # noqa: S310 - our own server
        assert refused.value.code == 403
        refused.value.close()


def test_a_connection_that_is_kept_reads_it_too() -> None:
    """Q-075."""
    with listening(Echo()) as server:
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for size in (0, 10, 100_000, LARGE, 10):
            client.request("POST", "/refused", b"x" * size)
            answer = client.getresponse()
            assert answer.read() == b"{}"
            assert answer.status == 403
        client.close()


def test_the_connection_goes_on_when_the_rest_of_the_body_is_short() -> None:
    """Q-075."""
    app = Echo()
    with listening(app) as server, Peer(server.port) as peer:
        for _ in range(3):
            peer.send(upload(1000))
            assert peer.read(count=1).statuses == [403]
            peer.send(b"GET /hidden HTTP/1.1\r\n\r\n".ljust(1000, b"x"))
    assert [path for _, path, _ in app.asked] == ["/refused"] * 3


@pytest.mark.parametrize("rest", [b"", b"5\r\nhello\r\n"])
def test_it_is_closed_when_the_end_of_the_body_is_unknown(rest: bytes) -> None:
    """Q-075."""
    app = Echo()
    with listening(app) as server, Peer(server.port) as peer:
        peer.send(b"POST /refused HTTP/1.1\r\nHost: parlour.test\r\nTransfer-Encoding: chunked\r\n\r\n" + rest)
        answers = peer.read()
        assert answers.statuses == [403]
        assert b"\r\nconnection: close\r\n" in answers.raw
        peer.send(b"0\r\n\r\nGET /hidden HTTP/1.1\r\n\r\n")
    assert [path for _, path, _ in app.asked] == ["/refused"]


def test_a_client_that_waits_for_100_continue_sends_nothing_and_is_closed() -> None:
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(upload(1000, b"Expect: 100-continue"))
        answers = peer.read()
    assert answers.statuses == [403]
    assert answers.is_closed


def test_100_continue_is_said_when_the_body_is_wanted() -> None:
    app = Echo()
    with listening(app) as server, Peer(server.port) as peer:
        for _ in range(2):
            peer.send(upload(5, b"Expect: 100-Continue").replace(b"/refused", b"/"))
            assert peer.socket.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
            peer.send(b"hello")
            assert peer.read(count=1).statuses == [200]
    assert [body for _, _, body in app.asked] == [b"hello"] * 2


def test_a_client_that_keeps_sending_is_disconnected() -> None:
    """Q-075."""
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(upload(10 * LINGER_BYTES))
        with pytest.raises(ConnectionError):
            peer.send(b"x" * (5 * LINGER_BYTES))


def test_a_silent_client_is_disconnected() -> None:
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(upload(10_000_000))
        assert peer.read().is_closed
        while server.state.connections:
            peer.read(0.1)


def test_reading_goes_on_after_requests_that_had_to_wait() -> None:
    """Whether or not the application looks at bodies: while one waits, nothing further is read."""
    app = Echo()
    app.hold = asyncio.Event()
    request = b"GET /refused HTTP/1.1\r\nHost: parlour.test\r\n\r\n"
    with listening(app) as server, Peer(server.port) as peer:
        peer.send(request * 2)
        wait_until(lambda: len(app.asked) == 1)
        server.call(app.hold.set)
        assert peer.read(count=2).statuses == [403, 403]
        peer.send(request)
        assert peer.read(5, count=1).statuses == [403]
