"""What clients see of a server that stops."""

import asyncio
import time

from tests.support.sockets import Echo, Peer, listening

GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"


def shut_down(server: object) -> None:
    for connection in list(server.state.connections):  # type: ignore[attr-defined]
        connection.shutdown()


def test_an_idle_connection_still_gets_an_answer_which_closes_it() -> None:
    """Q-077."""
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(GET)
        assert not peer.read(count=1).is_closed
        server.call(shut_down, server)
        time.sleep(0.2)
        peer.send(GET)
        answers = peer.read()
    assert answers.statuses == [200]
    assert b"\r\nconnection: close\r\n" in answers.raw
    assert answers.is_closed
    assert not answers.is_reset


def test_an_idle_connection_without_a_request_is_closed_after_a_moment() -> None:
    """Q-077."""
    with listening(Echo()) as server, Peer(server.port) as peer:
        peer.send(GET)
        peer.read(count=1)
        server.call(shut_down, server)
        started = time.monotonic()
        answers = peer.read()
        assert (answers.raw, answers.is_closed, answers.is_reset) == (b"", True, False)
        assert time.monotonic() - started < 15


def test_a_request_under_way_and_those_behind_it_are_answered() -> None:
    app = Echo()
    with listening(app) as server, Peer(server.port) as peer:
        app.hold = asyncio.Event()
        peer.send(GET + GET)
        while not app.asked:
            time.sleep(0.01)
        server.call(shut_down, server)
        server.call(app.hold.set)
        answers = peer.read()
    assert answers.statuses == [200, 200]
    assert answers.raw.count(b"connection: close") == 1
    assert not answers.is_reset


def test_a_connection_that_comes_after_is_answered_and_closed() -> None:
    with listening(Echo()) as server:
        server.call(server.gate.drain)
        with Peer(server.port) as peer:
            peer.send(GET)
            answers = peer.read()
    assert answers.statuses == [200]
    assert answers.is_closed
