"""The embedded PostgreSQL of a data directory: shared among commands, and started whatever a killed one left."""

import asyncio
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

import asyncpg
import pytest

from parlour.db.cluster import EmbeddedPostgresError
from parlour.db.embedded import embedded_postgres_url

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


def test_a_long_data_directory_takes_no_directory_that_a_stranger_made_beforehand(data_dir: Path) -> None:
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


def test_a_command_refuses_a_socket_directory_that_was_exchanged(data_dir: Path) -> None:
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


def test_a_stranger_with_the_number_of_a_killed_server_is_not_taken_for_it(data_dir: Path) -> None:
    with embedded_postgres_url(data_dir, FAST):
        left = (data_dir / "postgres" / "postmaster.pid").read_text()
    with subprocess.Popen(["sleep", "600"]) as stranger:
        try:
            number, _, rest = left.partition("\n")
            (data_dir / "postgres" / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
            assert number != str(stranger.pid)
            with embedded_postgres_url(data_dir, FAST) as url:
                assert answers(url)
            assert stranger.poll() is None
        finally:
            stranger.kill()
