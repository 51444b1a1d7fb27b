"""Chains, the tenants: creating and listing them."""

import msgspec
import typer

from parlour.areas.chains import operator
from parlour.cli import checks
from parlour.cli.options import Title, example, new_group
from parlour.cli.session import Call, on_database


class AddedChain(msgspec.Struct, frozen=True):
    """A chain that was just created."""

    id: int
    title: str


def register(app: typer.Typer) -> None:
    group = new_group("Chains: each is a separate business with one or more locations.")
    group.command("add", epilog=example("chain add --title Lumen"))(add_chain)
    group.command("list", epilog=example("chain list"))(list_chains)
    app.add_typer(group, name="chain")


@on_database
def add_chain(call: Call, title: Title) -> None:
    """Create a chain without locations."""
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    found.refuse_faults()
    chain_id = call.in_transaction(lambda conn: operator.create_chain(conn, title))
    call.show(AddedChain(chain_id, title))


@on_database
def list_chains(call: Call) -> None:
    """List all chains."""
    call.show_list(operator.Chain, call.in_transaction(operator.list_chains))
