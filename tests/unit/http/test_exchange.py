"""What an answer of the application is on the wire, and what is sent in its place if it fails."""

import asyncio
from typing import Any

import pytest
import structlog

from parlour.http.protocol.exchange import STATUS_LINES
from parlour.http.protocol.refusals import status_line
from tests.support.wires import wired

KIB = 1024
LENGTH_2 = [(b"content-length", b"2")]
HI = [b"hi"]
CHUNKED_HI = b"2\r\nhi\r\n0\r\n\r\n"
CLOSE, CHUNKED = b"connection: close", b"transfer-encoding: chunked"
SAYS_2 = b"content-length: 2"


def request(method: str = "GET", version: str = "1.1", *lines: str) -> bytes:
    return "\r\n".join([f"{method} / HTTP/{version}", "Host: parlour.test", *lines, "", ""]).encode()


def post(length: int, *lines: str) -> bytes:
    return request("POST", "1.1", f"Content-Length: {length}", *lines)


class Answering:
    """An application that answers with these headers and parts, without a look at the body."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], parts: list[bytes]) -> None:
        self.start = {"type": "http.response.start", "status": status, "headers": headers}
        self.parts = parts

    async def __call__(self, _: Any, __: Any, send: Any) -> None:
        await send(self.start)
        for number, part in enumerate(self.parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(self.parts)})


@pytest.mark.parametrize(
    ("sent", "status", "headers", "parts", "lines", "body", "is_kept"),
    [
        (request(), 200, LENGTH_2, HI, [SAYS_2], b"hi", True),
        (request(), 200, LENGTH_2, [b"h", b"i"], [SAYS_2], b"hi", True),
        (request(), 200, LENGTH_2, [b"h", b"", b"i", b""], [SAYS_2], b"hi", True),
        (request(), 200, [(b"Content-Length", b"0")], [b""], [b"content-length: 0"], b"", True),
        (request(), 200, [], HI, [CHUNKED], CHUNKED_HI, True),
        (request(), 200, [], [b"h", b"", b"i"], [CHUNKED], b"1\r\nh\r\n1\r\ni\r\n0\r\n\r\n", True),
        (request(), 200, [], [b"x" * 20], [CHUNKED], b"14\r\n%s\r\n0\r\n\r\n" % (b"x" * 20), True),
        (request(), 205, [], [b""], [CHUNKED], b"0\r\n\r\n", True),
        (request(), 204, [], [b""], [], b"", True),
        (request(), 304, [(b"etag", b"a")], [b""], [b"etag: a"], b"", True),
        (request(), 304, LENGTH_2, [b""], [SAYS_2], b"", True),
        (request("HEAD"), 200, LENGTH_2, HI, [SAYS_2], b"", True),
        (request("HEAD"), 200, [], HI, [], b"", True),
        (request("HEAD"), 200, LENGTH_2, [b"h", b"i"], [SAYS_2], b"", True),
        (request("GET", "1.0"), 200, [], HI, [CLOSE], b"hi", False),
        (request("GET", "1.0"), 200, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
        (request("GET", "1.1", "Connection: close"), 200, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
        (request(), 200, [*LENGTH_2, (b"Connection", b"CLOSE")], HI, [SAYS_2, b"connection: CLOSE"], b"hi", False),
        (request(), 200, [*LENGTH_2, (b"connection", b"keep")], HI, [SAYS_2, b"connection: keep"], b"hi", True),
        (request(), 200, [*LENGTH_2, (b"X-Door", b"close")], HI, [SAYS_2, b"x-door: close"], b"hi", True),
        (request(), 200, [*LENGTH_2, (b"X", b"")], HI, [SAYS_2, b"x: "], b"hi", True),
        (post(256 * KIB), 403, LENGTH_2, HI, [SAYS_2], b"hi", True),
        (post(256 * KIB + 1), 403, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
        (post(256 * KIB + 3) + b"abc", 403, LENGTH_2, HI, [SAYS_2], b"hi", True),
        (post(256 * KIB + 4) + b"abc", 403, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
        (post(5, "Expect: 100-continue"), 403, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
        (post(5) + b"hello", 403, LENGTH_2, HI, [SAYS_2], b"hi", True),
        (request("POST", "1.1", "Transfer-Encoding: chunked"), 403, LENGTH_2, HI, [SAYS_2, CLOSE], b"hi", False),
    ],
)  # fmt: skip
def test_an_answer_is_framed_for_its_request(
    sent: bytes, status: int, headers: Any, parts: list[bytes], lines: list[bytes], body: bytes, is_kept: bool
) -> None:
    with wired(Answering(status, headers, parts)) as server:
        server.state.default_headers = [(b"server", b"parlour")]
        _, wire = server.connect()
        server.send(wire, sent)
        head = b"\r\n".join([status_line(status), b"server: parlour", *lines])
        assert wire.written == head + b"\r\n\r\n" + body
        assert wire.state == ("open" if is_kept else "ended")


@pytest.mark.parametrize(
    ("parts", "written", "state"),
    [
        ([b"abcd"], 500, "ended"),
        ([b"ab"], 500, "ended"),
        ([b"abcd", b""], 500, "ended"),
        ([b""], 500, "ended"),
        ([b"ab", b"cd"], 200, "aborted"),
        ([b"ab", b""], 200, "aborted"),
        ([b"abc", b"d", b""], 200, "aborted"),
        ([b"ab", b"c"], 200, "open"),
        ([b"abc", b""], 200, "open"),
    ],
)
def test_an_answer_is_as_long_as_it_says(parts: list[bytes], written: int, state: str) -> None:
    with wired(Answering(200, [(b"content-length", b"3")], parts)) as server:
        _, wire = server.connect()
        server.send(wire, request())
        assert (wire.statuses, wire.state) == ([written], state)
        assert b"cd" not in wire.written


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ((b"x", b"a\r\nb: c"), 500),
        ((b"x", b"a\rb\nc"), 500),
        ((b"x", b"a\n"), 500),
        ((b"x", b"\ra"), 500),
        ((b"x\r\ny", b"a"), 500),
        ((b"x", b"a\0b"), 500),
        ((b"x", b"a\tb: c"), 200),
    ],
)
def test_no_header_ends_its_line(header: tuple[bytes, bytes], status: int) -> None:
    with wired(Answering(200, [*LENGTH_2, header], HI)) as server, structlog.testing.capture_logs() as lines:
        _, wire = server.connect()
        server.send(wire, request())
        assert wire.statuses == [status]
    assert [line["event"] for line in lines] == (["unexpected error"] if status == 500 else [])


@pytest.mark.parametrize(("size", "pieces"), [(2, 1), (100_000, 1), (128 * KIB, 1), (128 * KIB + 1, 2)])
def test_all_but_large_answers_are_written_at_once(size: int, pieces: int) -> None:
    with wired(Answering(200, [(b"content-length", b"%d" % size)], [b"x" * size])) as server:
        _, wire = server.connect()
        server.send(wire, request())
        assert len(wire.pieces) == pieces
        assert wire.written.endswith(b"\r\n\r\n" + b"x" * size)


def test_a_message_without_a_body_is_the_end() -> None:
    async def brief(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    with wired(brief) as server:
        _, wire = server.connect()
        server.send(wire, request())
        assert wire.written.endswith(b"\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n")
        assert server.state.total_requests == 1


def test_every_status_has_its_line() -> None:
    assert {status: status_line(status) for status in range(100, 600)} == STATUS_LINES


# --- applications that fail ---

FAILED, STOPPING, ABORTED = ([500], "ended"), ([503], "ended"), ([200], "aborted")


@pytest.mark.parametrize("fault", ["raise", "cancel", "return"])
@pytest.mark.parametrize("progress", ["nothing", "head", "part", "all", "gone"])
def test_an_answer_that_is_not_completed_is_answered_for_or_cut_off(progress: str, fault: str) -> None:
    hold = asyncio.Event()
    sends: list[Any] = []

    async def failing(scope: Any, receive: Any, send: Any) -> None:
        sends.append(send)
        if progress in ("head", "part", "all"):
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
        if progress in ("part", "all"):
            body = b"hel" if progress == "part" else b"hello"
            await send({"type": "http.response.body", "body": body, "more_body": progress == "part"})
        if progress == "gone" or fault == "cancel":
            await hold.wait()
        if fault == "raise":
            raise KeyError("failed")

    with wired(failing) as server, structlog.testing.capture_logs() as lines:
        _, wire = server.connect()
        server.send(wire, request())
        tasks = list(server.state.tasks)
        if progress == "gone":
            server.call(wire.abort)
        if fault == "cancel":
            server.call(tasks[0].cancel)
            assert tasks[0].cancelled()
        server.call(hold.set)
        unsent = {"raise": FAILED, "return": FAILED, "cancel": STOPPING}[fault]
        outcome = {"nothing": unsent, "head": unsent, "part": ABORTED, "all": ([200], "open"), "gone": ([], "aborted")}
        assert (wire.statuses, wire.state) == outcome[progress]
        assert server.state.total_requests == (progress != "gone" and outcome[progress] != ABORTED)
        logged = {"raise": ["unexpected error"], "cancel": []}
        logged["return"] = [] if progress in ("all", "gone") else ["an answer was not completed"]
        assert [line["event"] for line in lines] == logged[fault]
        if fault == "return" and lines:
            assert (lines[0]["status"], lines[0]["log_level"]) == (progress != "nothing", "error")
        if fault == "raise":
            assert lines[0]["exc_info"]
        written = wire.written
        late = server.clock.create_task(sends[0]({"type": "http.response.start", "status": 200, "headers": []}))
        server.call(lambda: None)  # what it started may go on, and adds nothing
        assert (late.exception() is None) == (progress == "gone" or outcome[progress] == ABORTED)
        assert wire.written == written


def test_an_application_that_waits_after_its_answer_sees_the_end() -> None:
    seen: list[str] = []

    async def listening(scope: Any, receive: Any, send: Any) -> None:
        async def listen() -> None:
            seen.extend([(await receive())["type"] for _ in range(3)])

        listener = asyncio.create_task(listen())
        await asyncio.sleep(0)
        await Answering(200, LENGTH_2, HI)(scope, receive, send)
        await listener

    with wired(listening) as server:
        _, wire = server.connect()
        server.send(wire, request())
        assert (wire.statuses, seen) == ([200], ["http.request", *["http.disconnect"] * 2])
