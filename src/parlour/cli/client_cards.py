"""Finding and adding clients, and checking their figures."""

from typing import Annotated

import msgspec
import typer

from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.operator import cards, figures
from parlour.cli import checks
from parlour.cli.options import OnlyChain, record_id
from parlour.cli.output import note, show_json, show_list
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection

SHOWN = 100
Location = Annotated[int, typer.Argument(metavar="LOCATION", parser=record_id, help="The location's id.")]


class Report(msgspec.Struct, frozen=True):
    """The result of a check: the first differences, and how many there are. `fixed_count` were corrected."""

    adds_up: bool
    clients: int
    difference_count: int
    differences: list[figures.Difference]
    fixed_count: int


@on_database
def find(
    call: Call,
    location: Location,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Parts of name, email or card, or digits of the number.")],
) -> None:
    """List the clients of a location who match a text, the first hundred by id."""
    found = call.in_transaction(lambda conn: cards.find_clients(conn, location, text))
    call.show_list(cards.ListedClient, found)


@on_database
def add(
    call: Call,
    location: Location,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="The first name, or the whole name.")],
    phone: Annotated[str, typer.Option("--phone", metavar="TEXT", help="The phone number, written in any way.")] = "",
    surname: Annotated[str, typer.Option("--surname", metavar="TEXT", help="The surname.")] = "",
    email: Annotated[str, typer.Option("--email", metavar="TEXT", help="The email address.")] = "",
) -> None:
    """Create a client."""
    found = checks.Checks()
    patch = ClientPatch(
        name=found.apply("--name", checks.title, name),
        surname=found.apply("--surname", checks.short_text, surname),
        phone=phone,
        email=email,
    )
    found.refuse_faults()
    call.show(call.in_transaction(lambda conn: cards.add_client(conn, location, patch)))


@on_database
def check(
    call: Call,
    chain: OnlyChain = None,
    fix: Annotated[bool, typer.Option("--fix", help="Correct the figures that differ.")] = False,
) -> None:
    """Recompute visits and amounts of clients from their appointments and report differences.

    The server may keep running. Exits with 1 if there are differences.
    """
    report = call.in_transaction(lambda conn: _report(conn, chain, with_fix=fix))
    if call.as_json:
        show_json(report)
    else:
        _show(report)
    if not report.adds_up:
        raise typer.Exit(1)


async def _report(conn: Connection, chain_id: int | None, *, with_fix: bool) -> Report:
    await figures.allow_long(conn)
    found, fixed = await figures.find_differences(conn, chain_id), 0
    if with_fix and found:
        await figures.fix_figures(conn, found)
        left = await figures.find_differences(conn, chain_id)
        found, fixed = left, len(found) - len(left)
    return Report(not found, await figures.count_clients(conn, chain_id), len(found), found[:SHOWN], fixed)


def _show(report: Report) -> None:
    if report.fixed_count:
        note(f"{report.fixed_count:,} corrected.")
    if report.adds_up:
        typer.echo(f"Adds up: {report.clients:,} clients.")
        return
    show_list(figures.Difference, report.differences, as_json=False)
    shown = "" if report.difference_count == len(report.differences) else f"; the first {SHOWN} are shown"
    note(f"{report.difference_count:,} of {report.clients:,} clients differ{shown}.")
