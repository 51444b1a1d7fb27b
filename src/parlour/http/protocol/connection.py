"""One connection: what is read from it, to which request that belongs, and when it ends."""

import asyncio
from collections import deque
from typing import Any, Protocol, cast

from parlour.errors import Malformed, Oversized, TooSlow
from parlour.http.protocol import limits, refusals
from parlour.http.protocol.exchange import Exchange
from parlour.http.protocol.gate import Gate
from parlour.http.protocol.parser import Headers, Refused, RequestParser
from parlour.http.protocol.refusals import Refusal

# What is being read: nothing, a head, a body, or bytes to throw away.
QUIET, HEAD, BODY, DISCARDING = range(4)


class ServerState(Protocol):
    """The state of uvicorn's server that connections use and update."""

    total_requests: int
    connections: set[Any]
    tasks: set[asyncio.Task[None]]
    default_headers: Headers


class Connection(asyncio.Protocol):
    """A connection that passes its requests to the application, one after the other, and refuses malformed ones."""

    def __init__(
        self,
        gate: Gate,
        *,
        config: Any,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.gate = gate
        self.is_write_paused = False
        self._app = config.loaded_app
        self._app_state = app_state
        self._server_state = server_state
        self._loop = _loop or asyncio.get_running_loop()
        self._parser = RequestParser(self)
        self._address: str | None = None
        self._client: tuple[str, int] | None = None
        self._server: tuple[str, int] | None = None

        self._stage = QUIET
        self._since = self._read_at = self._loop.time()
        self._is_read_paused = False
        self._was_asked = False
        self._discarded = 0
        self._discard_limit = limits.LINGER_BYTES
        self._linger_silent_s = limits.LINGER_SILENT_S

        self._exchange: Exchange | None = None  # the one whose body is read
        self._running: Exchange | None = None  # the one that is being answered
        self._waiting: deque[Exchange] = deque()
        self._last_words: Refusal | None = None
        self._writable = asyncio.Event()
        self._unsent = 0
        self._unsent_since = 0.0

    @property
    def default_headers(self) -> Headers:
        """Return the headers of every answer."""
        return self._server_state.default_headers

    # --- the transport ---

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self._client = _address(transport.get_extra_info("peername"))
        self._server = _address(transport.get_extra_info("sockname"))
        self._address = self.gate.admit(self, self._client[0] if self._client else "")
        if self._address is None:
            self._turn_away()
        else:
            self._server_state.connections.add(self)

    def _turn_away(self) -> None:
        """Answer that there are too many connections, and stay open just long enough for the client to read that."""
        self.transport.write(refusals.TOO_MANY_CONNECTIONS.encode(self.default_headers))
        if not self.gate.keep_refused():
            self.transport.close()
            return
        self._discard_limit = 0
        self._stop_writing()
        self._loop.call_later(limits.LINGER_SILENT_S, self.transport.abort)

    def connection_lost(self, _: Exception | None) -> None:
        if self._address is not None:
            self.gate.leave(self, self._address)
        elif self._discard_limit == 0:
            self.gate.drop_refused()
        self._server_state.connections.discard(self)
        if self._running:
            self._running.disconnect()
        self._waiting.clear()
        self._writable.set()

    def eof_received(self) -> None:
        """Let the transport close: a client that sends no more is regarded as gone."""

    def pause_writing(self) -> None:
        self.is_write_paused = True
        self._writable.clear()

    def resume_writing(self) -> None:
        self.is_write_paused = False
        self._unsent = 0
        self._writable.set()

    async def until_writable(self) -> None:
        """Wait until the client has read enough of what was written."""
        await self._writable.wait()

    def pause_reading(self) -> None:
        """Stop reading until `resume_reading`."""
        if not self._is_read_paused and not self.transport.is_closing():
            self._is_read_paused = True
            self.transport.pause_reading()

    def resume_reading(self) -> None:
        """Continue reading, unless requests are waiting."""
        if self._is_read_paused and not self._waiting and not self.transport.is_closing():
            self._is_read_paused = False
            self._read_at = self._loop.time()
            self.transport.resume_reading()

    # --- reading ---

    def data_received(self, data: bytes) -> None:
        self._read_at = self._loop.time()
        if len(data) <= limits.PIECE_BYTES:
            self._read(data)
            return
        for start in range(0, len(data), limits.PIECE_BYTES):
            self._read(data[start : start + limits.PIECE_BYTES])

    def _read(self, data: bytes) -> None:
        if self._stage == DISCARDING:
            self._discarded += len(data)
            if self._discarded > self._discard_limit:
                self.transport.close()
            return
        try:
            self._parser.feed(data)
        except Refused as refused:
            self._refuse(refused.refusal)

    def begin_head(self) -> None:
        self._stage = HEAD
        self._since = self._read_at

    def take_head(self, scope: dict[str, Any], *, keep_alive: bool, awaits_go: bool) -> None:
        scope.update(server=self._server, client=self._client, state=self._app_state.copy())
        exchange = Exchange(self, scope, keep_alive=keep_alive and not self.gate.is_draining, awaits_go=awaits_go)
        if self._running is None:
            self._start(exchange)
        elif len(self._waiting) < limits.MAX_PIPELINED:
            self._waiting.append(exchange)
            self.pause_reading()
        else:
            raise Refused(refusals.TOO_MANY_UNANSWERED)
        self._exchange = exchange
        self._stage = BODY
        self._was_asked = True

    def take_body(self, data: bytes) -> None:
        assert self._exchange is not None  # noqa: S101 - a body has a head before it
        self._exchange.add_body(data)

    def end_body(self) -> None:
        assert self._exchange is not None  # noqa: S101 - a body has a head before it
        self._exchange.end_body()
        self._stage = QUIET
        self._since = self._read_at

    def _refuse(self, refusal: Refusal) -> None:
        """Stop reading requests, and send this refusal after the answers to all earlier requests.

        A fault within a body belongs to its request, so the application answers it.
        """
        was_body, self._stage = self._stage == BODY, DISCARDING
        self.gate.notice("request refused", status=refusal.status, client=self._client and self._client[0])
        if was_body and self._exchange is not None:
            self._exchange.fail(Oversized() if refusal is refusals.HEAD_TOO_LARGE else Malformed(refusal.message))
            if self._running is None:
                self._stop_writing()
        elif self._running is None:
            self.transport.write(refusal.encode(self.default_headers))
            self._stop_writing()
        else:
            self._last_words = refusal

    # --- answering ---

    def _start(self, exchange: Exchange) -> None:
        self._running = exchange
        task = self._loop.create_task(exchange.run(self._app))
        task.add_done_callback(self._server_state.tasks.discard)
        self._server_state.tasks.add(task)

    def finish(self, exchange: Exchange) -> None:
        """Continue after an answer: with the next request, or to the end of the connection."""
        self._server_state.total_requests += 1
        self._running = None
        if self.transport.is_closing():
            return
        if not exchange.keep_alive:
            self._stop_writing()
        elif self._waiting:
            self._start(self._waiting.popleft())
        elif self._last_words:
            self.transport.write(self._last_words.encode(self.default_headers))
            self._stop_writing()
        elif self._stage in (QUIET, BODY):
            self._since = self._loop.time()
        self.resume_reading()

    def abandon(self, exchange: Exchange, answer: Refusal | None) -> None:
        """End an exchange that the application didn't complete: with this answer, or by aborting one that has begun."""
        if exchange.is_complete or exchange.is_disconnected:
            return
        exchange.is_complete = True
        if answer is None:
            self.transport.abort()
            return
        exchange.keep_alive = False
        self.transport.write(answer.encode(self.default_headers))
        self.finish(exchange)

    def _stop_writing(self) -> None:
        """Close our side, and continue reading for a while: else the client might lose our answer (RFC 9112, 9.6)."""
        self._stage = DISCARDING
        self._since = self._read_at = self._loop.time()
        self._waiting.clear()
        if not self.transport.is_closing():
            self.transport.write_eof()

    # --- deadlines ---

    def check_deadlines(self, now: float) -> None:
        """End what takes too long; the gate calls this from time to time."""
        allowed = self.gate.limits
        if self._is_unread(now, allowed.stall_s):
            self.gate.notice("slow reader dropped", client=self._client and self._client[0])
            self.transport.abort()
        elif self._stage == HEAD and now - self._since > allowed.head_s:
            self._refuse(refusals.TOO_SLOW)
        elif self._stage == BODY:
            self._check_body(now)
        elif self._running is None and not self.transport.is_closing():
            if self._stage == QUIET and now - self._since > self._idle_s():
                self._linger_silent_s = limits.LINGER_IDLE_S
                self._stop_writing()
            elif self._stage == DISCARDING and self._has_lingered(now):
                self.transport.close()

    def _check_body(self, now: float) -> None:
        assert self._exchange is not None  # noqa: S101 - a body has a head before it
        if self._exchange.is_complete:
            if self._has_lingered(now):
                self._stop_writing()
            return
        if self._is_read_paused:  # the server is slow, not the client
            self._read_at = now
        if now - self._read_at > self.gate.limits.stall_s or now - self._since > self.gate.limits.body_s:
            self._exchange.fail(TooSlow())

    def _is_unread(self, now: float, allowed_s: float) -> bool:
        """Return whether the client has read nothing of the written data for that time."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or not 0 < self._unsent <= unsent:
            self._unsent_since = now
        self._unsent = unsent
        return now - self._unsent_since > allowed_s

    def _has_lingered(self, now: float) -> bool:
        return now - self._read_at > self._linger_silent_s or now - self._since > limits.LINGER_S

    def _idle_s(self) -> float:
        if self.gate.is_draining:
            return self.gate.limits.drain_s
        return self.gate.limits.idle_s if self._was_asked else self.gate.limits.head_s

    def shutdown(self) -> None:
        """Close the connection after the running answers; if there are none, after a moment without a request."""
        self.gate.drain()
        if self._running is None:
            self._since = self._loop.time()
        elif self._exchange is not None:
            self._exchange.keep_alive = False


def _address(found: Any) -> tuple[str, int] | None:
    return (str(found[0]), int(found[1])) if found else None
