"""What of a request's body is passed on to the application, and what it counts for."""

import asyncio
from typing import Any

import pytest

from parlour.errors import Malformed, Overloaded
from parlour.http.protocol.exchange import Exchange
from parlour.http.protocol.limits import TAKE_MEMORY, UNCOUNTED_BODY_BYTES
from tests.support.sockets import Echo
from tests.support.wires import Wired, wired

KIB = 1024
GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"


def post(length: int, *lines: str) -> bytes:
    """The head of a request with a body."""
    head = ["POST / HTTP/1.1", "Host: parlour.test", f"Content-Length: {length}"]
    return "\r\n".join([*head, *lines, "", ""]).encode()


class Receiving:
    """An application that keeps what it receives, up to so many messages, and then waits."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.messages: list[Any] = []
        self.scope: Any = None
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, scope: Any, receive: Any, _: Any) -> None:
        self.scope = scope
        await self.go.wait()
        for _ in range(self.number):
            try:
                self.messages.append(await receive())
            except Exception as fault:  # noqa: BLE001 - the test looks at it
                self.messages.append(type(fault).__name__)
        await asyncio.Event().wait()


def part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_each_part_of_a_body_is_passed_on_once_when_it_comes() -> None:
    app = Receiving(4)
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(9))
        assert app.messages == []
        server.send(wire, b"abc")
        assert app.messages == [part(b"abc", more=True)]
        server.send(wire, b"def")
        assert app.messages[1:] == [part(b"def", more=True)]
        server.send(wire, b"ghi")
        assert app.messages[2:] == [part(b"ghi", more=False)]
        server.call(wire.abort)
        assert app.messages[3:] == [{"type": "http.disconnect"}]


def test_what_came_before_it_was_asked_for_is_passed_on_as_one_part() -> None:
    app = Receiving(2)
    app.go.clear()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(9) + b"abc")
        server.send(wire, b"def")
        server.call(app.go.set)
        assert app.messages == [part(b"abcdef", more=True)]


@pytest.mark.parametrize("size", [64 * KIB, 64 * KIB + 1])
def test_reading_pauses_when_more_waits_than_the_buffer_holds(size: int) -> None:
    app = Receiving(1)
    app.go.clear()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(200 * KIB))
        server.send(wire, b"x" * size)
        assert wire.is_reading() == (size <= 64 * KIB)
        server.call(app.go.set)
        assert wire.is_reading()
        assert app.messages == [part(b"x" * size, more=True)]


def test_the_client_is_asked_to_go_on_once_and_when_its_body_is_wanted() -> None:
    app = Receiving(3)
    app.go.clear()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(9, "Expect: 100-continue"))
        assert wire.written == b""
        server.call(app.go.set)
        server.send(wire, b"abc")
        server.send(wire, b"def")
        assert wire.written == b"HTTP/1.1 100 Continue\r\n\r\n"
        _, other = server.connect()
        server.send(other, post(9))
        assert other.written == b""


def memory_of(server: Wired) -> int:
    return server.gate._body_memory


@pytest.mark.parametrize(
    ("pieces", "counted"),
    [([UNCOUNTED_BODY_BYTES], 0), ([UNCOUNTED_BODY_BYTES, 1], 1), ([UNCOUNTED_BODY_BYTES - 5, 10, 20], 30)],
)
def test_what_a_body_takes_over_its_first_bytes_is_counted_until_the_answer(pieces: list[int], counted: int) -> None:
    app = Echo()
    app.hold = asyncio.Event()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(sum(pieces)))
        for size in pieces:
            server.send(wire, b"x" * size)
        assert memory_of(server) == counted
        assert len(app.asked[0][2]) == sum(pieces)
        server.call(app.hold.set)
        assert (wire.statuses, memory_of(server)) == ([200], 0)


@pytest.mark.parametrize(
    ("sizes", "counted", "answers"),
    [
        ([UNCOUNTED_BODY_BYTES], 0, [True]),
        ([UNCOUNTED_BODY_BYTES - 1, 1, 1], 1, [True] * 3),
        ([UNCOUNTED_BODY_BYTES + 1], UNCOUNTED_BODY_BYTES + 1, [True]),
        ([1024**2, 1], 1024**2, [True, False]),
    ],
)
def test_what_a_body_takes_when_it_is_unpacked_is_counted_until_the_answer(
    sizes: list[int], counted: int, answers: list[bool]
) -> None:
    app = Receiving(1)
    with wired(app, body_memory_mib=1) as server:
        _, wire = server.connect()
        server.send(wire, post(9))
        assert [app.scope[TAKE_MEMORY](size) for size in sizes] == answers
        assert memory_of(server) == counted
        server.call(next(iter(server.state.tasks)).cancel)
        assert memory_of(server) == 0
        assert TAKE_MEMORY not in app.scope


def test_a_body_for_which_there_is_no_memory_fails_and_takes_none() -> None:
    app = Echo()
    app.hold = asyncio.Event()
    with wired(app, body_memory_mib=1) as server:
        server.gate.take_memory(1024**2 - 100)
        _, wire = server.connect()
        server.send(wire, post(UNCOUNTED_BODY_BYTES + 1000) + b"x" * (UNCOUNTED_BODY_BYTES - 200))
        for _ in range(3):
            server.send(wire, b"x" * 150)
        server.send(wire, b"x" * 10)
        assert [type(fault).__name__ for fault in app.faults] == ["Overloaded"]
        assert memory_of(server) == 1024**2 - 100
        server.call(app.hold.set)
        assert (wire.statuses, wire.state) == ([400], "ended")  # of this application
        assert b"\r\nconnection: close\r\n" in wire.written


def test_the_rest_of_a_body_that_was_answered_already_takes_no_memory() -> None:
    app = Echo()
    with wired(app) as server:
        _, wire = server.connect()
        server.send(wire, post(100 * KIB).replace(b"/", b"/refused", 1))
        server.send(wire, b"x" * 100 * KIB)
        assert (wire.statuses, wire.state, memory_of(server)) == ([403], "open", 0)
        server.send(wire, GET)
        assert wire.statuses == [403, 200]


def test_the_first_fault_of_a_body_is_the_one_that_is_raised() -> None:
    app = Receiving(3)
    app.go.clear()
    with wired(app) as server:
        connection, wire = server.connect()
        server.send(wire, post(9) + b"abc")
        exchange = connection._exchange
        assert isinstance(exchange, Exchange)
        exchange.fail(Overloaded())
        exchange.fail(Malformed("later"))
        server.call(app.go.set)
        assert app.messages == ["Overloaded"] * 3
        assert not exchange.keep_alive
