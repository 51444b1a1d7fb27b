"""Where business is done (tag Locations)."""

from collections.abc import Collection

from msgspec import UNSET, UnsetType

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import get_tenant
from parlour.areas.dictionaries.model.businesses import list_type_ids
from parlour.areas.dictionaries.model.places import City
from parlour.areas.dictionaries.queries import find_city
from parlour.areas.locations import queries, refusals
from parlour.areas.locations.model import LocationFilter
from parlour.areas.locations.service import locations as service
from parlour.areas.locations.v1 import reading
from parlour.areas.locations.v1.wire import lists
from parlour.areas.locations.v1.wire import locations as wire
from parlour.areas.locations.v1.wire.forms import LocationForm, NewLocationForm
from parlour.db.pool import Connection
from parlour.errors import Forbidden
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, PageAnswer, answer, page_answer
from parlour.page_requests import IdSortKey
from parlour.refusals import NO_ACCESS

operations = Operations(B2B_V1, "Locations", "The locations of a business.")


@operations.get(
    "/api/v1/companies",
    "get_location_list",
    Entry.PARTNER_OR_USER,
    documented_query=lists.IGNORED_IN_LISTS,
    refuses=(refusals.NO_USER_FOR_MY,),
)
async def get_location_list(
    ctx: Reading[Identity | None], query: lists.LocationList, pages: Pages
) -> PageAnswer[list[wire.Company]]:
    """List locations

    With a user token: the locations of the user's chains. With a partner token alone: the public directory of this
    server's open locations.
    """
    user_id = ctx.user.user_id if ctx.user else None
    if query.my and user_id is None:
        raise refusals.NO_USER_FOR_MY.error()
    type_ids = _type_ids(query.business_group_id, query.business_type_id)
    shown = LocationFilter(
        user_id,
        query.id,
        query.group_id,
        query.min_id,
        query.city_id,
        type_ids,
        query.my,
        query.show_deleted and query.my,
    )
    found = await queries.list_locations(ctx.conn, shown, pages.rows(IdSortKey))
    locations = pages.cut(found, lambda location: IdSortKey(location.id))
    rows = [wire.Company.from_model(location, show_groups=query.show_groups) for location in locations]
    return page_answer(rows, pages.next_cursor)


def _type_ids(group_id: int | None, type_id: int | None) -> list[int] | None:
    """Return the ids of the kinds of business that a list shows; None for all."""
    if group_id is None:
        return None if type_id is None else [type_id]
    of_group = list_type_ids(group_id)
    return of_group if type_id is None else [each for each in of_group if each == type_id]


@operations.post(
    "/api/v1/companies",
    "create_location",
    Entry.USER,
    changes_access=True,
    refuses=(refusals.NOTHING_SAID, refusals.UNKNOWN_REFERENCES, refusals.NO_CHAIN, refusals.NOT_OWNER_OF_CHAIN),
)
async def create_location(ctx: Writing[Identity], data: Body[NewLocationForm]) -> Answer[wire.Company]:
    """Open a location

    In a new chain that the user will own, or in a chain that the user owns. It starts with two storages, a category for
    products, a cash account and a card account. The country decides the currency. The time zone comes from the city,
    the coordinates, or the largest city of the country.
    """
    city = await _named_city(ctx.conn, data.given("city_id"))
    form = data.accept(reading.list_faults(data, city, None))
    chain_id = form.chain_id or None
    if chain_id is not None:
        await service.require_chain_owner(ctx.conn, chain_id, ctx.user.user_id)
    country_code = reading.country_of(form, city, None)
    timezone = reading.zone_of(form, city) or await service.get_timezone_of_country(ctx.conn, country_code)
    fields = reading.new_location(form, city, country_code, timezone)
    return answer(wire.Company.from_model(await service.open_location(ctx.conn, chain_id, fields, ctx.user.user_id)))


@operations.get(
    "/api/v1/company/{location_id}",
    "get_location",
    Entry.PARTNER_OR_USER,
    has_legacy_errors=True,
    documented_query=lists.IGNORED,
    refuses=(refusals.NO_USER_FOR_MY,),
)
async def get_location(
    ctx: Reading[Identity | None], location_id: LocationInPath, query: lists.LocationDetails
) -> Answer[wire.CompanyDetails]:
    """Get a location

    With a user token, locations of other chains are not found. With only a partner token, any open location is
    returned.
    """
    if query.my and ctx.user is None:
        raise refusals.NO_USER_FOR_MY.error()
    location = await service.get_location(ctx.conn, location_id, ctx.user.user_id if ctx.user else None)
    access = await _access(ctx.conn, ctx.user, location_id) if query.my and ctx.user else UNSET
    return answer(wire.CompanyDetails.from_model(location, show_groups=query.show_groups, access=access))


@operations.put(
    "/api/v1/company/{location_id}",
    "update_location",
    Permission.LOCATION_EDIT,
    changes_access=True,
    has_legacy_errors=True,
    refuses=(refusals.UNKNOWN_REFERENCES,),
)
async def update_location(ctx: Writing, data: Body[LocationForm]) -> Answer[wire.CompanyDetails]:
    """Change a location

    Fields that are left out keep their values. A new city changes the country and the time zone, but not the currency.
    """
    here = await service.lock_location(ctx.conn, ctx.tenant)
    city = await _named_city(ctx.conn, data.given("city_id"))
    form = data.accept(reading.list_faults(data, city, here))
    await queries.update_location(ctx.conn, ctx.tenant, reading.changed_location(form, city, here))
    location = await service.get_location(ctx.conn, ctx.tenant.location_id, ctx.tenant.user_id)
    return answer(wire.CompanyDetails.from_model(location, access=_by_name(ctx.tenant.permissions)))


@operations.delete(
    "/api/v1/company/{location_id}",
    "delete_location",
    Entry.USER,
    status=202,
    changes_access=True,
    has_legacy_errors=True,
    refuses=(NO_ACCESS, refusals.NOT_OWNER),
)
async def delete_location(ctx: Writing[Identity], location_id: LocationInPath) -> None:
    """Close a location

    Only an owner may do this. The location is no longer listed and can't be used any more. Its data is kept, and the
    operator of the server can open it again.
    """
    await service.close_location(ctx.conn, await get_tenant(ctx.conn, ctx.user, location_id))


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
