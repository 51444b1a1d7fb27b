"""Storages: creating one beside the two that every location has from the start, and listing them."""

from typing import Annotated

import typer

from parlour.areas.inventory.model.storages import StorageKind
from parlour.areas.stock.operator import storages
from parlour.cli import checks
from parlour.cli.options import OnlyChain, OnlyLocation, Title, example, new_group, record_id
from parlour.cli.session import Call, on_database
from parlour.errors import NotFound

InLocation = Annotated[int, typer.Option("--location", metavar="ID", parser=record_id, help="Where it is.")]
Kind = Annotated[StorageKind, typer.Option("--kind", help="What the storage is for.", case_sensitive=False)]
Comment = Annotated[str, typer.Option("--comment", metavar="TEXT", help="A note for the team.")]
Weight = Annotated[
    int,
    typer.Option(
        "--weight",
        metavar="NUMBER",
        min=-1_000_000,
        max=1_000_000,
        help="The position in lists, smallest first. The first of each kind is the default.",
    ),
]


def register(app: typer.Typer) -> None:
    group = new_group("Storages: where a location keeps its stock.")
    group.command("add", epilog=example("storage add --location 1 --title Cellar --kind products"))(add_storage)
    group.command("list", epilog=example("storage list --location 1"))(list_storages)
    app.add_typer(group, name="storage")


@on_database
def add_storage(
    call: Call,
    location: InLocation,
    title: Title,
    kind: Kind = StorageKind.PRODUCTS,
    comment: Comment = "",
    weight: Weight = 0,
) -> None:
    """Create a storage."""
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    comment = found.apply("--comment", checks.short_text, comment)
    found.refuse_faults()
    new = storages.NewStorage(location, title, kind, comment, weight)
    created = call.in_transaction(lambda conn: storages.create_storage(conn, new))
    if created is None:
        raise NotFound(f"Location {location}")
    call.show(created)


@on_database
def list_storages(call: Call, chain: OnlyChain = None, location: OnlyLocation = None) -> None:
    """List storages."""
    found = call.in_transaction(lambda conn: storages.list_storages(conn, chain, location))
    call.show_list(storages.Storage, found)
