"""The hot path of this code beside an older revision: what an answer costs, in one run on one machine.

Both serve in turn, in the order A B B A and the next time B A A B, so that what changes with time changes both, and are
started again for each round. They never serve at the same time: on two cores the load then decides what sending costs.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import creating, dataset, generators, reading, servers
from bench.case import Case
from bench.comparison import Compared, Comparison, Cost, Round
from bench.cpu import cpu_ms
from bench.machine import this_machine
from bench.measure import Effort, Failed, Generator, ReportStep, Setting
from bench.revisions import HERE, Revision, checked_out
from parlour.db.cluster import Cluster
from parlour.db.embedded import embedded_postgres_url

CASES: tuple[Callable[[], Case], ...] = (
    reading.one_product,
    reading.page_of_products,
    reading.search,
    creating.create_product,
)
# What it does in the background is no part of an answer.
SERVER_OPTIONS = {"autovacuum": "off"}


class Side(msgspec.Struct, frozen=True):
    """A revision with a database, in a directory of its own."""

    revision: Revision
    setting: Setting
    authorization: str


class Served(msgspec.Struct, frozen=True):
    """A side whose server runs."""

    side: Side
    port: int
    processes: tuple[int, int]
    """The server, and PostgreSQL."""

    def warm_up(self, case: Case) -> None:
        generators.send_warm_up(self.side.setting, self.port, case.requests, self.side.authorization)

    def measure(self, case: Case) -> Cost:
        setting = self.side.setting
        before = self._times_ms()
        measured = generators.measure(setting, self.port, case.requests, self.side.authorization)
        answers = measured.per_second * setting.effort.seconds
        spent = (1000 * (after - then) / answers for then, after in zip(before, self._times_ms(), strict=True))
        return Cost(measured.per_second, *spent)

    def _times_ms(self) -> list[float]:
        times = [time for process in self.processes if (time := cpu_ms(process)) is not None]
        if len(times) != len(self.processes):
            raise Failed("This system doesn't say how long a process has computed.")
        return times


def steps_of(effort: Effort) -> int:
    """Return the number of steps: installing, filling two databases, and every case in every round."""
    return 3 + effort.rounds * len(CASES)


def compare(
    revision: str, directory: Path, generator: Generator, effort: Effort, report_step: ReportStep
) -> Comparison:
    """Measure every case on both sides. Raise `Failed`."""
    with contextlib.ExitStack() as stack:
        report_step(f"Installing {revision}")
        older = stack.enter_context(checked_out(revision, directory))
        sides = []
        for each in (older, HERE):
            report_step(f"Filling the database of {each.name}")
            sides.append(stack.enter_context(_prepared(each, directory / "sides" / each.name, generator, effort)))
        cases = [make() for make in CASES]
        rounds = [_round(cases, sides, number, report_step) for number in range(effort.rounds)]
        compared = [Compared(case.title, [*each]) for case, each in zip(cases, zip(*rounds, strict=True), strict=True)]
        machine = this_machine(sides[0].setting.url)
    return Comparison(datetime.now(UTC), machine, generator, effort, older.name, compared)


@contextlib.contextmanager
def _prepared(revision: Revision, directory: Path, generator: Generator, effort: Effort) -> Iterator[Side]:
    """Start PostgreSQL with a filled database."""
    data = directory / "data"
    with embedded_postgres_url(data, SERVER_OPTIONS) as url:
        setting = Setting(url, directory, data, generator, effort)
        yield Side(revision, setting, revision.fill(url).authorization)


def _round(cases: list[Case], sides: list[Side], number: int, report_step: ReportStep) -> list[Round]:
    """Measure every case once more, with new servers, and remove what was created."""
    rounds = []
    with contextlib.ExitStack() as stack:
        older, here = (stack.enter_context(_serve(side)) for side in sides)
        first, second = (older, here) if number % 2 == 0 else (here, older)
        for case in cases:
            report_step(case.title)
            for served in (first, second):
                served.warm_up(case)
            costs: dict[int, list[Cost]] = {older.port: [], here.port: []}
            for served in (first, second, second, first):
                costs[served.port].append(served.measure(case))
            rounds.append(Round(costs[older.port], costs[here.port]))
    for side in sides:
        asyncio.run(dataset.restore(side.setting.url))
    return rounds


@contextlib.contextmanager
def _serve(side: Side) -> Iterator[Served]:
    setting = side.setting
    postmaster = Cluster(setting.data / "postgres", {}).postmaster()
    assert postmaster is not None
    with servers.parlour(setting.url, setting.directory / "server.log", python=side.revision.python) as server:
        yield Served(side, server.port, (server.pid, postmaster))
