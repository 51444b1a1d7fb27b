"""The embedded PostgreSQL of a data directory: shared among commands, and started whatever a killed one left."""

import asyncio
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg
import pytest

from parlour.db.cluster import SOCKET_LOCK, EmbeddedPostgresError
from parlour.db.embedded import embedded_postgres_url
from tests.support.embedded import family_of, kill, postmaster_of, send, servers_in, within

STRANGER = 65534
FAST = {"fsync": "off", "shared_buffers": "8MB"}


def answers(url: str) -> bool:
    return asyncio.run(_answers(url))


async def _answers(url: str) -> bool:
    conn = await asyncpg.connect(url, timeout=10)
    try:
        return bool(await conn.fetchval("SELECT 1") == 1)
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
    with embedded_postgres_url(data_dir / "Café, it's", FAST) as url:
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
