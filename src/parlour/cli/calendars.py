"""parlour calendar: secret addresses that calendar programs subscribe to."""

from typing import Annotated

import typer

from parlour.areas.calendar_feeds import operator
from parlour.areas.calendar_feeds.model.feeds import NewFeed
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, Id, InLocation, example, new_group, record_id
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of
from parlour.errors import Fault, Invalid

Member = Annotated[
    int | None,
    typer.Option("--member", metavar="ID", parser=record_id, help="Only the appointments of this team member."),
]
WithClients = Annotated[bool, typer.Option("--clients", help="Show the names of clients, and comments.")]


def register(app: typer.Typer) -> None:
    group = new_group("Calendars: secret addresses that calendar programs subscribe to.")
    group.command("add", epilog=example("calendar add 1 --member 9 --clients"))(add)
    group.command("list", epilog=example("calendar list --location 1"))(show_all)
    group.command("revoke", epilog=example("calendar revoke 61"))(revoke)
    app.add_typer(group, name="calendar")


def add(
    ctx: typer.Context,
    location: InLocation,
    member: Member = None,
    clients: WithClients = False,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Make an address that shows the appointments of a location, or of one of its team members.

    Any program that has the address can read it. It is shown only once.
    """
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    new = NewFeed(member, clients)
    try:
        made = in_transaction(settings, lambda conn: operator.add_feed(conn, location, new, settings.base_url))
    except Invalid as invalid:
        raise Invalid(Fault("--member", fault.message) for fault in invalid.faults) from None
    show_record(made, as_json=as_json)


def show_all(
    ctx: typer.Context,
    location: Annotated[int | None, typer.Option(metavar="ID", parser=record_id, help="Only this location.")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List the calendars, without their addresses."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    found = in_transaction(settings, lambda conn: operator.list_feeds(conn, location))
    show_list(operator.Feed, found, as_json=as_json)


def revoke(
    ctx: typer.Context, feed: Id, as_json: AsJson = False, database_url: DatabaseUrl = None, data_dir: DataDir = None
) -> None:
    """Revoke an address: from now on it shows nothing."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    show_record(in_transaction(settings, lambda conn: operator.delete_feed(conn, feed)), as_json=as_json)
