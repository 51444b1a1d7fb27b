"""Storages: creating one beside the two that every location has from the start, and listing them."""

from typing import Annotated

import typer

from parlour.areas.inventory.model.storages import StorageKind
from parlour.areas.stock.operator import storages
from parlour.cli import checks
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Title, example, new_group, record_id
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of
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


def add_storage(
    ctx: typer.Context,
    location: InLocation,
    title: Title,
    kind: Kind = StorageKind.PRODUCTS,
    comment: Comment = "",
    weight: Weight = 0,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Create a storage."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    comment = found.apply("--comment", checks.short_text, comment)
    found.refuse_faults()
    new = storages.NewStorage(location, title, kind, comment, weight)
    created = in_transaction(settings, lambda conn: storages.create_storage(conn, new))
    if created is None:
        raise NotFound(f"Location {location}")
    show_record(created, as_json=as_json)


def list_storages(
    ctx: typer.Context,
    chain: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this chain.")] = None,
    location: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this location.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List storages."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = in_transaction(settings, lambda conn: storages.list_storages(conn, chain, location))
    show_list(storages.Storage, found, as_json=as_json)
