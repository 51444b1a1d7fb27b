"""One run: a database of its own, both servers on it, and every case against each of its four targets in turn."""

import asyncio
import contextlib
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import bare, creating, dataset, generators, pgbench, reading, servers, traffic
from bench.case import Case
from bench.check import check_same_answers
from bench.generators import Generator
from bench.measure import Effort, Measured
from bench.report import Machine, Report, Result, best_of
from bench.traffic import Request
from parlour.db.embedded import embedded_postgres_url

MAKERS = (reading.one_product, reading.page_of_products, reading.search, creating.create_product)

Say = Callable[[str], None]
"""Told what comes next, once for each step."""


def steps_of(effort: Effort) -> int:
    """Filling the database, then for each case its check and, in every round, its four targets."""
    return 1 + len(MAKERS) * (1 + effort.rounds * 4)


class Bench(msgspec.Struct, frozen=True):
    """What a run has set up."""

    url: str
    directory: Path
    tokens: dataset.Tokens
    parlour_port: int
    bare_port: int
    generator: Generator
    effort: Effort

    def measure(self, case: Case, say: Say) -> Result:
        say(f"{case.title}: comparing answers")
        check_same_answers(case, self.tokens.authorization, self.parlour_port, self.bare_port)
        return best_of([self._round(case, say) for _ in range(self.effort.rounds)])

    def _round(self, case: Case, say: Say) -> Result:
        say(f"{case.title}: pgbench")
        with self._undone(case):
            alone = pgbench.run(self.url, case.script, self.effort, self.directory)
        say(f"{case.title}: hello")
        hello = self._load(self.bare_port, [traffic.get(bare.HELLO)])
        say(f"{case.title}: bare route")
        with self._undone(case):
            plain = self._load(self.bare_port, case.requests)
        say(f"{case.title}: Parlour")
        with self._undone(case):
            ours = self._load(self.parlour_port, case.requests)
        return Result(case.title, pgbench=alone, hello=hello, bare=plain, parlour=ours)

    def _load(self, port: int, requests: list[Request]) -> Measured:
        file = self.directory / "requests"
        traffic.write_requests(file, requests, self.tokens.authorization)
        return generators.run(self.generator, port, file, self.effort)

    @contextlib.contextmanager
    def _undone(self, case: Case) -> Iterator[None]:
        """Whoever comes next finds the same data."""
        yield
        if case.writes:
            asyncio.run(dataset.restore(self.url))


def run(generator: Generator, effort: Effort, say: Say) -> Report:
    """Measures everything. Raises `Failed`."""
    with contextlib.ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parlour-bench-")))
        say("Filling the database")
        url = stack.enter_context(embedded_postgres_url(directory / "data"))
        tokens = asyncio.run(dataset.load(url))
        parlour_port = stack.enter_context(servers.parlour(url, directory / "parlour.log"))
        bare_port = stack.enter_context(servers.bare(url, directory / "bare.log"))
        bench = Bench(url, directory, tokens, parlour_port, bare_port, generator, effort)
        results = [bench.measure(make(), say) for make in MAKERS]
        machine = Machine(
            cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
            python=platform.python_version(),
            postgresql=asyncio.run(dataset.server_version(url)),
        )
    return Report(datetime.now(UTC), machine, generator, effort, results)
