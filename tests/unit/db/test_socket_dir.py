"""The directory of the database's socket: nobody else may have made it, or be able to enter it."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parlour.db.socket_dir import MAX_BYTES, MODE, SocketDir, UnsafeSocketDir

OURS = os.geteuid()
STRANGER = 65534


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory for temporary files, with a short path."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as directory:
        monkeypatch.setattr(tempfile, "tempdir", directory)
        yield Path(directory)


@pytest.fixture
def cluster(temporary: Path) -> Path:
    """A data directory that no socket can be in."""
    path = temporary / ("long" * 25) / "postgres"
    path.mkdir(parents=True)
    return path


def socket_dir(cluster: Path) -> SocketDir:
    return SocketDir(cluster, OURS, os.getegid())


def test_a_short_data_directory_holds_its_own_socket(temporary: Path) -> None:
    assert socket_dir(temporary).make() == temporary
    assert socket_dir(temporary).find() == temporary


@pytest.mark.parametrize("name", ["a,b", "a b", "it's", "$HOME", "é" * 50])
def test_a_path_that_a_socket_or_a_list_of_paths_cannot_have_is_not_used(temporary: Path, name: str) -> None:
    cluster = temporary / name
    cluster.mkdir()
    made = socket_dir(cluster).make()
    assert made != cluster
    assert made.parent == temporary
    assert len(os.fsencode(made)) <= MAX_BYTES


@pytest.mark.parametrize(("length", "fits"), [(103, True), (104, False)])
def test_a_socket_in_the_data_directory_has_a_path_that_every_system_allows(
    temporary: Path, length: int, fits: bool
) -> None:
    """macOS allows 103 bytes, Linux four more."""
    cluster = temporary / "x".ljust(length - len(os.fsencode(temporary / ".s.PGSQL.5432")) - 1, "x")
    cluster.mkdir()
    assert len(os.fsencode(cluster / ".s.PGSQL.5432")) == length
    assert (socket_dir(cluster).make() == cluster) is fits


@pytest.mark.skipif(OURS != 0, reason="Only root gives the database an account of its own.")
def test_root_makes_it_for_the_account_where_that_may_enter(
    temporary: Path, cluster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shared := temporary / "shared").mkdir()
    monkeypatch.setattr("parlour.db.socket_dir.SHARED_TMP", str(shared))
    account = SocketDir(cluster, STRANGER, STRANGER - 1)
    made = account.make()
    assert made.parent == shared
    assert account.find() == made
    for _ in range(2):
        assert (made.stat().st_uid, made.stat().st_gid) == (STRANGER, STRANGER - 1)
        made.rmdir()
        assert account.make() == made  # made again, for the same account
    assert socket_dir(cluster).make().parent == temporary


def test_what_is_in_the_directory_is_left_and_the_record_is_not(temporary: Path, cluster: Path) -> None:
    socket_dir(cluster).remove()  # there is nothing to remove yet
    made = socket_dir(cluster).make()
    (made / "other").touch()
    socket_dir(cluster).remove()
    assert [*made.iterdir()] == [made / "other"]
    assert [*cluster.parent.iterdir()] == [cluster]


def test_a_directory_elsewhere_is_new_private_and_recorded(temporary: Path, cluster: Path) -> None:
    made = socket_dir(cluster).make()
    assert made.parent == temporary
    assert stat.S_IMODE(made.stat().st_mode) == MODE
    assert socket_dir(cluster).find() == made
    assert socket_dir(cluster).make() == made


def test_its_name_is_random(temporary: Path, cluster: Path) -> None:
    first = socket_dir(cluster).make()
    socket_dir(cluster).remove()
    assert not first.exists()
    assert socket_dir(cluster).make() != first


def test_a_removed_directory_is_recreated_under_its_name(temporary: Path, cluster: Path) -> None:
    made = socket_dir(cluster).make()
    made.rmdir()
    assert socket_dir(cluster).make() == made


def replace_by_a_link(path: Path) -> None:
    (path.parent / "trap").mkdir(mode=MODE)
    path.symlink_to(path.parent / "trap")


def replace_by_an_open_one(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)


def replace_by_one_that_a_group_reads(path: Path) -> None:
    path.mkdir()
    path.chmod(0o750)


def replace_by_a_file(path: Path) -> None:
    path.touch(mode=MODE)


def replace_by_a_strangers(path: Path) -> None:
    if OURS != 0:
        pytest.skip("only root can give a directory away")
    path.mkdir(mode=MODE)
    os.chown(path, STRANGER, STRANGER)


@pytest.mark.parametrize(
    ("replace", "fault"),
    [
        (replace_by_a_link, "is a link or a file"),
        (replace_by_an_open_one, "has the mode 777 and not 700"),
        (replace_by_one_that_a_group_reads, "has the mode 750 and not 700"),
        (replace_by_a_file, "is a link or a file"),
        (replace_by_a_strangers, f"belongs to user {STRANGER} and not to {OURS}"),
        (lambda _: None, "can't be used: No such file or directory"),
    ],
    ids=["link", "open", "readable for a group", "file", "a stranger's", "removed"],
)
def test_a_replaced_directory_is_refused(
    temporary: Path, cluster: Path, replace: Callable[[Path], None], fault: str
) -> None:
    made = socket_dir(cluster).make()
    made.rmdir()
    replace(made)
    with pytest.raises(UnsafeSocketDir) as refused:
        socket_dir(cluster).find()
    assert str(refused.value) == (
        f"The directory of the database's socket, {made}, {fault}. Remove it and start again."
    )
    fresh = socket_dir(cluster).make()
    assert (fresh == made) is ("No such file" in fault)
    assert socket_dir(cluster).find() == fresh


def test_a_running_server_without_a_recorded_directory_is_refused(temporary: Path, cluster: Path) -> None:
    with pytest.raises(UnsafeSocketDir, match="missing"):
        socket_dir(cluster).find()
