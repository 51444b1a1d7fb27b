"""The catalogue: both servers on a database full of products, and every case against each of its four targets."""

import asyncio
import contextlib
from collections.abc import Iterator

import msgspec

from bench import bare, creating, dataset, generators, pgbench, reading, servers, services, traffic
from bench.case import Case
from bench.check import check_same_answers
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.report import Result, best_of
from bench.traffic import Request

CASES = (
    reading.one_product,
    reading.page_of_products,
    reading.search,
    services.services_of_location,
    creating.create_product,
)


def steps_of(effort: Effort) -> int:
    """Return the number of steps: for each case its check and, in every round, its four targets."""
    return len(CASES) * (1 + effort.rounds * 4)


def measure(setting: Setting, tokens: dataset.Tokens, report_step: ReportStep) -> list[Result]:
    """Measure every case. Raise `Failed`."""
    with (
        servers.parlour(setting.url, setting.directory / "parlour.log") as parlour,
        servers.bare(setting.url, setting.directory / "bare.log") as bare_port,
    ):
        bench = Bench(setting, tokens, parlour.port, bare_port)
        return [bench.measure(make(), report_step) for make in CASES]


class Bench(msgspec.Struct, frozen=True):
    """The prepared servers and their settings."""

    setting: Setting
    tokens: dataset.Tokens
    parlour_port: int
    bare_port: int

    def measure(self, case: Case, report_step: ReportStep) -> Result:
        report_step(f"{case.title}: comparing answers")
        check_same_answers(case, self.tokens.authorization, self.parlour_port, self.bare_port)
        return best_of([self._round(case, report_step) for _ in range(self.setting.effort.rounds)])

    def _round(self, case: Case, report_step: ReportStep) -> Result:
        report_step(f"{case.title}: pgbench")
        with self._undone(case):
            alone = pgbench.run(self.setting.url, case.script, self.setting.effort, self.setting.directory)
        report_step(f"{case.title}: hello")
        hello = self._load(self.bare_port, [traffic.get(bare.HELLO)])
        report_step(f"{case.title}: bare route")
        with self._undone(case):
            plain = self._load(self.bare_port, case.requests)
        report_step(f"{case.title}: Parlour")
        with self._undone(case):
            ours = self._load(self.parlour_port, case.requests)
        return Result(case.title, pgbench=alone, hello=hello, bare=plain, parlour=ours)

    def _load(self, port: int, requests: list[Request]) -> Measured:
        return generators.load(self.setting, port, requests, self.tokens.authorization)

    @contextlib.contextmanager
    def _undone(self, case: Case) -> Iterator[None]:
        """Remove what a case has created, so that the next one gets the same data."""
        yield
        if case.writes:
            asyncio.run(dataset.restore(self.setting.url))
