"""What one connection does with what it reads and with what the application answers."""

import asyncio
from typing import Any

import pytest
import structlog

from parlour.http.protocol import limits, refusals
from parlour.http.protocol.connection import Connection
from tests.support.sockets import Echo
from tests.support.wires import CLIENT, SERVER, wired

GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: parlour.test\r\nContent-Length: 5\r\n\r\n"
CLOSE = b"\r\nconnection: close\r\n"


class Scopes(Echo):
    """Keep what it was called with, too."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(dict(scope))
        await super().__call__(scope, receive, send)


def holding() -> tuple[Echo, asyncio.Event]:
    """An application that holds its answers until the event."""
    app = Echo()
    app.hold = asyncio.Event()
    return app, app.hold


@pytest.mark.parametrize("peer", [CLIENT, None])
def test_the_application_knows_who_asks_and_has_a_state_of_its_own(peer: tuple[str, int] | None) -> None:
    """A proxy on the same machine has no address: it may use a Unix socket."""
    app = Scopes()
    with wired(app) as server:
        connection, wire = server.connect(peer)
        assert isinstance(connection, Connection)
        server.send(wire, GET + GET)
        assert [(scope["client"], scope["server"]) for scope in app.scopes] == [(peer, SERVER)] * 2
        states = [scope["state"] for scope in app.scopes]
        assert states == [server.app_state] * 2
        assert states[0] is not states[1]
        assert states[0] is not server.app_state
        assert server.state.total_requests == 2
        assert server.state.connections == {connection}
        assert server.state.tasks == set()


def test_a_running_request_is_known_to_the_server_until_it_is_answered() -> None:
    app, hold = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET)
        assert len(server.state.tasks) == 1
        server.call(hold.set)
        assert server.state.tasks == set()


# --- too many connections ---


def test_a_client_that_finds_no_place_may_read_the_reason() -> None:
    with wired(Echo(), max_connections_per_address=1) as server:
        server.connect()
        _, wire = server.connect()
        assert (wire.state, wire.statuses) == ("ended", [503])
        server.lapse(1)
        assert wire.state == "ended"
        server.lapse(1)
        assert wire.state == "aborted"
        assert (len(server.state.connections), server.gate._refused_open) == (1, 0)


def test_it_is_disconnected_when_it_sends_something() -> None:
    app = Echo()
    with wired(app, max_connections_per_address=1) as server:
        server.connect()
        _, wire = server.connect()
        assert server.gate._refused_open == 1
        server.send(wire, b"G")
        assert wire.state == "closed"
        assert (app.asked, server.gate._refused_open) == ([], 0)


def test_where_too_many_are_kept_open_already_it_is_disconnected_at_once() -> None:
    with wired(Echo(), max_connections_per_address=1) as server:
        server.connect()
        for _ in range(limits.MAX_REFUSED_OPEN):
            assert server.connect()[1].state == "ended"
        _, wire = server.connect()
        assert (wire.state, wire.statuses) == ("closed", [503])
        assert server.gate._refused_open == limits.MAX_REFUSED_OPEN


# --- several requests ---


@pytest.mark.parametrize(
    ("number", "statuses", "state"),
    [(limits.MAX_PIPELINED + 1, [200] * 33, "open"), (limits.MAX_PIPELINED + 2, [200] * 33 + [429], "ended")],
)
def test_so_many_requests_may_wait_for_their_answers(number: int, statuses: list[int], state: str) -> None:
    app, hold = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET * number)
        assert (len(app.asked), wire.is_reading()) == (1, False)
        server.call(hold.set)
        for _ in range(10):
            server.call(lambda: None)
        assert (wire.statuses, wire.state, wire.is_reading()) == (statuses, state, True)


def test_nothing_further_is_read_while_a_request_waits() -> None:
    """Also when the application asks for more of the body of the one that it answers."""
    app, hold = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET)
        assert wire.is_reading()
        server.send(wire, POST)
        assert not wire.is_reading()
        server.call(wire.protocol.resume_reading)
        assert not wire.is_reading()
        server.call(hold.set)
        assert wire.is_reading()
        server.send(wire, b"hello")
        assert app.asked[1:] == [("POST", "/", b"hello")]


def test_data_is_read_in_pieces_of_any_number() -> None:
    app = Echo()
    for size in (limits.PIECE_BYTES, limits.PIECE_BYTES + 1, 3 * limits.PIECE_BYTES - 1):
        body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
        with wired(app) as server:
            _, wire = server.connect()
            server.send(wire, POST.replace(b"5", b"%d" % size))
            server.send(wire, body)
            assert app.asked.pop()[2] == body


@pytest.mark.parametrize(
    ("sent", "is_draining", "is_closed"),
    [
        (GET, False, False),
        (GET, True, True),
        (GET.replace(b"1.1", b"1.0"), False, True),
        (GET.replace(b"Host", b"Connection: close\r\nHost"), False, True),
        (
            GET.replace(b"GET", b"POST").replace(b"Host", b"Content-Length: 0\r\nExpect: 100-continue\r\nHost"),
            False,
            False,
        ),
    ],
)
def test_a_connection_is_kept_unless_the_client_or_the_server_ends_it(
    sent: bytes, is_draining: bool, is_closed: bool
) -> None:
    with wired(Echo()) as server:
        _, wire = server.connect()
        if is_draining:
            server.gate.drain()
        server.send(wire, sent)
        assert 200 in wire.statuses
        assert ((CLOSE in wire.written), wire.state) == (is_closed, "ended" if is_closed else "open")


def test_requests_behind_one_that_closes_are_not_answered() -> None:
    app, hold = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        server.send(wire, GET)
        server.call(hold.set)
        assert (wire.statuses, wire.state, wire.is_reading()) == ([200], "ended", True)


def test_a_server_that_stops_answers_what_it_has_read() -> None:
    app, hold = holding()
    with wired(app) as server:
        _, idle = server.connect()
        connection, wire = server.connect()
        server.send(wire, GET + GET)
        server.call(connection.shutdown)
        server.call(hold.set)
        assert (wire.statuses, wire.written.count(CLOSE), wire.state) == ([200, 200], 1, "ended")
        assert wire.written.index(CLOSE) > wire.written.rindex(b"HTTP/1.1")
        server.send(idle, GET)  # all connections share what the gate says
        assert CLOSE in idle.written


# --- what is no request ---


@pytest.mark.parametrize(
    ("sent", "statuses"), [(b"\0", [400]), (GET + b"\0", [200, 400]), (GET.replace(b"1.1", b"2.0"), [505])]
)
@pytest.mark.parametrize("is_held", [True, False])
def test_a_refusal_follows_the_answers_to_earlier_requests(sent: bytes, statuses: list[int], is_held: bool) -> None:
    app, hold = holding()
    with wired(app) as server, structlog.testing.capture_logs() as lines:
        if not is_held:
            hold.set()
        _, wire = server.connect()
        server.send(wire, sent)
        server.call(hold.set)
        assert (wire.statuses, wire.state) == (statuses, "ended")
        server.send(wire, GET)
        assert (wire.statuses, wire.state) == (statuses, "ended")  # this was read, and thrown away
    assert [(line["event"], line["status"], line["client"]) for line in lines] == [
        ("request refused", statuses[-1], CLIENT[0])
    ]


def test_a_client_without_an_address_is_refused_like_others() -> None:
    with wired(Echo()) as server, structlog.testing.capture_logs() as lines:
        _, wire = server.connect(None)
        server.send(wire, b"\0")
        assert wire.statuses == [400]
    assert [line["client"] for line in lines] == [None]


@pytest.mark.parametrize(
    ("rest", "fault", "words"),
    [
        (b"no size\r\n", "Malformed", refusals.UNREADABLE.message),
        (b"1;%s\r\na\r\n" % (b"x" * 2 * limits.MAX_HEAD_BYTES), "Oversized", ""),
    ],
)
def test_a_fault_within_a_body_is_its_requests_fault(rest: bytes, fault: str, words: str) -> None:
    app = Echo()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, b"POST / HTTP/1.1\r\nHost: parlour.test\r\nTransfer-Encoding: chunked\r\n\r\n")
        server.send(wire, rest)
        assert [(type(each).__name__, words in str(each)) for each in app.faults] == [(fault, True)]
        assert (wire.statuses, wire.state) == ([400], "ended")  # of this application


@pytest.mark.parametrize(("size", "state"), [(limits.LINGER_BYTES, "ended"), (limits.LINGER_BYTES + 1, "closed")])
def test_so_much_is_thrown_away_after_the_last_answer(size: int, state: str) -> None:
    with wired(Echo()) as server:
        connection, wire = server.connect()
        server.send(wire, b"\0")
        connection._discarded = size - 2  # sending all of it takes too long
        server.send(wire, b"x")
        assert (connection._discarded, wire.state) == (size - 1, "ended")
        server.send(wire, b"x")
        assert wire.state == state


# --- what ends in between ---


def test_an_application_sees_that_its_client_is_gone() -> None:
    seen: list[str] = []

    async def waiting(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "http.request":
            seen.append("body")
        seen.append(message["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})  # no error: it can't know
        await send({"type": "http.response.body", "body": b"late"})
        seen.append("end")

    with wired(waiting) as server:
        _, wire = server.connect()
        server.send(wire, GET + GET)
        server.call(wire.abort)
        assert seen == ["body", "http.disconnect", "end"]
        assert (wire.written, server.state.total_requests) == (b"", 0)
        assert (server.state.connections, server.gate._connections) == (set(), set())


def test_the_next_request_is_not_begun_when_the_client_has_gone_during_an_answer() -> None:
    app, hold = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET + GET)
        wire.unread = 10  # it ends when these were read
        server.call(wire.close)
        server.call(hold.set)
        assert len(app.asked) == 1
        assert server.state.total_requests == 1


def test_reading_is_not_resumed_on_a_connection_that_ends() -> None:
    app, _ = holding()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, GET + GET)
        assert not wire.is_reading()
        wire.unread = 10
        server.call(wire.close)
        wire.protocol._waiting.clear()
        server.call(wire.protocol.resume_reading)
        assert not wire.is_reading()


def test_an_application_waits_for_a_client_that_does_not_read() -> None:
    parts: list[int] = []

    async def streaming(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(4):
            await send({"type": "http.response.body", "body": b"part", "more_body": True})
            parts.append(number)
        await send({"type": "http.response.body"})

    with wired(streaming) as server:
        connection, wire = server.connect()
        connection.pause_writing()
        server.send(wire, GET)
        assert parts == []
        server.call(connection.resume_writing)
        assert (parts, wire.state) == ([0, 1, 2, 3], "open")
        connection.pause_writing()
        server.send(wire, GET)
        assert len(parts) == 4
        server.call(wire.abort)  # the wait has an end
        assert len(server.state.tasks) == 0
