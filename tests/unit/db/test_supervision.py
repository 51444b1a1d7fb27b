"""Starting a dead database again: how often, and what is logged. tests/db/test_embedded.py kills real ones."""

import fcntl
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from parlour.db import supervision
from parlour.db.cluster import Cluster, EmbeddedPostgresError
from parlour.db.supervision import EmbeddedPostgresLost, Supervisor, start_lock

Logged = list[structlog.typing.EventDict]


def test_it_is_tried_for_half_a_minute_at_first_at_once() -> None:
    """As README.md says."""
    assert supervision.RESTART_PAUSES_S[0] == 0
    assert sum(supervision.RESTART_PAUSES_S) == 30.5


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory without a database, so that no start succeeds."""
    monkeypatch.setattr(supervision, "INTERVAL_S", 0.01)
    monkeypatch.setattr(supervision, "RESTART_PAUSES_S", (0.0, 0.01, 0.0))
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as made:
        yield Path(made)


@pytest.fixture
def ended(on_signal: Callable[[Callable[[int], object]], None]) -> list[int]:
    """The signals by which this process is asked to end."""
    signals: list[int] = []
    on_signal(signals.append)
    return signals


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def make_supervisor(directory: Path, lock_file: str = "door") -> Supervisor:
    cluster = Cluster(directory / "postgres", {})
    return Supervisor(cluster, directory / lock_file)


def events(logged: Logged) -> list[str]:
    return [line["event"] for line in logged]


@pytest.mark.parametrize(
    ("lock_file", "reason"),
    [
        ("door", "there is no database in {}/postgres any more"),
        ("no/door", "[Errno 2] No such file or directory: '{}/no/door'"),
    ],
)
def test_after_the_last_attempt_the_process_is_ended(
    directory: Path, ended: list[int], lock_file: str, reason: str
) -> None:
    supervisor, reason = make_supervisor(directory, lock_file), reason.format(directory)
    with structlog.testing.capture_logs() as logged:
        supervisor.start()
        until(lambda: ended)
        until(lambda: not supervisor._thread.is_alive())
    supervisor.stop()
    assert ended == [signal.SIGTERM]
    assert logged == [
        {"event": "embedded database died", "log_level": "error"},
        *(
            {"event": "embedded database did not start", "log_level": "warning", "attempt": attempt, "reason": reason}
            for attempt in (1, 2, 3)
        ),
        {"event": "embedded database is lost, the server ends", "log_level": "error", "reason": reason},
    ]
    with pytest.raises(EmbeddedPostgresLost) as lost:
        supervisor.raise_failure()
    assert str(lost.value) == f"The embedded database died and can't be started again: {reason}"


def test_stopping_ends_a_pause(directory: Path, ended: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "RESTART_PAUSES_S", (600.0,))
    supervisor = make_supervisor(directory)
    with structlog.testing.capture_logs() as logged:
        supervisor.start()
        until(lambda: logged)
        supervisor.stop()
        assert not supervisor._thread.is_alive()
    assert (events(logged), ended) == (["embedded database died"], [])
    supervisor.raise_failure()


def test_one_that_was_not_started_can_be_stopped(directory: Path) -> None:
    supervisor = make_supervisor(directory)
    supervisor.stop()
    supervisor.raise_failure()
    assert supervisor._thread.daemon  # a process that fails elsewhere doesn't wait for it


def test_a_start_waits_for_others_that_start_or_stop(directory: Path, ended: list[int]) -> None:
    supervisor = make_supervisor(directory)
    with structlog.testing.capture_logs() as logged:
        with start_lock(directory / "door"):
            supervisor.start()
            until(lambda: logged)
            time.sleep(0.1)
            assert events(logged) == ["embedded database died"]
        until(lambda: ended)
    supervisor.stop()


def test_one_at_a_time_starts_or_stops(directory: Path) -> None:
    with start_lock(directory / "door"), (directory / "door").open() as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (directory / "door").open() as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_server_at_another_address_is_none_that_was_started_again(directory: Path, ended: list[int]) -> None:
    supervisor = make_supervisor(directory)
    supervisor.start()
    supervisor.stop()
    supervisor._check_url()
    supervisor._url = "postgresql://postgres@/parlour?host=/elsewhere"
    with pytest.raises(EmbeddedPostgresError, match="the directory of its socket was removed, and the name was taken"):
        supervisor._check_url()
