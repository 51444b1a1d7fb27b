"""A whole run: updating the record of the tests, choosing mutants, and trying them in parallel."""

import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from random import Random

from mutants import record as records
from mutants.choosing import Chooser
from mutants.copies import Copy
from mutants.equivalents import FILE, read_equivalents
from mutants.finding import find_mutants
from mutants.mutant import Mutant
from mutants.record import Record
from mutants.recording_plugin import DIRECTORY, write_config
from mutants.trial import Bench, Outcome

TREE = Path(__file__).parents[1]
HOME = TREE / ".mutants"
# Tests in browsers and of samples in other languages notice few mutants and take long.
BATCH = 40
LEFT_OUT = ("tests/portal/browser/", "tests/portal/samples/", "tests/demo/", "tests/mutants/")


def files_in(paths: list[str]) -> list[str]:
    """Return files of code and migrations at or below the paths."""
    found: set[Path] = set()
    for path in paths:
        below = TREE / path
        found |= {below} if below.is_file() else {file for kind in ("*.py", "*.sql") for file in below.rglob(kind)}
    return sorted(str(file.relative_to(TREE)) for file in found if file.name != "schema.sql")


def files_since(revision: str) -> list[str]:
    """Return files that were changed since a revision, or are new."""
    command = ["git", "diff", "--name-only", "--diff-filter=d", revision, "--", "src/parlour"]
    changed = subprocess.run(command, cwd=TREE, check=True, capture_output=True, text=True).stdout.split()
    return [path for path in changed if path.endswith((".py", ".sql")) and not path.endswith("schema.sql")]


def sample(paths: list[str], count: int, seed: int, only: str = "") -> list[Mutant]:
    """Return this many mutants of the files, drawn with the seed; all of them if there are no more."""
    found = [each for each in find_mutants(TREE, paths) if only in f"{each.path} {each.scope} {each.edit.what}"]
    return Random(seed).sample(found, min(count, len(found)))


def make_copies(count: int) -> list[Copy]:
    copies = [Copy(TREE, HOME / f"copy-{number}") for number in range(1, count + 1)]
    for copy in copies:
        copy.root.mkdir(parents=True, exist_ok=True)
        copy.refresh()
    return copies


def up_to_date_record(
    copy: Copy, processes: int, report: Callable[[str], None], wanted: str, only: Sequence[str] = ()
) -> Record:
    """Return the record of the tests, after recording those that are new or changed, `all` or `none` of them.

    With `only`, files elsewhere stay as they were recorded, if they were.
    """
    file = HOME / "record.json"
    record = Record() if wanted == "all" else records.load(file)
    paths = records.outdated_files(record, copy.root, LEFT_OUT, tuple(only)) if wanted != "none" else []
    for begin in range(0, len(paths), BATCH):  # so that results are kept if a later batch is interrupted
        batch = paths[begin : begin + BATCH]
        report(f"Recording what tests run: {begin + len(batch)} of {len(paths)} files …")
        record = _record(record, copy, batch, processes, report)
        records.save(record, file)
    return record


def _record(record: Record, copy: Copy, paths: list[str], processes: int, report: Callable[[str], None]) -> Record:
    recorded = HOME / "recorded"
    shutil.rmtree(recorded, ignore_errors=True)
    recorded.mkdir()
    write_config(recorded)
    switches = ["-q", "-p", "mutants.recording_plugin", "-p", "no:cacheprovider", "-n", str(processes)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *switches, "--dist", "worksteal", "--timeout", "600", *paths],
        cwd=copy.root, env={**copy.environ, DIRECTORY: str(recorded)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        report("Left out because they fail without a fault:\n" + _failures(done.stdout))
    return records.add(record, copy.root, paths, recorded)


def _failures(output: str) -> str:
    return "\n".join(line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))) or output[-2000:]


def try_all(
    mutants: list[Mutant], copies: list[Copy], record: Record, limit_s: float, report: Callable[[Outcome], None]
) -> list[Outcome]:
    """Try the mutants, as many in parallel as there are copies."""
    equivalents = read_equivalents((TREE / FILE).read_text())
    chooser = Chooser(TREE, record)
    free: queue.SimpleQueue[Bench] = queue.SimpleQueue()

    def try_one(mutant: Mutant) -> Outcome:
        bench = free.get()
        try:
            outcome = bench.try_out(mutant, chooser.choose(mutant), limit_s)
        finally:
            free.put(bench)
        if outcome.verdict in ("survived", "unfinished", "no tests") and mutant.key in equivalents:
            outcome = Outcome(mutant, "equivalent", outcome.seconds, outcome.tests, outcome.covering)
        report(outcome)
        return outcome

    with ExitStack() as stack, ThreadPoolExecutor(len(copies)) as pool:
        for copy in copies:
            bench = Bench(copy)
            stack.enter_context(bench.running())
            free.put(bench)
        return list(pool.map(try_one, mutants))


def processes() -> int:
    return min(2, os.cpu_count() or 1)
