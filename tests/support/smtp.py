"""A mail server for tests: takes what is sent, or refuses it for a while."""

import asyncio
import contextlib
import email
import email.policy
from collections.abc import AsyncIterator
from email.message import EmailMessage

from tests.support.streams import serving_streams


class MailServer:
    """What arrived; `refusals` counts down while it refuses recipients. It takes mail while `gate` is open."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.refusals = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.held = asyncio.Event()
        """Set when a message has come to the gate."""
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 tests")
        recipient = ""
        while line := (await reader.readline()).decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT") and self.refusals:
                self.refusals -= 1
                say("451 not now")
            elif verb.startswith("RCPT"):
                recipient = line.partition("<")[2].partition(">")[0]
                say("250 ok")
            elif verb.startswith("DATA"):
                self.held.set()
                await self.gate.wait()
                say("354 go on")
                self._take(recipient, await reader.readuntil(b"\r\n.\r\n"))
                say("250 ok")
            elif verb.startswith("QUIT"):
                say("221 bye")
                break
            else:
                say("250 tests")

    def _take(self, recipient: str, data: bytes) -> None:
        text = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        self.received.append((recipient, email.message_from_bytes(text, policy=email.policy.default)))


@contextlib.asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """A mail server for the time of the block."""
    server = MailServer()
    async with serving_streams(server.serve) as server.port:
        yield server
