"""Where business is done (tag Locations)."""

from collections.abc import Collection
from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET, UnsetType

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.dictionaries.model.businesses import list_type_ids
from parlour.areas.dictionaries.model.places import City
from parlour.areas.dictionaries.queries import find_city
from parlour.areas.locations import queries
from parlour.areas.locations.model import LocationFilter
from parlour.areas.locations.service import locations as service
from parlour.areas.locations.v1 import reading
from parlour.areas.locations.v1.wire import locations as wire
from parlour.areas.locations.v1.wire.forms import LocationForm, NewLocationForm
from parlour.db.pool import Connection
from parlour.errors import MISSING, Fault, Forbidden, Invalid, NotFound, Unauthenticated
from parlour.http.body import Body
from parlour.http.cursors import Cursor
from parlour.http.fields import Id
from parlour.http.openapi import NO_ROLE_IN_LOCATION, Refusal, ignored
from parlour.http.pages import Pages
from parlour.http.paging import Page, id_parameter, switch_parameter
from parlour.http.v1_envelope import Answer, PageAnswer, answer, page_answer
from parlour.stretch import IdPlace

LOCATIONS = ["Locations"]
# Parameters that filter by what doesn't exist yet (booking), each with an example.
YET_WITHOUT_EFFECT: dict[str, object] = {
    "active": 1,
    "forBooking": 1,
    "showBookforms": 1,
    "include": ["staff"],
    "hide_record_type_single": 1,
    "hide_record_type_activity": 1,
    "hide_record_type_mixed": 1,
}
MY_NEEDS_USER = "my=1 asks for your own locations: send a user token too."
NO_USER_FOR_MY = Refusal("my_without_user", "`my=1` without a user token.", Unauthenticated(MY_NEEDS_USER))
UNKNOWN_REFERENCES = Refusal(
    "unknown_references",
    "Country, city and kind of business are none of the lists.",
    Invalid(
        [
            Fault("country_id", reading.NO_COUNTRY),
            Fault("city_id", reading.NO_CITY),
            Fault("business_type_id", reading.NO_BUSINESS_TYPE),
        ]
    ),
)
NOTHING_SAID = Refusal(
    "nothing_said",
    "Neither a title nor a country.",
    Invalid([Fault("title", MISSING), Fault("country_id", MISSING)]),
)
NO_CHAIN = Refusal("no_chain", "There is no such chain, or the user may not know of it.", NotFound("Chain"))
NOT_OWNER_OF_CHAIN = Refusal(
    "not_owner_of_chain", "The caller doesn't own the chain.", Forbidden(service.NOT_OWNER_OF_CHAIN)
)
NOT_OWNER = Refusal("not_owner", "The user does not own the location.", Forbidden(service.NOT_OWNER))


@get(
    "/api/v1/companies",
    operation_id="get_location_list",
    tags=LOCATIONS,
    permission=Entry.PARTNER_OR_USER,
    extra_query=ignored("Heard, and without effect as yet.", YET_WITHOUT_EFFECT),
    refuses=(NO_USER_FOR_MY,),
)
async def get_location_list(
    conn: NamedDependency[Connection],
    identity: NamedDependency[Identity | None],
    pages: NamedDependency[Pages],
    id: Annotated[  # noqa: A002 - the wire's name
        list[Id] | None, QueryParameter(description="These locations only.", examples=[Example(value=[1])])
    ] = None,
    group_id: Annotated[int | None, id_parameter("Locations of this chain only.", 1)] = None,
    my: Annotated[bool, switch_parameter("1: only locations where the user has a role.")] = False,
    min_id: Annotated[int | None, id_parameter("The lowest id to show.", 1)] = None,
    city_id: Annotated[int | None, id_parameter("Locations in this city only.", 5128581)] = None,
    business_group_id: Annotated[int | None, id_parameter("Locations of these kinds of business only.", 1)] = None,
    business_type_id: Annotated[int | None, id_parameter("Locations of this kind of business only.", 101)] = None,
    show_groups: Annotated[bool, switch_parameter("1: each with its chains.")] = False,
    show_deleted: Annotated[bool, switch_parameter("1: closed locations too; only with `my=1`.")] = False,
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=300, description="Locations on a page.")] = 25,
    cursor: Cursor = None,
) -> PageAnswer[list[wire.Company]]:
    """List locations

    With a user token: the locations of the user's chains. With a partner token alone: the public directory of this
    server's open locations.
    """
    user_id = identity.user_id if identity else None
    if my and user_id is None:
        raise Unauthenticated(MY_NEEDS_USER)
    type_ids = _type_ids(business_group_id, business_type_id)
    shown = LocationFilter(user_id, id, group_id, min_id, city_id, type_ids, my, show_deleted and my)
    found = await queries.list_locations(conn, shown, pages.stretch(IdPlace, page, count, cursor))
    locations = pages.cut(found, lambda location: IdPlace(location.id))
    rows = [wire.Company.from_model(location, show_groups=show_groups) for location in locations]
    return page_answer(rows, pages.next_cursor)


def _type_ids(group_id: int | None, type_id: int | None) -> list[int] | None:
    """Return the ids of the kinds of business that a list shows; None for all."""
    if group_id is None:
        return None if type_id is None else [type_id]
    of_group = list_type_ids(group_id)
    return of_group if type_id is None else [each for each in of_group if each == type_id]


@post(
    "/api/v1/companies",
    operation_id="create_location",
    tags=LOCATIONS,
    permission=Entry.USER,
    changes_access=True,
    refuses=(NOTHING_SAID, UNKNOWN_REFERENCES, NO_CHAIN, NOT_OWNER_OF_CHAIN),
)
async def create_location(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity], data: Body[NewLocationForm]
) -> Answer[wire.Company]:
    """Open a location

    In a new chain that the user owns, or in one of the user's own. It starts with two storages, a category for
    products, a cash and a card account. The country decides the currency; the time zone is that of the city, else of
    the coordinates, else of the country's largest city.
    """
    city = await _named_city(conn, data.given("city_id"))
    form = data.accept(reading.list_faults(data, city, None))
    chain_id = form.chain_id or None
    if chain_id is not None:
        await service.require_chain_owner(conn, chain_id, identity.user_id)
    country_code = reading.country_of(form, city, None)
    timezone = reading.zone_of(form, city) or await service.get_timezone_of_country(conn, country_code)
    fields = reading.new_location(form, city, country_code, timezone)
    return answer(wire.Company.from_model(await service.open_location(conn, chain_id, fields, identity.user_id)))


@get(
    "/api/v1/company/{location_id:int}",
    operation_id="get_location",
    tags=LOCATIONS,
    permission=Entry.PARTNER_OR_USER,
    has_legacy_errors=True,
    extra_query=ignored("Heard, and without effect as yet.", {"forBooking": 1, "showBookforms": 1, "bookform_id": 1}),
    refuses=(NO_USER_FOR_MY,),
)
async def get_location(
    conn: NamedDependency[Connection],
    identity: NamedDependency[Identity | None],
    location_id: FromPath[int],
    my: Annotated[bool, switch_parameter("1: with the user's rights, where the user has any.")] = False,
    show_groups: Annotated[bool, switch_parameter("1: with the chains of the location.")] = False,
) -> Answer[wire.CompanyDetails]:
    """Get a location

    With a user token, a location of another chain is not found; with a partner token alone, any open one is shown.
    """
    if my and identity is None:
        raise Unauthenticated(MY_NEEDS_USER)
    location = await service.get_location(conn, location_id, identity.user_id if identity else None)
    access = await _access(conn, identity, location_id) if my and identity else UNSET
    return answer(wire.CompanyDetails.from_model(location, show_groups=show_groups, access=access))


@put(
    "/api/v1/company/{location_id:int}",
    operation_id="update_location",
    tags=LOCATIONS,
    permission=Permission.LOCATION_EDIT,
    changes_access=True,
    has_legacy_errors=True,
    refuses=(UNKNOWN_REFERENCES,),
)
async def update_location(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], data: Body[LocationForm]
) -> Answer[wire.CompanyDetails]:
    """Change a location

    Fields that are left out keep their values. Another city brings its country and its time zone; the currency stays.
    """
    here = await service.lock_location(conn, tenant)
    city = await _named_city(conn, data.given("city_id"))
    form = data.accept(reading.list_faults(data, city, here))
    await queries.update_location(conn, tenant, reading.changed_location(form, city, here))
    location = await service.get_location(conn, tenant.location_id, tenant.user_id)
    return answer(wire.CompanyDetails.from_model(location, access=_by_name(tenant.permissions)))


@delete(
    "/api/v1/company/{location_id:int}",
    operation_id="delete_location",
    tags=LOCATIONS,
    permission=Entry.USER,
    status_code=202,
    changes_access=True,
    has_legacy_errors=True,
    refuses=(NO_ROLE_IN_LOCATION, NOT_OWNER),
)
async def delete_location(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity], location_id: FromPath[int]
) -> None:
    """Close a location

    Only an owner may. It leaves every list and can't be used any more. Its data stays, and the operator of the server
    can open it again.
    """
    await service.close_location(conn, await get_tenant(conn, identity, location_id))


async def _named_city(conn: Connection, city_id: int | UnsetType) -> City | None:
    return await find_city(conn, city_id) if city_id else None


async def _access(conn: Connection, user: Identity, location_id: int) -> dict[str, bool]:
    """Return the user's rights by name; none in a location of the user's chain where the user has no role."""
    try:
        return _by_name((await get_tenant(conn, user, location_id)).permissions)
    except Forbidden:
        return _by_name(())


def _by_name(held: Collection[Permission]) -> dict[str, bool]:
    return {permission.value: permission in held for permission in Permission}


HANDLERS = [get_location_list, create_location, get_location, update_location, delete_location]
