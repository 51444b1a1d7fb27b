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
from msgspec.structs import replace
from tests.support.database import directory_of, test_server

from mutants.choosing import READERS_OF_SQL
from mutants.copies import Copy
from mutants.mutant import Mutant
from mutants.selection_plugin import LIMIT_S, OUTCOME, SLOWNESS, TESTS

Verdict = Literal["killed", "survived", "unfinished", "timeout", "no tests", "invalid", "equivalent"]
PREPARES = f"{READERS_OF_SQL}::test_the_statement_fits_the_schema"
TEST_TIMEOUT_S = 60
GRACE_S = 90
# Reading all files takes long where most tests cover a line, and the first ones often suffice.
FIRST_FILES = 25
# They start processes, and wait for them or let them wait for each other.
MAY_FAIL_BY_LOAD = (
    "tests/server/",
    "tests/races/",
    "tests/accounts/test_parallel",
    "tests/outbox/",
    "tests/inventory/test_concurrency",
    "tests/db/test_embedded",
    "tests/cli/",
)
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
    """The number of covering tests, including those for which no time was left."""
    killer: str = ""


class Run(msgspec.Struct, frozen=True):
    """What a run of some tests came to."""

    code: int | None
    """The exit code of pytest; None if the tests took too long."""
    ran: int = 0
    test: str = ""
    """The first test that failed."""
    when: str = ""
    """The part of it that failed, as pytest calls it."""
    used_s: float = 0
    """The time of the processor that the tests used."""


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

    def try_out(self, mutant: Mutant, tests: list[str], limit_s: float) -> Outcome:
        """Run the tests in this order until one notices the mutant, or the time is over."""
        if not tests:
            return Outcome(mutant, "no tests")
        started = time.monotonic()
        with self._copy.mutated(mutant):
            run = self._run_in_parts(mutant, tests, limit_s)
        verdict = verdict_of(mutant, run, len(tests))
        return Outcome(mutant, verdict, time.monotonic() - started, run.ran, len(tests), run.test)

    def _run_in_parts(self, mutant: Mutant, tests: list[str], limit_s: float) -> Run:
        """Run the tests of the first files for half of the time, then all others."""
        first, others = parts_of(tests)
        if not others:
            return self._run_until_sure(mutant, tests, limit_s)
        run = self._run_until_sure(mutant, first, limit_s / 2)
        if run.code != 0:
            return run
        after = self._run_until_sure(mutant, others + first[run.ran :], max(0, limit_s - run.used_s))
        return replace(after, ran=run.ran + after.ran)

    def _run_until_sure(self, mutant: Mutant, tests: list[str], limit_s: float) -> Run:
        """Run the tests. One that fails has to fail twice if that may be due to the load of the machine."""
        shared = not mutant.path.startswith(MAKES_SERVER)
        before = 0
        while True:
            run = self._run(tests[before:], limit_s, shared=shared)
            if shared and run.when == "setup":  # perhaps due to remains of an earlier run
                shared = False
                run = self._run(tests[before:], limit_s, shared=False)
            run = replace(run, ran=run.ran + before)
            may_be_load = run.code == 1 and run.when == "call" and run.test.startswith(MAY_FAIL_BY_LOAD)
            if not may_be_load or self._run([run.test], limit_s, shared=shared).code != 0:
                return run
            before = tests.index(run.test) + 1
            if before == len(tests):
                return Run(0, before)

    def _run(self, tests: list[str], limit_s: float, *, shared: bool) -> Run:
        if not shared:  # a run that was killed leaves its own, made by another mutant
            _end_server(directory_of(self._basetemp(shared=False) / "server"))
        (self._work / "tests").write_text("\n".join(tests))
        (self._work / "outcome").unlink(missing_ok=True)
        environ = {
            **self._copy.environ,
            TESTS: str(self._work / "tests"),
            OUTCOME: str(self._work / "outcome"),
            LIMIT_S: str(limit_s),
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
                return self._read(process.wait(limit_s * SLOWNESS + GRACE_S))
            except subprocess.TimeoutExpired:
                return self._read(None)
            finally:
                # Processes that tests started and a fault left behind; the shared server is not in this group.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                if not shared:
                    _end_server(directory_of(basetemp / "server"))

    def _basetemp(self, *, shared: bool) -> Path:
        return self._work.resolve() / ("shared" if shared else "own")

    def _read(self, code: int | None) -> Run:
        file = self._work / "outcome"
        return Run(code, **(json.loads(file.read_text()) if file.exists() else {}))


def parts_of(tests: list[str]) -> tuple[list[str], list[str]]:
    """Divide tests into those of the first files, if there are many, and all others."""
    files = list(dict.fromkeys(name.partition("::")[0] for name in tests))
    if len(files) < 2 * FIRST_FILES:
        return tests, []
    early = set(files[:FIRST_FILES])
    parts: tuple[list[str], list[str]] = ([], [])
    for name in tests:
        parts[name.partition("::")[0] not in early].append(name)
    return parts


def verdict_of(mutant: Mutant, run: Run, covering: int) -> Verdict:
    if run.code is None and run.when != "call":  # one that failed has noticed it, though what follows may hang
        return "timeout"
    if run.code == 0:
        return "survived" if run.ran == covering else "unfinished"
    if (run.code or 0) > 1 or run.when == "collect" or (mutant.is_sql and _is_no_sql(run.test, run.when)):
        return "invalid"  # can't be imported, or is no valid SQL: no test has found that
    return "killed"


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
