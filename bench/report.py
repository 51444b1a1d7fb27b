"""The results of a run, as a table for the terminal, as Markdown for the repository and as JSON."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import msgspec
from rich.console import Group

from bench.machine import Machine
from bench.measure import Effort, Generator, Measured
from bench.sheet import Sheet

README = Path(__file__).with_name("results") / "README.md"
COLUMNS = ("", "answers/s", "p50 ms", "p99 ms", "of pgbench", "of bare", "of hello")
FIGURE_COLUMNS = ("", "a second", "p50 ms", "p99 ms", "outcome", "asked for")
MOCK_COLUMNS = ("", "answers/s", "p50 ms", "p99 ms", "times Prism")


class Result(msgspec.Struct, frozen=True):
    """One case against its four targets."""

    title: str
    pgbench: Measured
    hello: Measured
    bare: Measured
    parlour: Measured

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the cells of each target, with ratios to those that do at most as much."""
        yield self._row("pgbench", self.pgbench)
        yield self._row("hello", self.hello)
        yield self._row("bare route", self.bare, self.pgbench, None, self.hello)
        yield self._row("Parlour", self.parlour, self.pgbench, self.bare, self.hello)

    @staticmethod
    def _row(target: str, measured: Measured, *others: Measured | None) -> tuple[str, ...]:
        return (target, *_cells(measured), *(_ratio(measured, other) for other in (*others, None, None, None)[:3]))


class MockResult(msgspec.Struct, frozen=True):
    """One operation, answered by Prism and by Parlour's mock."""

    title: str
    prism: Measured
    parlour: Measured

    def rows(self) -> Iterator[tuple[str, ...]]:
        yield ("Prism", *_cells(self.prism), "")
        yield ("Parlour", *_cells(self.parlour), f"{self.parlour.per_second / self.prism.per_second:.1f}")


class Figure(msgspec.Struct, frozen=True):
    """One figure of a group: the measurement and its outcome, beside the required one."""

    group: str
    title: str
    measured: Measured | None = None
    outcome: str = ""
    asked: str = ""

    def row(self) -> tuple[str, ...]:
        cells = _cells(self.measured) if self.measured else ("", "", "")
        return (self.title, *cells, self.outcome, self.asked)


def _cells(measured: Measured) -> tuple[str, str, str]:
    return f"{measured.per_second:,.0f}", f"{measured.p50_ms:.1f}", f"{measured.p99_ms:.1f}"


def best(measured: list[Measured]) -> Measured:
    """Return the best measurement: other load only makes results worse, so the best is nearest to the truth."""
    return max(measured, key=lambda each: each.per_second)


def best_of(rounds: list[Result]) -> Result:
    """Return each target's best round."""
    return Result(
        rounds[0].title,
        pgbench=best([each.pgbench for each in rounds]),
        hello=best([each.hello for each in rounds]),
        bare=best([each.bare for each in rounds]),
        parlour=best([each.parlour for each in rounds]),
    )


def best_mock_of(rounds: list[MockResult]) -> MockResult:
    """Return each server's best round."""
    return MockResult(
        rounds[0].title,
        prism=best([each.prism for each in rounds]),
        parlour=best([each.parlour for each in rounds]),
    )


def _ratio(measured: Measured, other: Measured | None) -> str:
    return "" if other is None else f"{measured.per_second / other.per_second:.0%}"


class Run(msgspec.Struct, frozen=True):
    """What was measured, when, on what and how."""

    measured_at: datetime
    machine: Machine
    generator: Generator
    effort: Effort

    def conditions(self) -> str:
        generator = "wrk" if self.generator == "wrk" else "the benchmark's own client"
        return (
            f"{self.measured_at:%Y-%m-%d}, {self.machine.cores} cores for everything, Python {self.machine.python}, "
            f"PostgreSQL {self.machine.postgresql}, one worker, {self.effort.connections} connections, "
            f"{self.effort.seconds} s each{self.rounds()}, load from {generator}."
        )

    def rounds(self) -> str:
        """Return what was done with the rounds, if there was more than one."""
        return f" (the best of {self.effort.rounds} rounds)" if self.effort.rounds > 1 else ""

    def sheets(self) -> dict[str, Sheet]:
        """Return a table for each part that was measured."""
        raise NotImplementedError

    def tables(self) -> Group:
        return Group(*(sheet.table() for sheet in self.sheets().values()), self.conditions())


class Report(Run, frozen=True):
    """A run of the parts."""

    results: list[Result]
    inventory: list[Figure]
    schedules: list[Figure]
    booking: list[Figure]
    free_time: list[Figure]
    clients: list[Figure]
    growth: list[Figure]
    mock: list[MockResult]
    left_out: str
    """Why the mock was not measured although it should have been."""

    def conditions(self) -> str:
        left_out = f" The mock was not measured: {self.left_out}" if self.left_out else ""
        return super().conditions() + left_out

    def sheets(self) -> dict[str, Sheet]:
        sheets: dict[str, Sheet] = {}
        if self.results:
            sheets["catalogue"] = Sheet(COLUMNS, [(result.title, [*result.rows()]) for result in self.results])
        if self.inventory:
            sheets["inventory"] = _sheet_of(self.inventory)
        if self.schedules:
            sheets["schedules"] = _sheet_of(self.schedules)
        if self.booking:
            sheets["booking"] = _sheet_of(self.booking)
        if self.free_time:
            sheets["free_time"] = _sheet_of(self.free_time)
        if self.clients:
            sheets["clients"] = _sheet_of(self.clients)
        if self.growth:
            sheets["growth"] = _sheet_of(self.growth)
        if self.mock:
            sheets["mock"] = Sheet(MOCK_COLUMNS, [(result.title, [*result.rows()]) for result in self.mock])
        return sheets


def _sheet_of(figures: list[Figure]) -> Sheet:
    groups = groupby(figures, attrgetter("group"))
    return Sheet(FIGURE_COLUMNS, [(title, [figure.row() for figure in group]) for title, group in groups])


def save(run: Run) -> None:
    """Replace the table of each measured part in the README."""
    text = README.read_text()
    for part, sheet in run.sheets().items():
        head, begin, rest = text.partition(f"<!-- {part}: written by the benchmark -->\n")
        _, end, tail = rest.partition(f"<!-- end of {part} -->\n")
        if not end:
            raise ValueError(f"{README.name} has lost the lines between which the table of {part} goes.")
        text = f"{head}{begin}\n{run.conditions()}\n\n{sheet.markdown()}\n\n{end}{tail}"
    README.write_text(text)
