"""The two servers of a run, each a process of one worker, stopped by whatever ends the run."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.bare import HELLO
from bench.measure import Failed

START_S = 30.0
STOP_S = 15.0


@contextlib.contextmanager
def parlour(url: str, log: Path) -> Iterator[int]:
    """Parlour with its default settings, logging to a file. Gives its port."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLOUR_")}
    environment |= {"PARLOUR_DATABASE_URL": url, "PARLOUR_PORT": str(port)}
    with _running(["-m", "parlour", "serve"], environment, log, f"http://127.0.0.1:{port}/health/ready"):
        yield port


@contextlib.contextmanager
def bare(url: str, log: Path) -> Iterator[int]:
    """The bare routes. Gives their port."""
    port = _free_port()
    words = ["-m", "bench.bare", str(port), url]
    with _running(words, dict(os.environ), log, f"http://127.0.0.1:{port}{HELLO}"):
        yield port


@contextlib.contextmanager
def _running(words: list[str], environment: dict[str, str], log: Path, address: str) -> Iterator[None]:
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches us alone, and we end the server when its load has ended.
        process = subprocess.Popen(
            [sys.executable, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, address, log)
            yield
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
            return
        time.sleep(0.05)
    raise Failed(f"A server did not start: {log.read_text(errors='replace')[-1000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
