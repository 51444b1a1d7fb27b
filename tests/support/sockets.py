"""Clients that write their own bytes, and the connection handling of the server around a small application."""

import asyncio
import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Self

import msgspec
import uvloop
from uvicorn.server import ServerState

from parlour.http.protocol import Connection, Gate, limits_of
from parlour.settings import Settings

WAIT_S = 30.0
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


class Answers(msgspec.Struct, frozen=True):
    """All that a connection answered until it was closed, or until it sent nothing for a while."""

    raw: bytes
    is_closed: bool
    is_reset: bool = False

    @property
    def statuses(self) -> list[int]:
        """The statuses of all answers."""
        return [int(status) for status in STATUS.findall(self.raw)]


class Peer:
    """One connection of a client."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), WAIT_S, source_address=(source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self, until_silent_s: float = WAIT_S, count: int | None = None) -> Answers:
        """Read until the end, until so many answers came, or until nothing came for so long."""
        self.socket.settimeout(until_silent_s)
        raw = b""
        try:
            while piece := self.socket.recv(65536):
                raw += piece
                if count is not None and len(STATUS.findall(raw)) >= count and raw.endswith(b"}"):
                    return Answers(raw, is_closed=False)
        except TimeoutError:
            return Answers(raw, is_closed=False)
        except ConnectionError:
            return Answers(raw, is_closed=True, is_reset=True)
        return Answers(raw, is_closed=True)


def ask(port: int, data: bytes, until_silent_s: float = WAIT_S) -> Answers:
    """Send bytes on a connection of their own and read until it is closed."""
    with Peer(port) as peer:
        with contextlib.suppress(ConnectionError):  # what was answered before it was closed counts
            peer.send(data)
        return peer.read(until_silent_s)


class Echo:
    """An application that reads each body and says how long it was; it keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        self.headers: list[list[tuple[bytes, bytes]]] = []
        self.hold: asyncio.Event | None = None
        self.answer = b"{}"
        self.faults: list[Exception] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, status = b"", 200
        if scope["path"] == "/refused":  # without a look at the body
            status = 403
        else:
            try:
                body = await read_body(receive)
            except Exception as fault:  # noqa: BLE001 - tests look at it
                self.faults.append(fault)
                status = 400
        self.asked.append((scope["method"], scope["path"], body))
        self.headers.append(scope["headers"])
        if self.hold is not None:
            await self.hold.wait()
        length = b"%d" % len(self.answer)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": self.answer})


async def read_body(receive: Any) -> bytes:
    """The whole body."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise EOFError
        body += message["body"]
        if not message["more_body"]:
            return bytes(body)


class Listening:
    """A listening socket whose connections are those of the server, in a thread with a loop of its own."""

    def __init__(self, app: Any, settings: Settings, open_files: int) -> None:
        self.gate = Gate(limits_of(settings, open_files))
        self.state = ServerState()
        self.loop = uvloop.new_event_loop()
        self.port = 0
        self._app = app
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._is_ready.wait(WAIT_S)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(WAIT_S)

    def call(self, function: Any, *arguments: Any) -> None:
        """Call something in the thread of the server."""
        self.loop.call_soon_threadsafe(function, *arguments)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        self._is_ready.set()
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self._server.close()
        for connection in list(self.state.connections):
            connection.transport.abort()
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.loop.close()

    async def _listen(self) -> None:
        def connection() -> Connection:
            config = SimpleNamespace(loaded_app=self._app)
            return Connection(self.gate, config=config, server_state=self.state, app_state={})

        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = listener.getsockname()[1]
        self._server = await self.loop.create_server(connection, sock=listener)


@contextlib.contextmanager
def listening(app: Any, open_files: int = 1024, **settings: Any) -> Iterator[Listening]:
    """The connection handling around an application for the time of the block."""
    server = Listening(app, Settings(**settings), open_files)
    server.start()
    try:
        yield server
    finally:
        server.stop()
