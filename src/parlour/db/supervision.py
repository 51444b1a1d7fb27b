"""Supervising a server's embedded PostgreSQL: it is started again when it dies, up to a limit."""

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from parlour.db.cluster import Cluster, EmbeddedPostgresError

# How often we check whether it is alive.
INTERVAL_S = 0.25
# The pause before each attempt to start it again. After the last attempt it is given up.
RESTART_PAUSES_S = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
# After running for this long it counts as healthy: the attempts are counted from zero again.
HEALTHY_S = 60.0

log = structlog.get_logger()


class EmbeddedPostgresLost(EmbeddedPostgresError):
    """The embedded PostgreSQL died and could not be started again."""


@contextlib.contextmanager
def start_lock(lock_file: Path) -> Iterator[None]:
    """Hold the lock for starting or stopping the server of a data directory."""
    with lock_file.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Supervisor:
    """A thread that watches one cluster. When it gives up, it ends this process with SIGTERM."""

    def __init__(self, cluster: Cluster, lock_file: Path) -> None:
        self._cluster, self._lock_file = cluster, lock_file
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._supervise, name="embedded-postgres", daemon=True)
        self._attempts = 0
        self._failure: EmbeddedPostgresError | None = None

    def start(self) -> None:
        self._url = self._cluster.url()
        self._thread.start()

    def stop(self) -> None:
        """End the thread. A start in progress may go on; whatever stops the server next stops that one, too."""
        self._stopping.set()
        if self._thread.ident:  # the thread was started
            self._thread.join()

    def raise_failure(self) -> None:
        """Raise `EmbeddedPostgresLost` if the server was given up."""
        if self._failure:
            raise EmbeddedPostgresLost(
                f"The embedded database died and can't be started again: {self._failure}"
            ) from self._failure

    def _supervise(self) -> None:
        started = time.monotonic()
        while not self._stopping.wait(INTERVAL_S):
            if self._cluster.postmaster() is not None:
                continue
            if time.monotonic() - started > HEALTHY_S:
                self._attempts = 0
            log.error("embedded database died")
            if not self._restart():
                return
            started = time.monotonic()

    def _restart(self) -> bool:
        """Try to start the server until it runs. Return False when stopping or giving up."""
        died = time.monotonic()
        while self._attempts < len(RESTART_PAUSES_S):
            pause = RESTART_PAUSES_S[self._attempts]
            self._attempts += 1
            if self._stopping.wait(pause):
                return False
            try:
                with start_lock(self._lock_file):
                    self._cluster.restart(self._stopping)
                self._check_url()
            except (EmbeddedPostgresError, OSError) as error:
                failure = error if isinstance(error, EmbeddedPostgresError) else EmbeddedPostgresError(str(error))
                log.warning("embedded database did not start", attempt=self._attempts, reason=str(failure))
                self._failure = failure
            else:
                self._failure = None
                if not self._stopping.is_set():
                    log.info("embedded database is back", after_s=round(time.monotonic() - died, 1))
                return not self._stopping.is_set()
        if self._failure is None:
            self._failure = EmbeddedPostgresError("it dies again soon after each start")
        log.error("embedded database is lost, the server ends", reason=str(self._failure))
        os.kill(os.getpid(), signal.SIGTERM)
        return False

    def _check_url(self) -> None:
        """Raise `EmbeddedPostgresError` if the URL has changed: all users of the server know it by its first URL."""
        if self._cluster.url() != self._url:
            raise EmbeddedPostgresError("the directory of its socket was removed, and the name was taken by another")
