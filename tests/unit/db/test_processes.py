"""What the system knows of other processes: dead or alive, and where they work."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parlour.db import processes
from parlour.db.processes import is_alive, is_zombie, running_in, works_in

SLEEP = Path(shutil.which("sleep") or "").resolve()
STRANGER = 65534


@contextmanager
def sleeping(directory: Path, program: Path = SLEEP) -> Iterator[int]:
    """A process of a program in a directory, which ends with the block and is a zombie until then if it is killed."""
    with subprocess.Popen([program, "600"], cwd=directory) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def kill(pid: int) -> None:
    """End a process without reaping it."""
    os.kill(pid, 9)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


@pytest.fixture
def one(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    return (tmp_path / "one").resolve()


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A directory with a program of its own, whose name looks like the state of a zombie."""
    (tmp_path / "two").mkdir()
    shutil.copy(SLEEP, tmp_path / "two" / "b) Z Z")
    return (tmp_path / "two").resolve()


def test_a_process_is_alive_until_it_is_reaped_and_a_zombie_once_it_is_dead(one: Path) -> None:
    with sleeping(one) as pid:
        assert (is_alive(pid), is_zombie(pid)) == (True, False)
        kill(pid)
        assert (is_alive(pid), is_zombie(pid)) == (True, True)
    assert (is_alive(pid), is_zombie(pid)) == (False, False)


def test_the_name_of_a_program_says_nothing_of_its_state(one: Path, two: Path) -> None:
    with sleeping(one, two / "b) Z Z") as pid:
        assert not is_zombie(pid)
        kill(pid)
        assert is_zombie(pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can become another user.")
def test_a_process_of_another_user_is_alive() -> None:
    child = os.fork()
    if not child:
        os.setuid(STRANGER)
        os._exit(is_alive(os.getppid()))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_a_process_works_where_it_is_and_for_what_it_is_told(one: Path, two: Path) -> None:
    with sleeping(one) as here, sleeping(two) as elsewhere:
        assert (works_in(here, one), works_in(elsewhere, one)) == (True, False)
        kill(here)
        assert not works_in(here, one)
    assert not works_in(here, one)
    for told, works in ((str(one), True), (f"{one}/further", False)):
        words = ["sh", "-c", "echo; read _", "sh", told]
        with subprocess.Popen(words, cwd=two, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()  # a process has its words a moment after it was started
            assert works_in(process.pid, one) is works
            process.kill()


def test_processes_are_found_by_their_program_and_directory(one: Path, two: Path) -> None:
    with (
        sleeping(one) as found,
        sleeping(one, two / "b) Z Z") as of_another_program,
        sleeping(two) as elsewhere,
        sleeping(one) as second,
    ):
        assert sorted(running_in(one, SLEEP)) == sorted([found, second])
        assert running_in(one, two / "b) Z Z") == [of_another_program]
        assert running_in(two, SLEEP) == [elsewhere]
        kill(second)
        assert running_in(one, SLEEP) == [found]
    assert running_in(one, SLEEP) == []


def test_without_proc_a_number_is_believed(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PROC", one)
    with sleeping(one) as pid:
        assert (is_zombie(pid), works_in(pid, one), running_in(one, SLEEP)) == (False, True, [])
