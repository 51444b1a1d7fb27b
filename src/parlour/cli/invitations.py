"""Inviting a user to a location: the link is printed, for the server's operator to pass on."""

from typing import Annotated

import msgspec
import typer

from parlour.access.roles import NAMES
from parlour.areas.users import operator
from parlour.areas.users.model.users import FIRST_ROLE, Contact, Invite
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.cli import checks
from parlour.cli.options import record_id
from parlour.cli.output import note
from parlour.cli.session import Call, on_database

HANDED_OVER = (
    "Send the link to the user over a safe channel: it is not shown again, works once and expires after 7 days."
)


def _role(text: str) -> str:
    if text not in NAMES:
        raise typer.BadParameter(f"{text!r} is not a role; expected one of {', '.join(NAMES)}.")
    return text


class PrintedInvitation(msgspec.Struct, frozen=True):
    """A user who was just invited, with the link that accepts the invitation."""

    location_id: int
    sent_to: str
    role: str
    link: str


@on_database
def invite_user(
    call: Call,
    location: Annotated[int, typer.Option("--location", metavar="ID", parser=record_id, help="Where to.")],
    email: Annotated[
        str | None, typer.Option("--email", metavar="EMAIL", help="The email address to sign in with.")
    ] = None,
    phone: Annotated[
        str | None,
        typer.Option("--phone", metavar="PHONE", help="The phone number to sign in with, with the country code."),
    ] = None,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", parser=_role, help="The user's role.")] = FIRST_ROLE,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help="The name to show until the user accepts.")
    ] = None,
) -> None:
    """Invite a user to a location and print the link, which is shown only once. Nothing is sent."""
    if (email is None) == (phone is None):
        raise checks.WrongUsage("Give either --email or --phone.")
    found = checks.Checks()
    contact = Contact(
        None if email is None else found.apply("--email", checks.email, email),
        None if phone is None else found.apply("--phone", checks.phone, phone),
    )
    name = None if name is None else found.apply("--name", checks.title, name)
    found.refuse_faults()
    new = Invite(contact, name, role, {}, None, "")
    post = InvitationDelivery(call.settings.base_url, sends_email=False)
    link = call.in_transaction(lambda conn: operator.invite(conn, location, new, post))
    call.show(PrintedInvitation(location, contact.login, role, link))
    if not call.as_json:
        note(HANDED_OVER)
