"""Checking that all stock adds up: everything is recomputed from the ledger, in one snapshot of the database."""

import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress

from parlour.areas.stock.operator import checks, repairs
from parlour.areas.stock.operator.checks import CountedDifference, Difference, Extent
from parlour.cli.options import OnlyChain
from parlour.cli.output import note, show_json, show_list
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection

SHOWN = 100
Check = Callable[[Connection, int | None, int | None], Awaitable[list[CountedDifference]]]
CHECKS: dict[str, Check] = {
    "Amounts on hand": checks.check_levels,
    "Sums of transactions": checks.check_sums,
    "Postings": checks.check_postings,
    "Reversals": checks.check_reversals,
    "Average costs": checks.check_costs,
    "Stock-takes": checks.check_counts,
}


class Report(msgspec.Struct, frozen=True):
    """The result of a check: the first differences, and how many there are. `repaired` is what was corrected."""

    adds_up: bool
    movements: int
    transactions: int
    products: int
    storages: int
    difference_count: int
    differences: list[Difference]
    repaired_count: int
    repaired: list[Difference]


@on_database
def check(
    call: Call,
    chain: OnlyChain = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Recompute amounts on hand, average costs and expected counts. Stock can't be moved while this runs.",
        ),
    ] = False,
) -> None:
    """Recompute all stock from the ledger and report differences.

    The server may keep running. Exits with 1 if there are differences.
    """
    with Progress(
        console=Console(stderr=True), transient=True, disable=call.as_json or not sys.stderr.isatty()
    ) as progress:
        report = call.in_transaction(partial(_report, chain_id=chain, with_repair=repair, progress=progress))
    if call.as_json:
        show_json(report)
    else:
        _show(report)
    if not report.adds_up:
        raise typer.Exit(1)


async def _report(conn: Connection, chain_id: int | None, progress: Progress, *, with_repair: bool) -> Report:
    repaired: list[Difference] = []
    if with_repair:
        await repairs.block_writers(conn)
        await checks.raise_work_mem(conn)
        repaired = await _repair(conn, chain_id)
    else:
        await checks.use_one_snapshot(conn)
        await checks.raise_work_mem(conn)
    found = await _differences(conn, chain_id, progress)
    extent = await checks.count_extent(conn, chain_id)
    return Report(
        adds_up=not found,
        **msgspec.structs.asdict(extent),
        difference_count=sum({each.what: each.alike for each in found}.values()),
        differences=[_plain(each) for each in found[:SHOWN]],
        repaired_count=len(repaired),
        repaired=repaired[:SHOWN],
    )


async def _differences(conn: Connection, chain_id: int | None, progress: Progress) -> list[CountedDifference]:
    found: list[CountedDifference] = []
    task = progress.add_task("", total=len(CHECKS))
    for title, check_one in CHECKS.items():
        progress.update(task, description=title)
        found += await check_one(conn, chain_id, SHOWN)
        progress.advance(task)
    return found


async def _repair(conn: Connection, chain_id: int | None) -> list[Difference]:
    """Correct all differences, without a limit, and return them."""
    levels = await checks.check_levels(conn, chain_id, None)
    await repairs.repair_levels(conn, levels)
    costs = await checks.check_costs(conn, chain_id, None)
    await repairs.repair_costs(conn, costs)
    counts = await checks.check_counts(conn, chain_id, None)
    await repairs.repair_counts(conn, counts)
    return [_plain(each) for each in (*levels, *costs, *counts)]


def _plain(counted: CountedDifference) -> Difference:
    return Difference(*(getattr(counted, name) for name in Difference.__struct_fields__))


def _show(report: Report) -> None:
    looked_at = Extent(report.movements, report.transactions, report.products, report.storages)
    for count, differences, text in (
        (report.repaired_count, report.repaired, "corrected"),
        (report.difference_count, report.differences, "differ"),
    ):
        if count:
            show_list(Difference, differences, as_json=False)
            note(
                f"{count:,} {text}." if count == len(differences) else f"{count:,} {text}; the first {SHOWN} are shown."
            )
    if report.adds_up:
        typer.echo(f"Adds up: {_in_words(looked_at)}.")
    else:
        note(f"Differences found. Checked {_in_words(looked_at)}.")


def _in_words(extent: Extent) -> str:
    return (
        f"{_count(extent.movements, 'movement')} of {_count(extent.transactions, 'transaction')}, "
        f"{_count(extent.products, 'product')} in {_count(extent.storages, 'storage')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
