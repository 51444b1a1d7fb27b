"""parlour booking sites: on which sites a booking page may be shown."""

from typing import Annotated

import msgspec
import typer

from parlour.areas.booking_page import operator
from parlour.cli.session import Call, on_database


class Site(msgspec.Struct, frozen=True):
    """A site as it is shown."""

    site: str


@on_database
def sites(
    call: Call,
    form: Annotated[int, typer.Argument(metavar="FORM", help="The id of the booking form.")],
    site: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE", help="All sites it shall have, such as https://salon.example."),
    ] = None,
    *,
    none: Annotated[bool, typer.Option("--none", help="Remove all sites.")] = False,
) -> None:
    """List or set the sites whose pages may show a booking form in a frame. Browsers refuse it to all others."""
    if site or none:
        found = call.in_transaction(lambda conn: operator.set_sites(conn, form, site or []))
    else:
        found = call.in_transaction(lambda conn: operator.list_sites(conn, form))
    call.show_list(Site, [Site(each) for each in found])
