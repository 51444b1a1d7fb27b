"""The embedded PostgreSQL of a data directory: shared among commands, and started whatever a killed one left."""

import asyncio
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
import structlog

from parlour.db import supervision
from parlour.db.cluster import SOCKET_LOCK, Cluster, EmbeddedPostgresError
from parlour.db.embedded import DEFERRED_SIGNALS, _deferred_signals, embedded_postgres_url
from parlour.db.supervision import EmbeddedPostgresLost, start_lock
from tests.support.embedded import family_of, kill, postmaster_of, send, servers_in, within

STRANGER = 65534
OnSignal = Callable[[Callable[[int], object]], None]
FAST = {"fsync": "off", "shared_buffers": "8MB"}


def answers(url: str) -> bool:
    return asyncio.run(_answers(url))


async def _answers(url: str) -> bool:
    conn = await asyncpg.connect(url, timeout=10)
    try:
        return bool(await conn.fetchval("SELECT 1") == 1)
    finally:
        await conn.close()


async def _settings(url: str) -> tuple[str, ...]:
    conn = await asyncpg.connect(url)
    try:
        row = await conn.fetchrow(
            "SELECT current_setting('fsync'), current_setting('shared_buffers'), current_setting('jit')"
        )
        return tuple(row or ())
    finally:
        await conn.close()


async def _seconds_until_analysed(url: str) -> float:
    conn = await asyncpg.connect(url)
    try:
        await conn.execute("CREATE TABLE filled AS SELECT number FROM generate_series(1, 1000) AS number")
        begun = time.monotonic()
        while await conn.fetchval("SELECT reltuples FROM pg_class WHERE relname = 'filled'") <= 0:
            assert time.monotonic() - begun < 40
            await asyncio.sleep(0.2)
        return time.monotonic() - begun
    finally:
        await conn.close()


def test_a_table_that_was_filled_is_analysed_soon(data_dir: Path) -> None:
    """Until then its statements have plans for an empty table; PostgreSQL itself looks once a minute."""
    with embedded_postgres_url(data_dir, FAST) as url:
        assert asyncio.run(_seconds_until_analysed(url)) < 20


def test_a_socket_directory_made_by_another_account_is_not_used(data_dir: Path) -> None:
    long = data_dir / ("long" * 25)
    cluster = long.resolve() / "postgres"
    # Where the socket was until it got a name that nobody can foresee.
    trap = Path(tempfile.gettempdir()) / f"parlour-{hashlib.sha256(bytes(cluster)).hexdigest()[:16]}"
    trap.mkdir(mode=0o777)
    try:
        if os.geteuid() == 0:
            os.chown(trap, STRANGER, STRANGER)
        with embedded_postgres_url(long, FAST) as url:
            assert answers(url)
            assert str(trap) not in url
            with embedded_postgres_url(long, FAST) as second:
                assert second == url
            directory = Path(url.rpartition("host=")[2])
            assert directory.stat().st_mode & 0o777 == 0o700
            assert directory.stat().st_uid == cluster.stat().st_uid
        assert list(trap.iterdir()) == []
        assert not directory.exists()
    finally:
        trap.rmdir()


def test_a_replaced_socket_directory_is_refused(data_dir: Path) -> None:
    long = data_dir / ("long" * 25)
    with embedded_postgres_url(long, FAST) as url:
        directory = Path(url.rpartition("host=")[2])
        aside = directory.with_name(f"{directory.name}.aside")
        directory.rename(aside)
        try:
            directory.symlink_to(aside)
            with pytest.raises(EmbeddedPostgresError, match="is a link"), embedded_postgres_url(long, FAST):
                pass
        finally:
            directory.unlink()
            aside.rename(directory)


def test_a_data_directory_may_have_any_name(data_dir: Path) -> None:
    with embedded_postgres_url(data_dir / "not there yet" / "Café, it's", FAST) as url:
        assert answers(url)


def test_another_process_with_the_recorded_pid_is_not_the_server(data_dir: Path) -> None:
    cluster = data_dir / "postgres"
    with embedded_postgres_url(data_dir, FAST):
        left = {name: (cluster / name).read_text() for name in ("postmaster.pid", SOCKET_LOCK)}
    # PostgreSQL itself takes only processes of its own account for another server.
    with subprocess.Popen(["sleep", "600"], user=cluster.stat().st_uid) as stranger:
        try:
            for name, text in left.items():
                (cluster / name).write_text(f"{stranger.pid}\n{text.partition(chr(10))[2]}")
            with embedded_postgres_url(data_dir, FAST) as url:
                assert answers(url)
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_server_that_does_not_stop_is_killed(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parlour.db.cluster.STOP_TIMEOUT_S", 1)
    with embedded_postgres_url(data_dir, FAST):
        send(signal.SIGSTOP, family_of(postmaster_of(data_dir)))
    assert servers_in(data_dir) == []
    with embedded_postgres_url(data_dir, FAST) as url:
        assert answers(url)


def test_orphaned_backends_do_not_prevent_a_restart(data_dir: Path) -> None:
    with embedded_postgres_url(data_dir, FAST) as url:
        first = postmaster_of(data_dir)
        send(signal.SIGSTOP, family_of(first)[1:])
        kill([first])
        assert within(10, lambda: first not in servers_in(data_dir))
        with embedded_postgres_url(data_dir, FAST) as again:
            assert again == url
            assert postmaster_of(data_dir) != first
            assert answers(url)


def test_a_database_that_dies_again_and_again_is_given_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, on_signal: OnSignal
) -> None:
    """With one attempt each time; after a healthy while it has another."""
    ended: list[int] = []
    monkeypatch.setattr(supervision, "INTERVAL_S", 0.05)
    monkeypatch.setattr(supervision, "RESTART_PAUSES_S", (0.0,))
    monkeypatch.setattr(supervision, "HEALTHY_S", 0.0)
    on_signal(ended.append)

    def die_again_and_again() -> None:
        with embedded_postgres_url(data_dir, FAST, is_supervised=True) as url:
            for _ in range(2):
                kill([postmaster_of(data_dir)])
                assert within(30, lambda: bool(logged) and logged[-1]["event"] == "embedded database is back")
                logged.append({"event": "embedded database answers" if answers(url) else "it doesn't"})
            assert ended == []
            monkeypatch.setattr(supervision, "HEALTHY_S", 600.0)
            kill([postmaster_of(data_dir)])
            assert within(30, lambda: bool(ended))

    with (
        structlog.testing.capture_logs() as logged,
        pytest.raises(EmbeddedPostgresLost, match="it dies again soon"),
    ):
        die_again_and_again()
    assert [line["event"].removeprefix("embedded database ") for line in logged] == [
        *["died", "is back", "answers"] * 2,
        *["died", "is lost, the server ends"],
    ]
    took_s = [line["after_s"] for line in logged if "after_s" in line]
    assert took_s == [round(each, 1) for each in took_s]
    assert 0 < min(took_s) <= max(took_s) < 30


def test_a_database_that_comes_back_at_another_address_is_given_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, on_signal: OnSignal
) -> None:
    """Everybody who uses it knows the first one."""
    ended: list[int] = []
    monkeypatch.setattr(supervision, "INTERVAL_S", 0.05)
    monkeypatch.setattr(supervision, "RESTART_PAUSES_S", (0.0,))
    long = data_dir / ("long" * 25)
    long.mkdir()
    (data_dir / "postgres").rename(long / "postgres")
    on_signal(ended.append)

    def lose_the_directory() -> None:
        with embedded_postgres_url(long, FAST, is_supervised=True) as url:
            directory = Path(url.rpartition("host=")[2])
            with start_lock(long / "postgres.door"):
                kill(family_of(postmaster_of(long)))
                assert within(10, lambda: servers_in(long) == [])
                shutil.rmtree(directory)
                directory.symlink_to(data_dir)
            assert within(30, lambda: bool(ended))
            directory.unlink()

    with pytest.raises(EmbeddedPostgresLost, match="the directory of its socket was removed, and the name was taken"):
        lose_the_directory()
    assert servers_in(long) == []


def test_a_start_that_is_no_longer_wanted_can_be_stopped(data_dir: Path) -> None:
    cluster, stopping = Cluster(data_dir.resolve() / "postgres", FAST), threading.Event()
    stopping.set()
    cluster.restart(stopping)
    assert cluster.postmaster() is not None
    cluster.stop()
    assert servers_in(data_dir) == []
    assert cluster.postmaster() is None


def test_the_last_command_stops_the_server_in_order(data_dir: Path) -> None:
    with embedded_postgres_url(data_dir, FAST) as url:
        with embedded_postgres_url(data_dir, FAST) as again:
            assert again == url
        assert answers(url)
        assert asyncio.run(_settings(url)) == ("off", "8MB", "off")  # two given ones, and one of our own
        assert "embedded-postgres" not in [thread.name for thread in threading.enumerate()]  # that would supervise it
        assert "shut down" not in (log := data_dir / "postgres" / "server.log").read_text().rpartition("ready to")[2]
    assert servers_in(data_dir) == []
    assert log.read_text().rstrip().endswith("database system is shut down")


def test_one_command_at_a_time_starts_or_stops_the_server(data_dir: Path) -> None:
    begun, end = threading.Event(), threading.Event()

    def command() -> None:
        with embedded_postgres_url(data_dir, FAST):
            begun.set()
            end.wait(60)

    running = threading.Thread(target=command)
    with start_lock(data_dir / "postgres.door"):
        running.start()
        time.sleep(0.3)
        assert servers_in(data_dir) == []
    assert begun.wait(60)
    with start_lock(data_dir / "postgres.door"):
        end.set()
        time.sleep(0.3)
        assert servers_in(data_dir) != []
    running.join(60)
    assert servers_in(data_dir) == []


def test_signals_wait_until_a_start_is_over(on_signal: OnSignal) -> None:
    arrived: list[int] = []
    on_signal(arrived.append)
    handlers = [signal.getsignal(number) for number in DEFERRED_SIGNALS]
    for sent in (signal.SIGINT, signal.SIGTERM):
        with _deferred_signals():
            os.kill(os.getpid(), sent)
            assert arrived == []
        assert arrived == [sent]
        arrived.clear()
    with _deferred_signals():
        pass
    assert [signal.getsignal(number) for number in DEFERRED_SIGNALS] == handlers
    assert arrived == []


def test_a_signal_during_a_start_is_heard_once_the_server_runs(data_dir: Path, on_signal: OnSignal) -> None:
    heard: list[bool] = []
    waits = threading.Event()

    def send_while_it_waits() -> None:
        with start_lock(data_dir / "postgres.door"):
            waits.set()
            time.sleep(0.2)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.2)

    on_signal(lambda _: heard.append(servers_in(data_dir) != []))
    sending = threading.Thread(target=send_while_it_waits)
    sending.start()
    assert waits.wait(60)
    with embedded_postgres_url(data_dir, FAST):
        assert heard == [True]
    sending.join()
    assert servers_in(data_dir) == []


def test_a_database_that_can_not_be_made_is_reported(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "parlour.db.cluster.DATABASE", "no\x80text".encode("latin-1").decode("utf-8", "surrogateescape")
    )
    with (
        pytest.raises(EmbeddedPostgresError, match=r"could not create the database: .*invalid byte sequence"),
        embedded_postgres_url(data_dir, FAST),
    ):
        pass
    assert servers_in(data_dir) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root gives the database an account of its own.")
def test_new_data_are_their_accounts_alone_and_replace_what_an_interrupted_start_left(data_dir: Path) -> None:
    account = next(each for each in pwd.getpwall() if each.pw_uid not in (0, each.pw_gid))
    directory = data_dir.resolve() / "new" / "postgres"
    directory.mkdir(parents=True)
    os.chown(directory, account.pw_uid, account.pw_gid)
    (directory / "left").touch()
    directory.parent.chmod(0o700)
    Cluster(directory, {})._create()
    made = directory.stat()
    assert (made.st_uid, made.st_gid, stat.S_IMODE(made.st_mode)) == (account.pw_uid, account.pw_gid, 0o700)
    assert (directory / "PG_VERSION").exists()
    assert not (directory / "left").exists()
