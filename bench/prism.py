"""Stoplight Prism, the mock server to compare with: installed once into the user's cache, run by Node."""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.servers import free_port, running

VERSION = "5.14.2"
INSTALL_S = 300


class NotAvailable(Exception):
    """Prism isn't available on this machine; the message contains the reason."""


def install() -> Path:
    """Return the path of its command. Raise `NotAvailable`."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotAvailable("Prism needs Node.js with npm, which this machine hasn't.")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "parlour-bench" / f"prism-{VERSION}"
    command = home / "node_modules" / ".bin" / "prism"
    if not command.exists():
        home.mkdir(parents=True, exist_ok=True)
        words = [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(
            [*words, f"@stoplight/prism-cli@{VERSION}"], capture_output=True, text=True, timeout=INSTALL_S, check=False
        )
        if done.returncode != 0:
            raise NotAvailable(f"npm couldn't install Prism: {done.stderr.strip()[-500:]}")
    return command


@contextlib.contextmanager
def serving(command: Path, description: Path, log: Path) -> Iterator[int]:
    """Run a process that mocks the description. Yield its port."""
    port = free_port()
    options = ["-p", str(port), "-h", "127.0.0.1", "-m", "false", "-v", "silent"]
    words = ["node", str(command), "mock", str(description), *options]
    with running(words, dict(os.environ), log, lambda: socket.create_connection(("127.0.0.1", port)).close()):
        yield port
