"""How long each stage of a connection may take, to the second: the gate looks at all connections once a second."""

import asyncio
from typing import Any

import pytest
import structlog

from parlour.http.protocol.connection import Connection
from tests.support.sockets import Echo
from tests.support.wires import Wired, wired

TIMES: dict[str, Any] = {"head_timeout_s": 8, "stall_timeout_s": 16, "body_timeout_s": 64, "idle_timeout_s": 32}
GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: parlour.test\r\nContent-Length: 1000\r\n\r\n"
REFUSED = POST.replace(b"/", b"/refused", 1)  # answered before the body has arrived
Step = bytes | int | str


def follow(server: Wired, wire: Any, *steps: Step) -> None:
    """Send bytes, let seconds pass, or call a method of the connection."""
    for step in steps:
        if isinstance(step, bytes):
            server.send(wire, step)
        elif isinstance(step, int):
            server.lapse(step)
        else:
            server.call(getattr(wire.protocol, step))


@pytest.mark.parametrize(
    ("steps", "allowed_s", "statuses", "then_s"),
    [
        ([], 8, [], 1),
        ([5, b"GE"], 8, [408], 3),
        ([b"GE", 4, b"T /"], 4, [408], 3),
        ([b"\r\n", 4, b"\r\n"], 4, [], 1),  # this isn't the beginning of a head
        ([GET, 5, b"GE"], 8, [200, 408], 3),
        ([POST + b"ab"], 16, [400], 3),  # of this application; the server itself answers 408
        ([POST, 9, b"ab"], 16, [400], 3),
        ([POST, *[10, b"a"] * 6], 4, [400], 3),
        ([POST, *[10, b"a"] * 5], 14, [400], 3),
        ([GET], 32, [200], 1),
        ([GET, 20, GET], 32, [200, 200], 1),
        ([POST, 10, b"x" * 1000], 32, [200], 1),
        ([GET, 20, "shutdown"], 2, [200], 1),
        ([3, "shutdown"], 2, [], 1),
        ([REFUSED], 2, [403], 3),
        ([REFUSED, 1, b"x" * 1000], 32, [403], 1),
        ([REFUSED, *[1, b"x"] * 19], 1, [403], 3),
    ],
)
def test_each_stage_has_its_time(steps: list[Step], allowed_s: int, statuses: list[int], then_s: int) -> None:
    """A second later the server ends its side; it closes the connection when the client may have read the answer."""
    with wired(Echo(), **TIMES) as server:
        connection, wire = server.connect()
        assert isinstance(connection, Connection)
        follow(server, wire, *steps, allowed_s)
        assert wire.state == "open"
        server.lapse(1)
        assert (wire.state, wire.statuses) == ("ended", statuses)
        server.lapse(then_s - 1)
        assert wire.state == "ended"
        server.lapse(1)
        assert (wire.state, wire.statuses) == ("closed", statuses)
        assert server.state.connections == set()


@pytest.mark.parametrize(
    ("steps", "allowed_s"),
    [
        ([b"\0"], 2),
        ([b"\0", 1, b"x"], 2),
        ([b"\0", *[1, b"x"] * 19], 1),
        ([GET + b"\0"], 2),
        ([b"GE", 9], 2),
        ([REFUSED.replace(b"1000", b"1000000")], 2),
        ([REFUSED.replace(b"1000", b"1000000"), *[1, b"x"] * 19], 1),
    ],
)
def test_a_client_may_read_the_last_answer_for_a_while(steps: list[Step], allowed_s: int) -> None:
    with wired(Echo(), **TIMES) as server:
        _, wire = server.connect()
        follow(server, wire, *steps, allowed_s)
        assert wire.state == "ended"
        server.lapse(1)
        assert wire.state == "closed"


@pytest.mark.parametrize("sent", [GET, POST + b"x" * 1000, GET + GET])
def test_a_client_that_waits_for_its_answer_has_no_deadline(sent: bytes) -> None:
    app = Echo()
    app.hold = asyncio.Event()
    with wired(app, **TIMES) as server:
        _, wire = server.connect()
        follow(server, wire, sent, 200)
        assert (wire.state, wire.written) == ("open", b"")
        server.call(app.hold.set)
        assert set(wire.statuses) == {200}
        follow(server, wire, 32)
        assert wire.state == "open"
        server.lapse(1)
        assert wire.state == "ended"


def test_a_client_whose_body_is_not_read_yet_is_not_slow() -> None:
    app = Echo()
    go = asyncio.Event()

    async def hesitating(scope: Any, receive: Any, send: Any) -> None:
        await go.wait()
        await app(scope, receive, send)

    with wired(hesitating, **{**TIMES, "body_timeout_s": 600}) as server:
        _, wire = server.connect()
        follow(server, wire, POST.replace(b"1000", b"100000") + b"x" * 80_000)
        assert not wire.is_reading()
        follow(server, wire, 100)
        server.call(go.set)
        assert wire.is_reading()
        follow(server, wire, 16)
        assert app.faults == []
        follow(server, wire, 1)
        assert [type(fault).__name__ for fault in app.faults] == ["TooSlow"]


def test_its_time_begins_when_it_is_read_not_at_the_last_look() -> None:
    app = Echo()
    go = asyncio.Event()

    async def hesitating(scope: Any, receive: Any, send: Any) -> None:
        await go.wait()
        await app(scope, receive, send)

    with wired(hesitating, **{**TIMES, "stall_timeout_s": 4.9}) as server:
        _, wire = server.connect()
        follow(server, wire, POST.replace(b"1000", b"100000") + b"x" * 80_000, 10)
        server.clock.now += 0.25
        server.call(go.set)
        server.clock.now -= 0.25  # looks stay at whole seconds
        follow(server, wire, 5)
        assert app.faults == []
        follow(server, wire, 1)
        assert [type(fault).__name__ for fault in app.faults] == ["TooSlow"]


def test_a_late_look_at_a_body_gives_the_client_no_more_time() -> None:
    """Only a client whose data was not read may take longer."""
    app = Echo()
    go = asyncio.Event()

    async def hesitating(scope: Any, receive: Any, send: Any) -> None:
        await go.wait()
        await app(scope, receive, send)

    with wired(hesitating, **TIMES) as server:
        _, wire = server.connect()
        follow(server, wire, POST + b"ab", 10)
        server.call(go.set)
        follow(server, wire, 6)
        assert app.faults == []
        follow(server, wire, 1)
        assert [type(fault).__name__ for fault in app.faults] == ["TooSlow"]


@pytest.mark.parametrize(
    ("unread", "last", "more_s"),
    [
        ([], 1, 17),  # from the first look that found it on
        ([], 2, 17),
        ([0] * 50, 1, 17),
        ([5] * 5, 5, 12),
        ([5, 6, 7], 8, 14),
        ([5] * 10, 4, 17),  # the client has read something
        ([5] * 10 + [0], 5, 17),
        ([5] * 10 + [None], 5, 17),  # it has read so much that writing goes on
    ],
)
def test_a_client_that_does_not_read_is_dropped(unread: list[int | None], last: int, more_s: int) -> None:
    app = Echo()
    app.hold = asyncio.Event()
    with wired(app, **TIMES) as server, structlog.testing.capture_logs() as lines:
        _, wire = server.connect()
        server.send(wire, GET)
        for size in unread:
            if size is None:
                server.call(wire.protocol.resume_writing)
            else:
                wire.unread = size
                server.lapse(1)
        wire.unread = last
        server.lapse(more_s)
        assert wire.state == "open"
        server.lapse(1)
        assert wire.state == "aborted"
    assert [(line["event"], line["client"]) for line in lines] == [("slow reader dropped", "192.0.2.1")]


def test_one_without_an_address_is_dropped_like_others() -> None:
    app = Echo()
    app.hold = asyncio.Event()
    with wired(app, **TIMES) as server, structlog.testing.capture_logs() as lines:
        _, wire = server.connect(None)
        server.send(wire, GET)
        wire.unread = 1
        server.lapse(18)
        assert wire.state == "aborted"
    assert [line["client"] for line in lines] == [None]
