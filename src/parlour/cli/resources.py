"""parlour resource: rooms and devices, and their kinds."""

from typing import Annotated

import typer

from parlour.access.tenant import get_operators_tenant
from parlour.areas.resources import operator, service
from parlour.cli import checks
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Title, example, new_group, record_id
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.db.pool import Connection

InLocation = Annotated[int, typer.Option("--location", metavar="ID", parser=record_id, help="Where it is.")]
Instances = Annotated[
    list[str],
    typer.Option("--instance", metavar="TEXT", help="The name of a room or device of this kind; may be repeated."),
]


def register(app: typer.Typer) -> None:
    group = new_group("Resources: rooms and devices that services need.")
    rooms = 'resource add --location 1 --title "Massage room" --instance "Room 1" --instance "Room 2"'
    group.command("add", epilog=example(rooms))(add_resource)
    group.command("list", epilog=example("resource list --location 1"))(list_resources)
    app.add_typer(group, name="resource")


def add_resource(
    ctx: typer.Context,
    location: InLocation,
    title: Title,
    instance: Instances = [],  # noqa: B006 - Typer copies it
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Create a kind of rooms or devices, with its instances."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    instances = [found.apply("--instance", checks.title, each) for each in instance]
    found.refuse_faults()

    async def create(conn: Connection) -> operator.Resource:
        tenant = await get_operators_tenant(conn, location)
        made = await service.create_resource(conn, tenant, title, instances)
        (created,) = await operator.list_resources(conn, resource_id=made.id)
        return created

    show_record(in_transaction(settings, create), as_json=as_json)


def list_resources(
    ctx: typer.Context,
    chain: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this chain.")] = None,
    location: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this location.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List kinds of rooms and devices, with their instances."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = in_transaction(settings, lambda conn: operator.list_resources(conn, chain, location))
    show_list(operator.Resource, found, as_json=as_json)
