"""parlour booking: who can book online, what they agree to, and codes that confirm phone numbers."""

from pathlib import Path
from typing import Annotated

import typer

from parlour.areas.blocked_phones import operator as blocked_phones
from parlour.areas.blocked_phones.model import BlockedPhone
from parlour.areas.booking_settings import operator as booking_settings
from parlour.areas.phone_codes import operator as phone_codes
from parlour.cli.booking_sites import sites
from parlour.cli.options import InLocation, example, new_group
from parlour.cli.session import Call, on_database
from parlour.errors import Fault, Invalid
from parlour.http.html import clean_html

Phone = Annotated[
    str, typer.Argument(metavar="PHONE", help="The phone number, as people of the country write it, or with its code.")
]


def register(app: typer.Typer) -> None:
    group = new_group("Online booking: codes that confirm phone numbers, numbers that can't book, privacy policies.")
    group.command("code", epilog=example("booking code 1 +13155550177"))(code)
    group.command("block", epilog=example("booking block 1 +13155550177"))(block)
    group.command("unblock", epilog=example("booking unblock 1 +13155550177"))(unblock)
    group.command("blocked", epilog=example("booking blocked 1"))(blocked)
    group.command("policy", epilog=example("booking policy 1 policy.html"))(policy)
    group.command("sites", epilog=example("booking sites 1 https://salon.example"))(sites)
    app.add_typer(group, name="booking")


@on_database
def code(call: Call, location: InLocation, phone: Phone) -> None:
    """Make a code that confirms a phone number, for a person whom no message reaches.

    It replaces one that was sent, and is shown only once. Nothing is sent.
    """
    made = call.in_transaction(lambda conn: phone_codes.make_code(conn, location, phone))
    call.show(made)


@on_database
def block(call: Call, location: InLocation, phone: Phone) -> None:
    """Block a phone number: it can't book online in the location any more. Its appointments stay."""
    found = call.in_transaction(lambda conn: blocked_phones.block(conn, location, phone))
    call.show_list(BlockedPhone, found)


@on_database
def unblock(call: Call, location: InLocation, phone: Phone) -> None:
    """Let a blocked phone number book again."""
    found = call.in_transaction(lambda conn: blocked_phones.unblock(conn, location, phone))
    call.show_list(BlockedPhone, found)


@on_database
def blocked(call: Call, location: InLocation) -> None:
    """List the phone numbers that can't book online in a location."""
    found = call.in_transaction(lambda conn: blocked_phones.list_blocked(conn, location))
    call.show_list(BlockedPhone, found)


@on_database
def policy(
    call: Call,
    location: InLocation,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, readable=True, help="A text or HTML; without it there is none."
        ),
    ] = None,
) -> None:
    """Set the privacy policy that clients of a location agree to when they book, or remove it.

    Scripts and the like are taken out.
    """
    html = "" if file is None else clean_html(_text_of(file))
    call.show(call.in_transaction(lambda conn: booking_settings.set_policy(conn, location, html)))


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except UnicodeDecodeError:
        raise Invalid([Fault("FILE", "It is not a text in UTF-8.")]) from None
