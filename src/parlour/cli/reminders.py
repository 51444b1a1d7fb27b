"""parlour reminders: what clients are written to about their appointments."""

from typing import Annotated

import typer

from parlour.areas.appointment_messages import operator
from parlour.areas.appointment_messages.operator import ListedMessage
from parlour.cli.options import InLocation, example, new_group
from parlour.cli.session import Call, on_database

MOST_HOURS = 8760


def _hours(name: str, channel: str) -> object:
    return typer.Option(
        name, metavar="N", min=0, max=MOST_HOURS,
        help=f"Remind by {channel} so many hours before the start, unless an appointment says otherwise; 0 for never.",
    )  # fmt: skip


def register(app: typer.Typer) -> None:
    group = new_group("Messages to clients about their appointments: reminders, confirmations, changes.")
    group.command("list", epilog=example("reminders list 1"))(list_messages)
    group.command("settings", epilog=example("reminders settings 1 --email-hours 24"))(settings)
    app.add_typer(group, name="reminders")


@on_database
def list_messages(
    call: Call,
    location: InLocation,
    ended: Annotated[
        bool, typer.Option("--ended", help="What was sent, and what isn't sent any more with the reason; latest first.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many messages at most.")] = 50,
) -> None:
    """List what will be sent, the next message first."""
    found = call.in_transaction(
        lambda conn: operator.list_messages(conn, location, limit, has_ended=ended),
    )
    call.show_list(ListedMessage, found)


@on_database
def settings(
    call: Call,
    location: InLocation,
    sms: Annotated[
        bool | None, typer.Option("--sms/--no-sms", help="Whether clients are reminded by text message at all.")
    ] = None,
    sms_hours: Annotated[int | None, _hours("--sms-hours", "text message")] = None,
    email_hours: Annotated[int | None, _hours("--email-hours", "email")] = None,
) -> None:
    """Show how a location reminds its clients, or change it for appointments that are booked from now on."""
    found = call.in_transaction(
        lambda conn: operator.set_reminders(conn, location, sms, sms_hours, email_hours),
    )
    call.show(found)
