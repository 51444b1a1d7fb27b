"""`python -m mutants`: changes the code in many places, one at a time, and reports what no test noticed."""

from typing import Annotated

import typer
from rich.console import Console

from mutants.report import line_of, show_survivors, table_of
from mutants.run import files_in, files_since, make_copies, processes, sample, try_all, up_to_date_record

console = Console()


def main(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders to spoil.")] = None,
    since: Annotated[str, typer.Option(help="Spoil the files that were changed since this revision.")] = "",
    count: Annotated[int, typer.Option("--sample", min=1, help="How many mutants to try.")] = 30,
    seed: Annotated[int, typer.Option(help="Which of them: the same seed gives the same.")] = 1,
    side_by_side: Annotated[int, typer.Option("-j", min=1, max=16, help="How many to try at a time.")] = processes(),
    limit: Annotated[float, typer.Option(help="Seconds of tests for each, by the time they usually take.")] = 60,
    record: Annotated[str, typer.Option(help="Record what tests run: changed ones, all, or none.")] = "changed",
    only: Annotated[str, typer.Option(help="Try only those whose file, place or kind holds this text.")] = "",
) -> None:
    """Change the code in one place at a time, run the tests that cover it, and report what none of them noticed."""
    chosen = files_since(since) if since else files_in(paths or ["src/parlour"])
    mutants = sample(chosen, count, seed, only)
    console.print(f"{len(mutants)} mutants of {len(chosen)} files, seed {seed}.")
    if not mutants:
        return
    copies = make_copies(side_by_side)
    known = up_to_date_record(copies[0], side_by_side, console.print, record)
    outcomes = try_all(mutants, copies, known, limit, lambda outcome: console.print(line_of(outcome), soft_wrap=True))
    show_survivors(console, outcomes)
    console.print()
    console.print(table_of(outcomes))
    if any(outcome.verdict in ("survived", "no tests") for outcome in outcomes):
        raise typer.Exit(1)


typer.run(main)
