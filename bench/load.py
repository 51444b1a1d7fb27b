"""Our own load generator, for machines without wrk: keep-alive connections that send, wait and send again.

Run as `python -m bench.load PORT FILE CONNECTIONS SECONDS`; it prints the same line of JSON as wrk.lua.
"""

import asyncio
import contextlib
import re
import sys
import time
from pathlib import Path

import msgspec

from bench.measure import percentile
from bench.traffic import read_requests

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
BIGGEST_ANSWER = 16 * 1024 * 1024


class Outcome(msgspec.Struct):
    """The result of a run of a load generator."""

    requests: int = 0
    taken_us: float = 0
    p50_us: float = 0
    p99_us: float = 0
    refused: int = 0
    broken: int = 0


class Load:
    """A load that repeats its requests until time is up."""

    def __init__(self, port: int, requests: list[bytes], until: float) -> None:
        self.port = port
        self.requests = requests
        self.until = until
        self.sent = 0
        self.latencies_us: list[float] = []
        self.outcome = Outcome()

    async def keep_asking(self) -> None:
        """Send requests over one connection until time is up."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=BIGGEST_ANSWER)
            try:
                while time.perf_counter() < self.until:
                    await self._ask(reader, writer)
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
        except (OSError, EOFError, ValueError):
            self.outcome.broken += 1

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = self.requests[self.sent % len(self.requests)]
        self.sent += 1
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = CONTENT_LENGTH.search(head)
        if length is None:
            raise ValueError("An answer without a length.")
        await reader.readexactly(int(length[1]))
        self.latencies_us.append((time.perf_counter() - started) * 1e6)
        if head[9:10] != b"2":
            self.outcome.refused += 1


async def run(port: int, requests: list[bytes], connections: int, seconds: float) -> Outcome:
    started = time.perf_counter()
    load = Load(port, requests, started + seconds)
    await asyncio.gather(*(load.keep_asking() for _ in range(connections)))
    ordered = sorted(load.latencies_us) or [0.0]
    load.outcome.requests = len(load.latencies_us)
    load.outcome.taken_us = (time.perf_counter() - started) * 1e6
    load.outcome.p50_us, load.outcome.p99_us = percentile(ordered, 0.5), percentile(ordered, 0.99)
    return load.outcome


def main() -> None:
    port, file, connections, seconds = sys.argv[1:]
    outcome = asyncio.run(run(int(port), read_requests(Path(file)), int(connections), float(seconds)))
    sys.stdout.write(f"{msgspec.json.encode(outcome).decode()}\n")


if __name__ == "__main__":
    main()
