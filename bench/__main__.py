"""`python -m bench`: measures Parlour beside pgbench and bare routes, its mock beside Prism, and prints the results."""

import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench import beside, generators
from bench.comparison import Comparison
from bench.measure import Effort, Failed, Part, ReportStep
from bench.report import Report, save
from bench.run import run, steps_of

CONNECTIONS = 16
WIDTH = 160
console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
"""In a file or a pipe, where there is no width to keep to, no column is cut."""


def main(
    seconds: Annotated[int, typer.Option(min=1, max=60, help="Duration of each measurement, in seconds.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="One second each, to see that it works.")] = False,
    rounds: Annotated[
        int, typer.Option(min=1, max=20, help="Repeat each measurement; the best counts, or the median.")
    ] = 1,
    json: Annotated[Path | None, typer.Option(help="Also write the numbers to this file.")] = None,
    only: Annotated[Part | None, typer.Option(help="Measure only this part.")] = None,
    large: Annotated[
        bool, typer.Option("--large", help="Growth up to a million products, and ten times as many appointments.")
    ] = False,
    data: Annotated[
        Path | None, typer.Option(help="Keep the databases of appointments and clients here, and use them again.")
    ] = None,
    older: Annotated[
        str,
        typer.Option("--beside", metavar="REVISION", help="Measure only the hot path, beside an older revision."),
    ] = "",
    keep: Annotated[bool, typer.Option("--save", help="Write the tables to bench/results/README.md.")] = False,
) -> None:
    """Requests a second and latencies of Parlour, beside pgbench and bare routes on the same database, and Prism."""
    if older and (only or large or data):
        raise typer.BadParameter(
            "Measures the same cases on new data: leave out --only, --large and --data.", param_hint="--beside"
        )
    effort = Effort(
        CONNECTIONS, seconds=1 if quick else seconds, warm_up_s=1 if quick else 2, rounds=rounds, is_large=large
    )
    signal.signal(signal.SIGTERM, _leave)
    parts: set[Part] = {only} if only else {*get_args(Part)}
    try:
        report = _compare(older, effort) if older else _measure(parts, effort, data)
    except Failed as failure:
        console.print(f"[red]No result.[/red] {failure}")
        raise typer.Exit(1) from None
    console.print(report.tables())
    if json:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    if keep:
        save(report)


def _compare(revision: str, effort: Effort) -> Comparison:
    with (
        _progress(beside.steps_of(effort)) as report_step,
        tempfile.TemporaryDirectory(prefix="parlour-bench-") as directory,
    ):
        return beside.compare(revision, Path(directory), generators.available_generator(), effort, report_step)


def _measure(parts: set[Part], effort: Effort, data: Path | None) -> Report:
    with _progress(steps_of(parts, effort)) as report_step:
        return run(parts, generators.available_generator(), effort, report_step, data)


@contextlib.contextmanager
def _progress(steps: int) -> Iterator[ReportStep]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Starting", total=steps)
        done = iter(range(steps))

        def report_step(what: str) -> None:
            progress.update(task, description=what, completed=next(done))

        yield report_step


def _leave(*_: Any) -> None:
    """End as with Ctrl-C, so that everything that was started is stopped."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    typer.run(main)
