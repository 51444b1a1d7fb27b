"""A real server process for tests that need one: sockets, signals, several workers."""

import contextlib
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import msgspec

from tests.support.waiting import wait_until

START_TIMEOUT_S = 90
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Without it, each client would load all authorities of the web, for 20 ms of a core."""
REMEMBERED_S = 60
REMEMBERING = ("--workers", "2", "--access-cache-s", str(REMEMBERED_S))
"""Two workers that remember access for long, so that only a notification makes them forget."""


class Server:
    """A running `parlour serve`, with what it has logged so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        assert process.stderr is not None
        self._reader = threading.Thread(target=self._read, args=(process.stderr,), daemon=True)
        self._reader.start()

    @property
    def base_url(self) -> str:
        """Waits until the server says where it listens."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    return found[0]
            assert self.process.poll() is None, "".join(self.lines)
            time.sleep(0.02)
        raise TimeoutError("".join(self.lines))

    def stop(self, number: signal.Signals = signal.SIGTERM, within_s: float = 30) -> int:
        """Sends the signal and gives the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(within_s)
        self._reader.join(2)  # what was logged last
        return code

    def close(self) -> None:
        """Ends the reading of a process that has ended."""
        self._reader.join(2)
        if self.process.stderr:
            self.process.stderr.close()

    def _read(self, stream: IO[str]) -> None:
        self.lines.extend(iter(stream.readline, ""))


class Shared(msgspec.Struct, frozen=True):
    """A server that many tests ask, and the database behind it, which isn't put back."""

    server: Server
    database_url: str

    @property
    def base_url(self) -> str:
        return self.server.base_url


@contextlib.contextmanager
def serving(database_url: str, *arguments: str, open_files: int | None = None) -> Iterator[Server]:
    """`parlour serve` on a free port for the time of the block; it may have so many open files."""
    with (
        tempfile.TemporaryDirectory(prefix="parlour-test-") as data,
        serving_from(Path(data), "--database-url", database_url, *arguments, open_files=open_files) as server,
    ):
        yield server


@contextlib.contextmanager
def serving_from(data_dir: Path, *arguments: str, open_files: int | None = None) -> Iterator[Server]:
    """The same on a data directory, and on the embedded database in it unless an argument names another."""
    given = ["--port", "0", "--data-dir", str(data_dir), *arguments]
    command = [sys.executable, "-m", "parlour", "serve", *given]
    if open_files is not None:
        command = ["sh", "-c", f'ulimit -n {open_files} && exec "$@"', "sh", *command]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PARLOUR_")}
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environ, cwd=root
    )
    server = Server(process)
    try:
        yield server
    finally:
        if process.poll() is None:
            server.stop()
        server.close()


def get(server: Server, path: str, headers: dict[str, str]) -> httpx.Response:
    """One request on a connection of its own, so that any worker may get it."""
    with httpx.Client(base_url=server.base_url, timeout=60, verify=NO_TLS) as client:
        return client.get(path, headers=headers)


def statuses(server: Server, path: str, headers: dict[str, str]) -> set[int]:
    """Those of some requests, of which each worker gets a few."""
    return {get(server, path, headers).status_code for _ in range(30)}


def wait_for_status(server: Server, path: str, headers: dict[str, str], status: int) -> None:
    """Return when all workers answer so: soon after a change was announced, long before they forget by themselves."""
    wait_until(lambda: statuses(server, path, headers) == {status}, within_s=REMEMBERED_S / 3)
