"""Trying one mutant: the tests that cover it, on a copy of the tree with a database server of its own."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from tests.support.database import directory_of, test_server

from mutants.choosing import READERS_OF_SQL
from mutants.copies import Copy
from mutants.mutant import Mutant
from mutants.selection_plugin import OUTCOME, TESTS

Verdict = Literal["killed", "survived", "timeout", "no tests", "invalid", "equivalent"]
PREPARES = f"{READERS_OF_SQL}::test_the_statement_fits_the_schema"
TEST_TIMEOUT_S = 60
GRACE_S = 90
# Code that creates a database server: its mutants can't share one.
MAKES_SERVER = ("src/parlour/db/",)


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of a mutant."""

    mutant: Mutant
    verdict: Verdict
    seconds: float = 0
    tests: int = 0
    """The number of tests that were run."""
    covering: int = 0
    """The number of covering tests, including those beyond the time limit."""
    killer: str = ""


class Bench:
    """A copy with a running database server, on which one mutant after the other is tried."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._work = copy.root.parent / f"{copy.root.name}.work"
        self._work.mkdir(exist_ok=True)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Keep the database server running during the block: most mutants can share it."""
        with test_server(self._basetemp(shared=True) / "server"):
            yield

    def try_out(self, mutant: Mutant, tests: list[str], covering: int, limit_s: float) -> Outcome:
        if not tests:
            return Outcome(mutant, "no tests")
        started = time.monotonic()
        shared = not mutant.path.startswith(MAKES_SERVER)
        with self._copy.mutated(mutant):
            code = self._run(tests, limit_s, shared=shared)
            if shared and self._first_failure()[1] == "setup":  # perhaps due to remains of an earlier run
                code = self._run(tests, limit_s, shared=False)
        seconds = time.monotonic() - started
        killer, when = self._first_failure()
        verdict: Verdict = "killed"
        if code is None:
            verdict = "timeout"
        elif code == 0:
            verdict = "survived"
        elif code > 1 or (mutant.is_sql and _is_no_sql(killer, when)):
            verdict = "invalid"  # can't be imported, or is no valid SQL: no test has found that
        return Outcome(mutant, verdict, seconds, len(tests), covering, killer)

    def _run(self, tests: list[str], limit_s: float, *, shared: bool) -> int | None:
        """Return the exit code of the tests; None if they took too long."""
        (self._work / "tests").write_text("\n".join(tests))
        (self._work / "outcome").unlink(missing_ok=True)
        environ = {
            **self._copy.environ,
            TESTS: str(self._work / "tests"),
            OUTCOME: str(self._work / "outcome"),
        }
        files = dict.fromkeys(name.partition("::")[0] for name in tests)
        basetemp = self._basetemp(shared=shared)
        switches = ["-x", "-q", "-p", "mutants.selection_plugin", "-p", "no:cacheprovider", "-p", "no:randomly"]
        switches += ["--timeout", str(TEST_TIMEOUT_S), "--basetemp", str(basetemp)]
        with (self._work / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *switches, *files],
                cwd=self._copy.root, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
            try:
                return process.wait(limit_s * 3 + GRACE_S)
            except subprocess.TimeoutExpired:
                return None
            finally:
                # Processes that tests started and a fault left behind; the shared server is not in this group.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                if not shared:
                    _end_server(directory_of(basetemp / "server"))

    def _basetemp(self, *, shared: bool) -> Path:
        return self._work.resolve() / ("shared" if shared else "own")

    def _first_failure(self) -> tuple[str, str]:
        file = self._work / "outcome"
        if not file.exists():
            return "", ""
        test, when = json.loads(file.read_text())
        return test, when


def _is_no_sql(killer: str, when: str) -> bool:
    """Return whether the server rejected the statement itself, or a migration that creates the database."""
    return when == "setup" or (when == "call" and killer.startswith(PREPARES))


def _end_server(directory: Path) -> None:
    """End the database server that killed tests have left, and remove its files."""
    file = directory / "postgres" / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        os.kill(int(file.read_text().split()[0]), signal.SIGQUIT)
        deadline = time.monotonic() + 10
        while file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    shutil.rmtree(directory, ignore_errors=True)
