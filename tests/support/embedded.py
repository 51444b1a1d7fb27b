"""The processes of an embedded PostgreSQL that a test started, and what it does to them."""

import asyncio
import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import asyncpg
import psutil

from parlour.database import migrate_url
from parlour.db.embedded import embedded_postgres_url
from tests.support.database import MEMORY
from tests.support.people import seed
from tests.support.processes import children_of, command_of


@contextlib.contextmanager
def own_directory() -> Iterator[Path]:
    """A directory in memory, where that can be.

    Not pytest's own: every other run of it takes the right to pass its directory from the database's account.
    """
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="parlour-test-", dir=memory) as directory:
        yield Path(directory)


@contextlib.contextmanager
def migrated_data_dir() -> Iterator[Path]:
    """A data directory with the people of the tests in its database. Tests take copies: making it takes seconds."""
    with own_directory() as directory:
        with embedded_postgres_url(directory, {"fsync": "off"}) as url:
            asyncio.run(_fill(url))
        yield directory


async def _fill(url: str) -> None:
    await migrate_url(url)
    conn = await asyncpg.connect(url)
    await seed(conn)
    await conn.close()


@contextlib.contextmanager
def copy_of(data_dir: Path) -> Iterator[Path]:
    with own_directory() as directory:
        subprocess.run(["cp", "-a", f"{data_dir}/.", directory], check=True)
        yield directory


def postmaster_of(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def family_of(pid: int) -> list[int]:
    """A process and those that it started; itself first, so that it replaces none of them."""
    return [pid, *children_of(pid)]


def send(number: signal.Signals, pids: Iterable[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def kill(pids: Iterable[int]) -> None:
    send(signal.SIGKILL, pids)


@contextlib.contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """The processes stand still for the time of the block."""
    send(signal.SIGSTOP, pids)
    try:
        yield
    finally:
        send(signal.SIGCONT, pids)


def servers_in(data_dir: Path) -> list[int]:
    """Every PostgreSQL process of the data directory, without zombies."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if Path(process.cwd()) == data_dir / "postgres":
                found.append(process.pid)
    return found


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether the condition becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def backends_of(data_dir: Path) -> list[int]:
    """The processes that serve one connection each."""
    return [pid for pid in children_of(postmaster_of(data_dir)) if "postgres: postgres parlour" in command_of(pid)]
