"""One request and its answer, as the application sees them: ASGI's scope, `receive` and `send`."""

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from parlour.errors import Overloaded, ParlourError
from parlour.http.protocol.limits import BODY_BUFFER_BYTES, SHORT_REST_BYTES, TAKE_MEMORY, UNCOUNTED_BODY_BYTES
from parlour.http.protocol.refusals import FAILED, STOPPING, status_line

if TYPE_CHECKING:
    from parlour.http.protocol.connection import Connection

STATUS_LINES = {status: status_line(status) for status in range(100, 600)}
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
BODILESS = (204, 304)
SENT_WITH_HEAD_BYTES = 128 * 1024
"""Up to here, copying a part of a body costs less than a second call of the system."""

log = structlog.get_logger()


class Exchange:
    """One exchange: passes the body from the connection to the application, and writes the application's answer."""

    def __init__(self, connection: "Connection", scope: dict[str, Any], *, keep_alive: bool, awaits_go: bool) -> None:
        self.connection = connection
        self.scope = scope
        self.keep_alive = keep_alive
        self.is_disconnected = False
        self.is_complete = False
        self.more_body = True
        self._awaits_go = awaits_go  # the client sends its body after `100 Continue`
        self._body = bytearray()
        self._received = 0
        self._counted = 0
        self._unpacked = 0
        scope[TAKE_MEMORY] = self.take_memory
        self._failure: ParlourError | None = None
        self._news = asyncio.Event()
        self._is_started = False
        self._head: bytes  # sent together with the first part of the body: one packet instead of two
        self._is_chunked = False
        self._length_left: int | None = None

    @property
    def _is_head_sent(self) -> bool:
        return self._is_started and not self._head

    async def run(self, app: Any) -> None:
        """Run the application; answer in its place if it fails."""
        try:
            await app(self.scope, self.receive, self.send)
        except asyncio.CancelledError:
            self.connection.abandon(self, None if self._is_head_sent else STOPPING)
            raise
        except Exception:
            log.exception("unexpected error")
            self.connection.abandon(self, None if self._is_head_sent else FAILED)
        else:
            if not self.is_complete and not self.is_disconnected:
                log.error("an answer was not completed", status=self._is_started)
                self.connection.abandon(self, None if self._is_head_sent else FAILED)
        finally:
            self.scope.pop(TAKE_MEMORY, None)  # it refers to this object: a reference cycle would need the collector
            self.connection.gate.give_back_memory(self._counted)

    # --- from the connection ---

    def add_body(self, data: bytes) -> None:
        """Add a part of the body; ignore it if the answer is complete or reading has failed."""
        self._received += len(data)
        if self.is_complete or self._failure:
            return
        if self._received > UNCOUNTED_BODY_BYTES:
            if not self.connection.gate.take_memory(len(data)):
                self.fail(Overloaded())
                return
            self._counted += len(data)
        self._body += data
        if len(self._body) > BODY_BUFFER_BYTES:
            self.connection.pause_reading()
        self._news.set()

    def take_memory(self, size: int) -> bool:
        """Reserve memory for a body that is unpacked, until the end; return whether there is enough."""
        self._unpacked += size
        if self._unpacked <= UNCOUNTED_BODY_BYTES:
            return True
        if not self.connection.gate.take_memory(size):
            return False
        self._counted += size
        return True

    def end_body(self) -> None:
        """Note that the body is complete."""
        self.more_body = False
        self._news.set()

    def fail(self, error: ParlourError) -> None:
        """Let the application's reading of the body fail, and close the connection after its answer."""
        if self._failure is None and self.more_body:
            self._failure = error
            self.keep_alive = False
            self._news.set()

    def disconnect(self) -> None:
        """Note that the client is gone."""
        self.is_disconnected = True
        self._news.set()

    # --- ASGI ---

    async def receive(self) -> dict[str, Any]:
        """Return the next part of the body. Raise the error that `fail` got."""
        if not self.is_disconnected and not self.is_complete and not self._failure:
            if self._awaits_go:
                self._awaits_go = False
                self.connection.transport.write(CONTINUE)
            self.connection.resume_reading()
            await self._news.wait()
            self._news.clear()
        if self.is_disconnected or self.is_complete:
            return {"type": "http.disconnect"}
        if self._failure:
            raise self._failure
        body, self._body = bytes(self._body), bytearray()
        return {"type": "http.request", "body": body, "more_body": self.more_body}

    async def send(self, message: Any) -> None:
        """Write the start of the answer, or a part of its body, as fast as the client reads."""
        if self.connection.is_write_paused and not self.is_disconnected:
            await self.connection.until_writable()
        if self.is_disconnected:
            return
        if self.is_complete:
            raise RuntimeError("The answer is complete already.")
        if not self._is_started:
            self._start(message["status"], message.get("headers", ()))
        else:
            self._write_body(message.get("body", b""), more=message.get("more_body", False))

    def _start(self, status: int, headers: Any) -> None:
        if self.more_body and not self._is_rest_short():
            self.keep_alive = False
        lines = [STATUS_LINES[status]]
        is_close_said = False
        for given, value in (*self.connection.default_headers, *headers):
            name = given.lower()
            if name == b"content-length":
                self._length_left = int(value)
            elif name == b"connection" and b"close" in value.lower():
                is_close_said = True
                self.keep_alive = False
            lines.append(b"%s: %s" % (name, value))
        if self.scope["method"] == "HEAD" or status in BODILESS:
            self._length_left = 0
        elif self._length_left is None and self.scope["http_version"] == "1.1":
            self._is_chunked = True
            lines.append(b"transfer-encoding: chunked")
        elif self._length_left is None:
            self.keep_alive = False  # in HTTP/1.0 the end of the connection is the end of the answer
        if not self.keep_alive and not is_close_said:
            lines.append(b"connection: close")
        head = b"\r\n".join([*lines, b"", b""])
        if not head.count(b"\r") == head.count(b"\n") == len(lines) + 1 or b"\0" in head:
            raise RuntimeError("A header of the answer is not valid.")
        self._is_started = True
        self._head = head

    def _write_body(self, body: bytes, *, more: bool) -> None:
        if self.scope["method"] == "HEAD":
            body = b""
        if self._is_chunked:
            parts = [b"%x\r\n" % len(body), body, b"\r\n"] if body else []
            if not more:
                parts.append(b"0\r\n\r\n")
            body = b"".join(parts)
        elif self._length_left is not None:
            self._length_left -= len(body)
            if self._length_left < 0 or (self._length_left and not more):
                raise RuntimeError("The answer is not as long as its Content-Length says.")
        head, self._head = self._head, b""
        if len(body) <= SENT_WITH_HEAD_BYTES:
            body = head + body
        elif head:
            self.connection.transport.write(head)
        if body:
            self.connection.transport.write(body)
        if not more:
            self.is_complete = True
            self._news.set()
            self.connection.finish(self)

    def _is_rest_short(self) -> bool:
        """Return whether the rest of an unread body is so short that waiting for it is worth it."""
        length = next((value for name, value in self.scope["headers"] if name == b"content-length"), None)
        if length is None or self._awaits_go:
            return False
        return int(length) - self._received <= SHORT_REST_BYTES
