"""Connections without sockets, at a time that the test sets: what they write and when they end, to the second."""

import asyncio
import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from uvicorn.server import ServerState

from parlour.http.protocol import Connection, Gate, limits_of
from parlour.settings import Settings
from tests.support.sockets import STATUS

CLIENT = ("192.0.2.1", 5000)
SERVER = ("192.0.2.100", 8000)


class Clock(asyncio.SelectorEventLoop):
    """A loop whose time stands still between the steps of a test."""

    def __init__(self) -> None:
        self.now = 1000.0
        super().__init__()

    def time(self) -> float:
        return self.now


class Wire(asyncio.Transport):
    """A transport that keeps what is written. As long as `unread` says so, the client has not read all of it."""

    def __init__(self, clock: Clock, peer: tuple[str, int] | None) -> None:
        super().__init__({"peername": peer, "sockname": SERVER})
        self.clock = clock
        self.protocol: Any = None
        self.pieces: list[bytes] = []
        self.unread = 0
        self.is_paused = False
        self.has_ended = False  # the server's side
        self.closed = ""

    @property
    def written(self) -> bytes:
        return b"".join(self.pieces)

    @property
    def statuses(self) -> list[int]:
        return [int(status) for status in STATUS.findall(self.written)]

    @property
    def state(self) -> str:
        return self.closed or ("ended" if self.has_ended else "open")

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert data, "nothing is written for nothing"
        assert not self.has_ended, "the server has said that this is all"
        if not self.closed:
            self.pieces.append(bytes(data))

    def write_eof(self) -> None:
        self._need_open()
        self.has_ended = True

    def get_write_buffer_size(self) -> int:
        return self.unread

    def is_reading(self) -> bool:
        return not self.is_paused

    def is_closing(self) -> bool:
        return bool(self.closed)

    def pause_reading(self) -> None:
        self._need_open()
        self.is_paused = True

    def resume_reading(self) -> None:
        self._need_open()
        self.is_paused = False

    def close(self) -> None:
        if not self.closed:
            self.closed = "closed"
            if not self.unread:
                self._lose()

    def abort(self) -> None:
        self.closed = "aborted"
        self._lose()

    def _lose(self) -> None:
        self.clock.call_soon(self.protocol.connection_lost, None)

    def _need_open(self) -> None:
        if self.closed:
            raise RuntimeError("The transport is closed.")


class Wired:
    """The connections of a server around an application."""

    def __init__(self, app: Any, **settings: Any) -> None:
        self.app = app
        self.clock = Clock()
        self.gate = Gate(limits_of(Settings(**settings), 10_000))
        self.state = ServerState()
        self.app_state = {"services": 1}

    def connect(self, peer: tuple[str, int] | None = CLIENT) -> tuple[Any, Wire]:
        """Return a new connection, and its wire."""
        wire = Wire(self.clock, peer)
        config = SimpleNamespace(loaded_app=self.app)
        connection = Connection(
            self.gate, config=config, server_state=self.state, app_state=self.app_state, _loop=self.clock
        )
        wire.protocol = connection
        self.call(connection.connection_made, wire)
        return connection, wire

    def call(self, function: Any, *arguments: Any) -> Any:
        """Call something within the loop, and let all go on that can."""

        async def call() -> Any:
            found = function(*arguments)
            for _ in range(6):
                await asyncio.sleep(0)
            return found

        return self.clock.run_until_complete(call())

    def send(self, wire: Wire, data: bytes) -> None:
        """Let data arrive at a connection."""
        self.call(wire.protocol.data_received, data)

    def lapse(self, seconds: int) -> None:
        """Let time pass, second by second."""
        for _ in range(seconds):
            self.clock.now += 1
            self.call(lambda: None)


@contextlib.contextmanager
def wired(app: Any, **settings: Any) -> Iterator[Wired]:
    """Connections around an application for the time of the block."""
    found = Wired(app, **settings)
    try:
        yield found
    finally:
        for task in asyncio.all_tasks(found.clock):
            task.cancel()
        for connection in list(found.state.connections):
            connection.transport.abort()
        found.call(lambda: None)
        found.clock.close()
