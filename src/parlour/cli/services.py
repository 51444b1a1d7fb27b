"""Services: listing them, adding one, and importing them from a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from parlour.access.tenant import get_operators_tenant
from parlour.areas.services import operator
from parlour.cli.options import OnlyChain, OnlyLocation, Title, example, new_group, record_id
from parlour.cli.service_file import read_row, read_rows
from parlour.cli.service_import import Imported, import_rows
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection

InLocation = Annotated[int, typer.Option("--location", metavar="ID", parser=record_id, help="Where it is offered.")]
Category = Annotated[str, typer.Option("--category", metavar="TEXT", help="Its category; created if there is none.")]
PriceMin = Annotated[str, typer.Option("--price-min", metavar="AMOUNT", help="The lowest price.")]
PriceMax = Annotated[str, typer.Option("--price-max", metavar="AMOUNT", help="The highest price; 0 for a fixed one.")]
Duration = Annotated[str, typer.Option("--duration", metavar="SECONDS", help="How long it takes, in steps of 300.")]
Online = Annotated[bool, typer.Option("--online", help="Clients can book it online.")]
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="CSV with a header: title, and if you like category, price_min, price_max, duration, active and so on.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check the file, and say what would be done.")]


def register(app: typer.Typer) -> None:
    group = new_group("Services: what clients book.")
    group.command("list", epilog=example("service list --location 1"))(list_services)
    group.command("add", epilog=example("service add --location 1 --title Haircut --category Hair --price-min 35"))(
        add_service
    )
    group.command("import", epilog=example("service import services.csv --location 1 --dry-run"))(import_services)
    app.add_typer(group, name="service")


@on_database
def list_services(call: Call, chain: OnlyChain = None, location: OnlyLocation = None) -> None:
    """List services."""
    found = call.in_transaction(lambda conn: operator.list_services(conn, chain, location))
    call.show_list(operator.ListedService, found)


@on_database
def add_service(
    call: Call,
    location: InLocation,
    title: Title,
    category: Category = "",
    price_min: PriceMin = "0",
    price_max: PriceMax = "0",
    duration: Duration = "3600",
    online: Online = False,
) -> None:
    """Create a service."""
    given = {"title": title, "category": category, "price_min": price_min, "price_max": price_max}
    given |= {"duration": duration, "active": str(int(online))}

    async def add(conn: Connection) -> operator.ListedService:
        tenant = await get_operators_tenant(conn, location)
        await import_rows(conn, tenant, [read_row(1, given, tenant)])
        listed = await operator.list_services(conn, tenant.chain_id, location)
        return max(listed, key=lambda service: service.id)

    call.show(call.in_transaction(add))


@on_database
def import_services(call: Call, file: File, location: InLocation, dry_run: DryRun = False) -> None:
    """Create the services in a CSV file: all of them or, if there is any fault, none."""
    is_watched = not call.as_json and sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=not is_watched) as progress:

        async def load(conn: Connection) -> Imported:
            tenant = await get_operators_tenant(conn, location)
            rows = read_rows(file, tenant)
            task = progress.add_task("Services", total=len(rows))
            return await import_rows(conn, tenant, rows, lambda count: progress.advance(task, count), dry_run=dry_run)

        async def afterwards(conn: Connection, imported: Imported) -> None:
            await call.analyze(conn, operator.FILLED, imported.services if imported.is_done else 0)

        imported = call.in_transaction(load, afterwards)
    call.show(imported)
