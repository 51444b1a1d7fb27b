"""Chains, the tenants: creating and listing them."""

import msgspec
import typer

from parlour.areas.chains import operator
from parlour.cli import checks
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Title, example, new_group
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of


class AddedChain(msgspec.Struct, frozen=True):
    """A chain that was just created."""

    id: int
    title: str


def register(app: typer.Typer) -> None:
    group = new_group("Chains: each is a separate business with one or more locations.")
    group.command("add", epilog=example("chain add --title Lumen"))(add_chain)
    group.command("list", epilog=example("chain list"))(list_chains)
    app.add_typer(group, name="chain")


def add_chain(
    ctx: typer.Context,
    title: Title,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Create a chain without locations."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    found.refuse_faults()
    chain_id = in_transaction(settings, lambda conn: operator.create_chain(conn, title))
    show_record(AddedChain(chain_id, title), as_json=as_json)


def list_chains(
    ctx: typer.Context, as_json: AsJson = False, database_url: DatabaseUrl = None, data_dir: DataDir = None
) -> None:
    """List all chains."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    show_list(operator.Chain, in_transaction(settings, operator.list_chains), as_json=as_json)
