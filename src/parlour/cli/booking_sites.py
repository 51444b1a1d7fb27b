"""parlour booking sites: on which sites a booking page may be shown."""

from typing import Annotated

import msgspec
import typer

from parlour.areas.booking_page import operator
from parlour.cli.options import AsJson, DatabaseUrl, DataDir
from parlour.cli.output import show_list
from parlour.cli.session import in_transaction, settings_of


class Site(msgspec.Struct, frozen=True):
    """A site as it is shown."""

    site: str


def sites(
    ctx: typer.Context,
    form: Annotated[int, typer.Argument(metavar="FORM", help="The id of the booking form.")],
    site: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE", help="All sites it shall have, such as https://salon.example."),
    ] = None,
    *,
    none: Annotated[bool, typer.Option("--none", help="Remove all sites.")] = False,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """List or set the sites whose pages may show a booking form in a frame. Browsers refuse it to all others."""
    settings = settings_of(ctx, database_url=database_url, data_dir=data_dir)
    if site or none:
        found = in_transaction(settings, lambda conn: operator.set_sites(conn, form, site or []))
    else:
        found = in_transaction(settings, lambda conn: operator.list_sites(conn, form))
    show_list(Site, [Site(each) for each in found], as_json=as_json)
