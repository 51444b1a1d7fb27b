"""The servers of a run, each a process with one worker, stopped however the run ends."""

import contextlib
import functools
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.bare import HELLO
from bench.measure import Failed

START_S = 30.0
STOP_S = 15.0


class Server(msgspec.Struct, frozen=True):
    """A server that answers."""

    port: int
    pid: int


@contextlib.contextmanager
def parlour(url: str, log: Path, program: str = "parlour", python: str = sys.executable) -> Iterator[Server]:
    """Run Parlour with its default settings, logging to a file; `program` is the module to run, with this `python`."""
    port = free_port()
    environment = {**parlour_environment(url), "PARLOUR_PORT": str(port)}
    is_ready = functools.partial(_answers, f"http://127.0.0.1:{port}/health/ready")
    with running([python, "-m", program, "serve"], environment, log, is_ready) as pid:
        yield Server(port, pid)


def parlour_environment(url: str) -> dict[str, str]:
    """Return the environment for a command of Parlour on a database, without other settings of Parlour."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PARLOUR_")}
    return {**ours, "PARLOUR_DATABASE_URL": url}


@contextlib.contextmanager
def bare(url: str, log: Path) -> Iterator[int]:
    """Run the bare routes. Yield their port."""
    port = free_port()
    words = [sys.executable, "-m", "bench.bare", str(port), url]
    with running(words, dict(os.environ), log, functools.partial(_answers, f"http://127.0.0.1:{port}{HELLO}")):
        yield port


@contextlib.contextmanager
def running(words: list[str], environment: dict[str, str], log: Path, is_ready: Callable[[], None]) -> Iterator[int]:
    """Run a process; it is ready when `is_ready` no longer raises `OSError`. Yield its id."""
    with log.open("wb") as output:
        # In a session of its own: Ctrl-C reaches only us, and we end the server when its load has ended.
        process = subprocess.Popen(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, is_ready, log)
            yield process.pid
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], is_ready: Callable[[], None], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            is_ready()
            return
        time.sleep(0.05)
    raise Failed(f"A server did not start: {log.read_text(errors='replace')[-1000:]}")


def _answers(address: str) -> None:
    """Raise `OSError` unless the address answers with a success."""
    urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
