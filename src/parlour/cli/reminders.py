"""parlour reminders: what clients are written to about their appointments."""

from typing import Annotated

import typer

from parlour.areas.appointment_messages import operator
from parlour.areas.appointment_messages.operator import ListedMessage
from parlour.cli.options import AsJson, DatabaseUrl, DataDir, InLocation, example, new_group
from parlour.cli.output import show_list, show_record
from parlour.cli.session import in_transaction, settings_of

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


def list_messages(
    ctx: typer.Context,
    location: InLocation,
    ended: Annotated[
        bool, typer.Option("--ended", help="What was sent, and what isn't sent any more with the reason; latest first.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many messages at most.")] = 50,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List what will be sent, the next message first."""
    found = in_transaction(
        settings_of(ctx, database_url=database_url, data_dir=data_dir),
        lambda conn: operator.list_messages(conn, location, limit, has_ended=ended),
    )
    show_list(ListedMessage, found, as_json=as_json)


def settings(
    ctx: typer.Context,
    location: InLocation,
    sms: Annotated[
        bool | None, typer.Option("--sms/--no-sms", help="Whether clients are reminded by text message at all.")
    ] = None,
    sms_hours: Annotated[int | None, _hours("--sms-hours", "text message")] = None,
    email_hours: Annotated[int | None, _hours("--email-hours", "email")] = None,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Show how a location reminds its clients, or change it for appointments that are booked from now on."""
    found = in_transaction(
        settings_of(ctx, database_url=database_url, data_dir=data_dir),
        lambda conn: operator.set_reminders(conn, location, sms, sms_hours, email_hours),
    )
    show_record(found, as_json=as_json)
