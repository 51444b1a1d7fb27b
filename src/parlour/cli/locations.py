"""Locations: creating one, in a new or an existing chain, listing, closing and restoring them."""

from functools import partial
from typing import Annotated

import msgspec
import typer

from parlour.areas.accounts.model import normalize_login
from parlour.areas.accounts.queries.accounts import find_user_by_login
from parlour.areas.locations import operator
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.cli import checks
from parlour.cli.options import Id, OnlyChain, Title, example, new_group, record_id
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.errors import NotFound

OWNER = "owner"

Country = Annotated[str, typer.Option("--country", metavar="CODE", help="Two letters of ISO 3166, such as DE.")]
Timezone = Annotated[str, typer.Option("--timezone", metavar="ZONE", help="IANA zone, such as Europe/Berlin.")]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help="Three letters of ISO 4217, such as EUR.")]
LocaleName = Annotated[str, typer.Option("--locale", metavar="NAME", help="Language and country, such as de_DE.")]
InChain = Annotated[
    int | None,
    typer.Option(
        "--chain", metavar="ID", parser=record_id, help="Its chain; by default a new chain with the same title."
    ),
]
City = Annotated[str, typer.Option("--city", metavar="TEXT", help="Where it is.")]
Address = Annotated[str, typer.Option("--address", metavar="TEXT", help="Street and number.")]
Phone = Annotated[str | None, typer.Option("--phone", metavar="PHONE", help="The phone number for clients.")]
Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="LOGIN", help="The owner of the chain if it is new, else of the location."),
]


class AddedLocation(msgspec.Struct, frozen=True):
    """A location that was just created."""

    id: int
    chain_id: int
    title: str


def register(app: typer.Typer) -> None:
    group = new_group("Locations: the places of business.")
    group.command(
        "add",
        epilog=example(
            "location add --title 'Lumen Mitte' --country DE --timezone Europe/Berlin --currency EUR --locale de_DE"
        ),
    )(add_location)
    group.command("list", epilog=example("location list --chain 1"))(list_locations)
    group.command("close", epilog=example("location close 3"))(close_location)
    group.command("restore", epilog=example("location restore 3"))(restore_location)
    app.add_typer(group, name="location")


@on_database
def add_location(
    call: Call,
    title: Title,
    country: Country,
    timezone: Timezone,
    currency: Currency,
    locale: LocaleName,
    chain: InChain = None,
    city: City = "",
    address: Address = "",
    phone: Phone = None,
    owner: Owner = None,
) -> None:
    """Create a location."""
    found = checks.Checks()
    title = found.apply("--title", checks.title, title)
    country = found.apply("--country", checks.country, country)
    new = LocationFields(
        title=title,
        country_code=country,
        city=found.apply("--city", checks.short_text, city),
        address=found.apply("--address", checks.short_text, address),
        phones=[] if phone is None else [found.apply("--phone", partial(checks.phone, region=country), phone)],
        timezone=found.apply("--timezone", checks.timezone, timezone),
        currency=found.apply("--currency", checks.currency, currency),
        locale=found.apply("--locale", checks.locale, locale),
    )
    found.refuse_faults()
    call.show(call.in_transaction(lambda conn: _create(conn, new, chain, owner)))


@on_database
def list_locations(call: Call, chain: OnlyChain = None) -> None:
    """List locations, including closed ones."""
    locations = call.in_transaction(lambda conn: operator.list_locations(conn, chain))
    call.show_list(operator.Location, locations)


@on_database
def close_location(call: Call, location_id: Id) -> None:
    """Close a location: it is no longer listed, but its data is kept."""
    closed = call.in_transaction(lambda conn: operator.close_location(conn, location_id))
    if closed is None:
        raise NotFound(f"Open location {location_id}")
    call.show(closed)


@on_database
def restore_location(call: Call, location_id: Id) -> None:
    """Reopen a closed location with all its data."""
    restored = call.in_transaction(lambda conn: operator.restore_location(conn, location_id))
    if restored is None:
        raise NotFound(f"Closed location {location_id}")
    call.show(restored)


async def _create(
    conn: Connection, new: LocationFields, given_chain_id: int | None, owner: str | None
) -> AddedLocation:
    user = None if owner is None else await find_user_by_login(conn, normalize_login(owner))
    if owner is not None and user is None:
        raise NotFound(f"User {owner}")
    founded = await create_location(conn, given_chain_id, new, owner_id=user.id if user else None)
    if founded is None:
        raise NotFound(f"Chain {given_chain_id}")
    if user is not None and given_chain_id:
        await operator.create_location_role(conn, founded.id, user.id, OWNER)
    return AddedLocation(founded.id, founded.chain_id, new.title)
