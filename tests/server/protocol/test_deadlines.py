"""How long a client may take; what takes longer is answered 408 where a request had begun, and closed."""

import asyncio
import time
from typing import Any

import pytest

from parlour.http.protocol import limits
from tests.support.sockets import Answers, Echo, Peer, listening
from tests.support.waiting import wait_until

FAST: dict[str, Any] = {"head_timeout_s": 0.5, "stall_timeout_s": 0.5, "body_timeout_s": 2, "idle_timeout_s": 0.5}
GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: parlour.test\r\nContent-Length: 1000\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: parlour.test\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (b"", []),
        (b"GET / HT", [408]),
        (b"GET / HTTP/1.1\r\nHost: parlour.test\r\nX", [408]),
        (b"\r\n", []),
        (GET, [200]),
        (GET + b"GET /", [200, 408]),
        (GET + b"\r\n", [200]),
    ],
)
def test_silence_ends_a_connection(sent: bytes, statuses: list[int]) -> None:
    with listening(Echo(), **FAST) as server, Peer(server.port) as peer:
        peer.send(sent)
        answers = peer.read()
    assert answers.statuses == statuses
    assert answers.is_closed
    assert not answers.is_reset


def test_a_head_that_trickles_has_one_deadline_in_all() -> None:
    with listening(Echo(), **FAST) as server, Peer(server.port) as peer:
        started = time.monotonic()
        peer.send(b"GET / HTTP/1.1\r\n")
        while not (answers := peer.read(0.1)).raw:
            peer.send(b"X: y\r\n")
            assert time.monotonic() - started < 20
    assert answers.statuses == [408]


@pytest.mark.parametrize("framing", [b"Content-Length: 1000\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"])
def test_a_body_without_progress_fails_its_request(framing: bytes) -> None:
    app = Echo()
    with listening(app, **{**FAST, "body_timeout_s": 600}) as server, Peer(server.port) as peer:
        peer.send(b"POST / HTTP/1.1\r\nHost: parlour.test\r\n" + framing)
        answers = peer.read()
    assert answers.statuses == [400]  # of this application; the server itself answers 408
    assert answers.is_closed
    assert [type(fault).__name__ for fault in app.faults] == ["TooSlow"]


def test_a_body_that_trickles_has_a_deadline_in_all() -> None:
    app = Echo()
    started = time.monotonic()
    with listening(app, **FAST) as server, Peer(server.port) as peer:
        peer.send(POST)
        while not (answers := peer.read(0.1)).raw:
            peer.send(b"x")
            assert time.monotonic() - started < 20
    assert answers.statuses == [400]
    assert [type(fault).__name__ for fault in app.faults] == ["TooSlow"]
    assert time.monotonic() - started > 1


def test_a_client_that_waits_for_its_answer_has_no_deadline() -> None:
    app = Echo()

    async def slow(scope: dict[str, str], receive: object, send: object) -> None:
        await asyncio.sleep(2)
        await app(scope, receive, send)

    with listening(slow, **FAST) as server, Peer(server.port) as peer:
        peer.send(POST + b"x" * 1000)
        assert peer.read(count=1).statuses == [200]


def test_a_client_that_does_not_read_is_dropped_and_one_that_reads_slowly_is_not() -> None:
    app = Echo()
    app.answer = b"x" * 50_000_000
    with listening(app, **FAST) as server, Peer(server.port) as deaf, Peer(server.port) as slow:
        deaf.send(GET)
        slow.send(GET)
        until = time.monotonic() + 3
        received = 0
        while time.monotonic() < until:
            received += len(slow.socket.recv(200_000))
            time.sleep(0.02)
        assert len(server.state.connections) == 1
        while received < len(app.answer):
            piece = slow.socket.recv(1_000_000)
            assert piece
            received += len(piece)
        assert deaf.read().is_closed


def test_a_client_whose_body_is_not_read_yet_is_not_slow() -> None:
    app = Echo()

    async def hesitating(scope: dict[str, str], receive: object, send: object) -> None:
        await asyncio.sleep(2)
        await app(scope, receive, send)

    size = 20_000_000
    with listening(hesitating, **{**FAST, "body_timeout_s": 600}) as server, Peer(server.port) as peer:
        peer.send(POST.replace(b"1000", b"%d" % size) + b"x" * size)
        assert peer.read(count=1).statuses == [200]


def test_a_client_without_a_request_has_the_deadline_of_a_head() -> None:
    with listening(Echo(), **{**FAST, "idle_timeout_s": 600}) as server, Peer(server.port) as peer:
        assert peer.read().is_closed


@pytest.mark.parametrize(
    ("sent", "limit", "statuses"),
    [
        (b"", "head_s", []),
        (b"GET / HT", "head_s", [408]),
        (POST + b"ab", "stall_s", [400]),  # of this application
        (GET, "idle_s", []),
        (POST + b"x" * 1000, "idle_s", []),
        (CHUNKED, "idle_s", []),
    ],
)
def test_each_stage_of_a_connection_has_its_own_time_to_the_last_second(
    sent: bytes, limit: str, statuses: list[int]
) -> None:
    """Without waiting: the server is asked what it would do at a later time."""
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(sent)
        if limit == "idle_s":
            assert peer.read(count=1).statuses == [200]
        else:
            assert peer.read(0.1).raw == b""
        connection: Any = next(iter(server.state.connections))
        allowed = getattr(server.gate.limits, limit)
        server.call(lambda: connection.check_deadlines(server.loop.time() + allowed - 1))
        assert peer.read(0.1) == Answers(b"", is_closed=False)
        server.call(lambda: connection.check_deadlines(server.loop.time() + allowed + 1))
        answers = peer.read()
    assert (answers.statuses, answers.is_closed) == (statuses, True)


@pytest.mark.parametrize(
    ("silent_s", "in_all_s", "is_open_after", "is_closed_after"), [(2.0, 20.0, 1.5, 2.5), (100.0, 20.0, 19.5, 20.5)]
)
def test_a_client_may_read_its_refusal_for_a_while(
    monkeypatch: pytest.MonkeyPatch, silent_s: float, in_all_s: float, is_open_after: float, is_closed_after: float
) -> None:
    """Until it has been silent for so long, and no longer than the time in all."""
    monkeypatch.setattr(limits, "LINGER_SILENT_S", silent_s)
    assert in_all_s == limits.LINGER_S
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(b"GET / HTTP/1.1\r\nno header\r\n\r\n")
        assert peer.read().statuses == [400]
        connection: Any = next(iter(server.state.connections))
        server.call(lambda: connection.check_deadlines(server.loop.time() + is_open_after - 0.1))
        time.sleep(0.1)
        assert server.state.connections == {connection}
        server.call(lambda: connection.check_deadlines(server.loop.time() + is_closed_after))
        wait_until(lambda: not server.state.connections, within_s=10)
