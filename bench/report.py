"""What a run found, as a table for the terminal, as Markdown for the repository and as JSON."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from rich.table import Table

from bench.measure import Effort, Measured

README = Path(__file__).with_name("results") / "README.md"
TABLE_BEGINS = "<!-- the newest table: written by the benchmark -->"
COLUMNS = ("", "answers/s", "p50 ms", "p99 ms", "of pgbench", "of bare", "of hello")


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured, as far as it matters and is nobody's business."""

    cores: int
    python: str
    postgresql: str


class Result(msgspec.Struct, frozen=True):
    """One case against its four targets."""

    title: str
    pgbench: Measured
    hello: Measured
    bare: Measured
    parlour: Measured

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of each target; ratios where one does at least what the other does."""
        yield self._row("pgbench", self.pgbench)
        yield self._row("hello", self.hello)
        yield self._row("bare route", self.bare, self.pgbench, None, self.hello)
        yield self._row("Parlour", self.parlour, self.pgbench, self.bare, self.hello)

    @staticmethod
    def _row(target: str, measured: Measured, *others: Measured | None) -> tuple[str, ...]:
        ratios = [_ratio(measured, other) for other in (*others, None, None, None)[:3]]
        return (target, f"{measured.per_second:,.0f}", f"{measured.p50_ms:.1f}", f"{measured.p99_ms:.1f}", *ratios)


def best_of(rounds: list[Result]) -> Result:
    """Each target's best round: what a neighbour takes away is never ours, so the best is nearest to the truth."""

    def best(measured: list[Measured]) -> Measured:
        return max(measured, key=lambda each: each.per_second)

    return Result(
        rounds[0].title,
        pgbench=best([each.pgbench for each in rounds]),
        hello=best([each.hello for each in rounds]),
        bare=best([each.bare for each in rounds]),
        parlour=best([each.parlour for each in rounds]),
    )


def _ratio(measured: Measured, other: Measured | None) -> str:
    return "" if other is None else f"{measured.per_second / other.per_second:.0%}"


class Report(msgspec.Struct, frozen=True):
    """A whole run."""

    measured_at: datetime
    machine: Machine
    generator: str
    effort: Effort
    results: list[Result]

    def conditions(self) -> str:
        generator = "wrk" if self.generator == "wrk" else "the benchmark's own client"
        rounds = f" (the best of {self.effort.rounds} rounds)" if self.effort.rounds > 1 else ""
        return (
            f"{self.measured_at:%Y-%m-%d}, {self.machine.cores} cores for everything, Python {self.machine.python}, "
            f"PostgreSQL {self.machine.postgresql}, one worker, {self.effort.connections} connections, "
            f"{self.effort.seconds} s each{rounds}, load from {generator}."
        )

    def table(self) -> Table:
        table = Table(caption=self.conditions(), caption_justify="left")
        for number, column in enumerate(COLUMNS):
            table.add_column(column, justify="right" if number else "left", no_wrap=True)
        for result in self.results:
            table.add_row(f"[bold]{result.title}[/bold]")
            for row in result.rows():
                style = "bold" if row[0] == "Parlour" else ""
                table.add_row(f"  {row[0]}", *row[1:], style=style, end_section=row[0] == "Parlour")
        return table

    def markdown(self) -> str:
        lines = [self.conditions(), ""]
        lines.append(f"| {' | '.join(('', *COLUMNS))} |")
        lines.append(f"| --- | --- |{' ---: |' * (len(COLUMNS) - 1)}")
        for result in self.results:
            titles = [result.title, "", "", ""]
            for title, row in zip(titles, result.rows(), strict=True):
                lines.append(f"| {' | '.join((title, *row))} |")
        return "\n".join(lines)


def save(report: Report) -> None:
    """Puts the table where the old one stands."""
    text, marker, _ = README.read_text().partition(TABLE_BEGINS)
    if not marker:
        raise ValueError(f"{README.name} has lost the line behind which the table goes.")
    README.write_text(f"{text}{marker}\n\n{report.markdown()}\n")
