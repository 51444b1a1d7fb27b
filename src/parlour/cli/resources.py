"""parlour resource: rooms and devices, and their kinds."""

from typing import Annotated

import typer

from parlour.access.tenant import get_operators_tenant
from parlour.areas.resources import operator, service
from parlour.cli import checks
from parlour.cli.options import OnlyChain, OnlyLocation, Title, example, new_group, record_id
from parlour.cli.session import Call, on_database
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


@on_database
def add_resource(
    call: Call,
    location: InLocation,
    title: Title,
    instance: Instances = [],  # noqa: B006 - Typer copies it
) -> None:
    """Create a kind of rooms or devices, with its instances."""
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    instances = [found.apply("--instance", checks.title, each) for each in instance]
    found.refuse_faults()

    async def create(conn: Connection) -> operator.Resource:
        tenant = await get_operators_tenant(conn, location)
        made = await service.create_resource(conn, tenant, title, instances)
        (created,) = await operator.list_resources(conn, resource_id=made.id)
        return created

    call.show(call.in_transaction(create))


@on_database
def list_resources(call: Call, chain: OnlyChain = None, location: OnlyLocation = None) -> None:
    """List kinds of rooms and devices, with their instances."""
    found = call.in_transaction(lambda conn: operator.list_resources(conn, chain, location))
    call.show_list(operator.Resource, found)
