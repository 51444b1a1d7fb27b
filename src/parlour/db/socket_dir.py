"""The directory of an embedded PostgreSQL's socket. Only the account of the server can enter it.

A process that can create a socket there receives everything that is meant for the database. So the directory is the
data directory itself; or, if a socket can't have such a path, a new one with a random name, which is recorded beside
the data for later commands.
"""

import contextlib
import os
import re
import stat
import tempfile
from pathlib import Path

# The longest path of a Unix socket on Linux, minus the name that PostgreSQL adds. macOS has 104.
MAX_BYTES = 103 - len("/.s.PGSQL.5432")
# A comma ends a path in PostgreSQL's list of directories, a quote in a shell, and so on.
SAFE_PATH = re.compile(r"[\w/.+@~-]+", re.ASCII)
SHARED_TMP = "/tmp"  # noqa: S108 - the directory in it has a random name and is made by mkdtemp
MODE = 0o700


class UnsafeSocketDir(Exception):
    """The directory of the socket isn't as we created it; the message says what is wrong with it."""


class SocketDir:
    """The directory of one cluster; `uid` and `gid` are the account that runs its server."""

    def __init__(self, cluster: Path, uid: int, gid: int) -> None:
        self._cluster = cluster
        self._record = cluster.with_name(f"{cluster.name}.socket")
        self._uid, self._gid = uid, gid

    def find(self) -> Path:
        """Return the directory that the running server uses. Raise `UnsafeSocketDir`."""
        if _fits_socket_path(self._cluster):
            return self._cluster
        path = self._recorded()
        if path is None:
            raise UnsafeSocketDir(f"{self._record} should name the directory of the database's socket, and is missing.")
        if fault := self._why_unsafe(path):
            raise UnsafeSocketDir(
                f"The directory of the database's socket, {path}, {fault}. Remove it and start again."
            )
        return path

    def make(self) -> Path:
        """Return a directory for a server that is about to start: the previous one, unless it isn't safe any more."""
        if _fits_socket_path(self._cluster):
            return self._cluster
        path = self._recorded()
        if path is not None:
            with contextlib.suppress(OSError):  # usually it exists; or it can't be created
                path.mkdir(mode=MODE)
                self._chown(path)
            if self._why_unsafe(path) is None:
                return path
        return self._make_new()

    def remove(self) -> None:
        """Remove the directory of a server that has stopped, and the record of it."""
        path = self._recorded()
        if path is None:
            return
        if self._why_unsafe(path) is None:
            with contextlib.suppress(OSError):
                path.rmdir()
        self._record.unlink(missing_ok=True)

    def _make_new(self) -> Path:
        # Root may have a temporary directory that no other account can enter.
        parents = (SHARED_TMP,) if os.geteuid() != self._uid else (tempfile.gettempdir(), SHARED_TMP)
        for parent in parents:
            path = Path(tempfile.mkdtemp(prefix="parlour-", dir=parent))
            if _fits_socket_path(path):
                break
            path.rmdir()
        else:
            raise UnsafeSocketDir(f"No socket can have a path as long as one in {self._cluster} or {parent}.")
        self._chown(path)
        # Through a second file: an interrupted write must not leave half a name.
        part = self._record.with_name(f"{self._record.name}.part")
        part.write_text(str(path))
        part.replace(self._record)
        return path

    def _chown(self, path: Path) -> None:
        if os.geteuid() != self._uid:
            os.chown(path, self._uid, self._gid, follow_symlinks=False)

    def _recorded(self) -> Path | None:
        with contextlib.suppress(FileNotFoundError):
            return Path(self._record.read_text())
        return None

    def _why_unsafe(self, path: Path) -> str | None:
        """Return why the directory can't be trusted; None when it can."""
        try:
            found = path.lstat()
        except OSError as error:
            return f"can't be used: {error.strerror}"
        if not stat.S_ISDIR(found.st_mode):
            return "is a link or a file"
        if found.st_uid != self._uid:
            return f"belongs to user {found.st_uid} and not to {self._uid}"
        if stat.S_IMODE(found.st_mode) != MODE:
            return f"has the mode {stat.S_IMODE(found.st_mode):o} and not {MODE:o}"
        return None


def _fits_socket_path(directory: Path) -> bool:
    path = os.fsencode(directory)
    return len(path) <= MAX_BYTES and SAFE_PATH.fullmatch(str(directory)) is not None
