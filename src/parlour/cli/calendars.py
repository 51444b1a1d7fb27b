"""parlour calendar: secret addresses that calendar programs subscribe to."""

from typing import Annotated

import typer

from parlour.areas.calendar_feeds import operator
from parlour.areas.calendar_feeds.model.feeds import NewFeed
from parlour.cli.options import (
    Id,
    InLocation,
    OnlyLocation,
    example,
    new_group,
    record_id,
)
from parlour.cli.session import Call, on_database
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


@on_database
def add(call: Call, location: InLocation, member: Member = None, clients: WithClients = False) -> None:
    """Make an address that shows the appointments of a location, or of one of its team members.

    Any program that has the address can read it. It is shown only once.
    """
    new = NewFeed(member, clients)
    try:
        made = call.in_transaction(lambda conn: operator.add_feed(conn, location, new, call.settings.base_url))
    except Invalid as invalid:
        raise Invalid(Fault("--member", fault.message) for fault in invalid.faults) from None
    call.show(made)


@on_database
def show_all(call: Call, location: OnlyLocation = None) -> None:
    """List the calendars, without their addresses."""
    found = call.in_transaction(lambda conn: operator.list_feeds(conn, location))
    call.show_list(operator.Feed, found)


@on_database
def revoke(call: Call, feed: Id) -> None:
    """Revoke an address: from now on it shows nothing."""
    call.show(call.in_transaction(lambda conn: operator.delete_feed(conn, feed)))
