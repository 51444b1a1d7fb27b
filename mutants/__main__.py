"""`python -m mutants`: changes the code in many places, one at a time, and reports what no test noticed."""

from typing import Annotated

import typer
from rich.console import Console

from mutants.report import line_of, show_survivors, table_of
from mutants.run import files_in, files_since, make_copies, processes, sample, try_all, up_to_date_record

console = Console()


def main(
    paths: Annotated[list[str] | None, typer.Argument(help="Files or folders to change.")] = None,
    since: Annotated[str, typer.Option(help="Change the files that differ from this revision.")] = "",
    count: Annotated[int, typer.Option("--sample", min=1, help="How many mutants to try.")] = 30,
    seed: Annotated[int, typer.Option(help="Seed of the choice: the same seed chooses the same mutants.")] = 1,
    parallel: Annotated[int, typer.Option("-j", min=1, max=16, help="How many to try in parallel.")] = processes(),
    limit: Annotated[float, typer.Option(help="Seconds of the processor that tests may use for each mutant.")] = 60,
    record: Annotated[str, typer.Option(help="Which tests to record first: changed, all or none.")] = "changed",
    record_only: Annotated[
        list[str] | None, typer.Option(help="Record only tests below this path; may be given several times.")
    ] = None,
    only: Annotated[str, typer.Option(help="Try only mutants whose file, place or kind contains this text.")] = "",
) -> None:
    """Change the code in one place at a time, run the tests that cover it, and report what none of them noticed."""
    chosen = files_since(since) if since else files_in(paths or ["src/parlour"])
    mutants = sample(chosen, count, seed, only)
    console.print(f"{len(mutants)} mutants in {len(chosen)} files, seed {seed}.")
    if not mutants:
        return
    copies = make_copies(parallel)
    known = up_to_date_record(copies[0], parallel, console.print, record, record_only or ())
    outcomes = try_all(mutants, copies, known, limit, lambda outcome: console.print(line_of(outcome), soft_wrap=True))
    show_survivors(console, outcomes)
    console.print()
    console.print(table_of(outcomes))
    if any(outcome.verdict in ("survived", "unfinished", "no tests") for outcome in outcomes):
        raise typer.Exit(1)


typer.run(main)
