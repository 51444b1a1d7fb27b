"""parlour events: checking the seats of group events."""

from typing import Annotated

import msgspec
import typer

from parlour.areas.events import operator
from parlour.areas.events.operator import SeatDifference
from parlour.cli.options import OnlyChain, example, new_group
from parlour.cli.output import note, show_json, show_list
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection


class Report(msgspec.Struct, frozen=True):
    """The result of a check: the events that differ, and those that were corrected."""

    adds_up: bool
    differences: list[SeatDifference]
    repaired: list[SeatDifference]


def register(app: typer.Typer) -> None:
    group = new_group("Group events: whether their seats add up.")
    group.command("check", epilog=example("events check --repair"))(check)
    app.add_typer(group, name="events")


@on_database
def check(
    call: Call,
    chain: OnlyChain = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Recompute taken seats. Nothing can be booked while this runs.")
    ] = False,
) -> None:
    """Recompute the taken seats of events from their bookings and report differences.

    The server may keep running. Exits with 1 if there are differences.
    """

    async def report(conn: Connection) -> Report:
        repaired = await operator.repair(conn, chain) if repair else []
        left = await operator.list_differences(conn, chain)
        return Report(not left, left, repaired)

    found = call.in_transaction(report)
    if call.as_json:
        show_json(found)
    else:
        _show(found)
    if not found.adds_up:
        raise typer.Exit(1)


def _show(report: Report) -> None:
    for differences, text in ((report.repaired, "corrected"), (report.differences, "differ")):
        if differences:
            show_list(SeatDifference, differences, as_json=False)
            note(f"{len(differences):,} {text}.")
    if report.adds_up:
        typer.echo("All seats add up.")
