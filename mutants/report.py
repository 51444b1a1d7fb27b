"""The results of a run: a line for each mutant, then the survivors in full and the numbers by folder."""

from collections import Counter, defaultdict
from pathlib import PurePath

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mutants.mutant import diff_of
from mutants.trial import Outcome, Verdict

COLOURS = {"killed": "green", "survived": "red", "unfinished": "yellow", "timeout": "yellow", "no tests": "red"}
COUNTED: tuple[Verdict, ...] = ("killed", "timeout", "survived", "unfinished", "no tests", "equivalent", "invalid")


def line_of(outcome: Outcome) -> str:
    mutant = outcome.mutant
    colour = COLOURS.get(outcome.verdict, "dim")
    by = outcome.killer.removeprefix("tests/") or f"{outcome.tests} of {outcome.covering} tests"
    return (
        f"[{colour}]{outcome.verdict:<10}[/{colour}] {outcome.seconds:5.1f} s  {escape(mutant.path)}:{mutant.line} "
        f"{escape(mutant.scope)}: {escape(mutant.edit.what)}  [dim]{escape(by)}[/dim]"
    )


def show_survivors(console: Console, outcomes: list[Outcome]) -> None:
    """Print each survivor in the form for the list of equivalents, where a reason is added below it."""
    for outcome in outcomes:
        if outcome.verdict in ("survived", "unfinished", "no tests", "timeout"):
            mutant = outcome.mutant
            console.print(f"\n[dim]line {mutant.line}: {escape(mutant.edit.what)}, {outcome.tests} tests[/dim]")
            console.print(escape(f"{mutant.path} {mutant.scope}"), soft_wrap=True)
            for line in diff_of(mutant):
                colour = "red" if line.startswith("-") else "green"
                console.print(f"[{colour}]{escape(line)}[/{colour}]", soft_wrap=True, highlight=False)


def table_of(outcomes: list[Outcome]) -> Table:
    table = Table("folder", *COUNTED, "caught", "s each", box=None, pad_edge=False)
    folders: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        folders[str(PurePath(outcome.mutant.path).parent).removeprefix("src/parlour/")].append(outcome)
    rows = {**dict(sorted(folders.items())), "in all": outcomes} if len(folders) > 1 else folders
    for folder, found in rows.items():
        counts = Counter(outcome.verdict for outcome in found)
        tried = [outcome.seconds for outcome in found if outcome.seconds]
        mean = f"{sum(tried) / len(tried):.1f}" if tried else "-"
        table.add_row(folder, *(str(counts[verdict]) for verdict in COUNTED), _share(counts), mean)
    return table


def _share(counts: Counter[Verdict]) -> str:
    """Return the share that tests caught of those that change behaviour.

    A timeout isn't caught: tests have limits. Nor is what the tests for which there was time didn't notice.
    """
    of_all = sum(counts[verdict] for verdict in ("killed", "timeout", "survived", "unfinished", "no tests"))
    return f"{counts['killed'] / of_all:.0%}" if of_all else "-"
