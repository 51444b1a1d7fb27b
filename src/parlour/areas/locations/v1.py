"""Where business is done (tag Locations): reading."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import get_tenant
from parlour.areas.locations import queries, v1_wire
from parlour.areas.locations.model import LocationFilter
from parlour.db.pool import Connection
from parlour.errors import Forbidden, NotFound, Unauthenticated
from parlour.http.openapi import Refusal, heard
from parlour.http.paging import Page, id_parameter, offset_of, switch_parameter
from parlour.http.v1_envelope import Answer, answer

LOCATIONS = ["Locations"]
# Parameters that ask for what isn't there yet (booking, cities, kinds of business), each with an example.
YET_WITHOUT_EFFECT: dict[str, object] = {
    "active": 1,
    "forBooking": 1,
    "show_groups": 1,
    "city_id": 2,
    "showBookforms": 1,
    "business_group_id": 1,
    "include": ["staff"],
    "hide_record_type_single": 1,
    "hide_record_type_activity": 1,
    "hide_record_type_mixed": 1,
}
MY_NEEDS_USER = "my=1 asks for your own locations: send a user token too."
NO_USER_FOR_MY = Refusal("my_without_user", "`my=1` without a user token.", Unauthenticated(MY_NEEDS_USER))


@get(
    "/api/v1/companies",
    operation_id="get_location_list",
    tags=LOCATIONS,
    permission=Entry.PARTNER_OR_USER,
    extra_query=heard("Heard, and without effect as yet.", YET_WITHOUT_EFFECT),
    refuses=(NO_USER_FOR_MY,),
)
async def get_location_list(
    conn: NamedDependency[Connection],
    identity: NamedDependency[Identity | None],
    id: Annotated[int | None, id_parameter("This location only.", 1)] = None,  # noqa: A002 - the wire's name
    group_id: Annotated[int | None, id_parameter("Locations of this chain only.", 1)] = None,
    my: Annotated[bool, switch_parameter("1: only locations where the user has a role.")] = False,
    min_id: Annotated[int | None, id_parameter("The lowest id to show.", 1)] = None,
    business_type_id: Annotated[int | None, id_parameter("Locations of this kind of business only.", 1)] = None,
    show_deleted: Annotated[bool, switch_parameter("1: closed locations too; only with `my=1`.")] = False,
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=300, description="Locations on a page.")] = 25,
) -> Answer[list[v1_wire.Company]]:
    """List locations

    With a user token: the locations of the user's chains. With a partner token alone: the public directory of this
    server's open locations.
    """
    user_id = identity.user_id if identity else None
    if my and user_id is None:
        raise Unauthenticated(MY_NEEDS_USER)
    shown = LocationFilter(user_id, id, group_id, min_id, business_type_id, my, show_deleted and my)
    locations = await queries.list_locations(conn, shown, count, offset_of(page, count))
    return answer([v1_wire.Company.from_model(location) for location in locations])


@get(
    "/api/v1/company/{location_id:int}",
    operation_id="get_location",
    tags=LOCATIONS,
    permission=Entry.PARTNER_OR_USER,
    has_legacy_errors=True,
    refuses=(NO_USER_FOR_MY,),
)
async def get_location(
    conn: NamedDependency[Connection],
    identity: NamedDependency[Identity | None],
    location_id: FromPath[int],
    my: Annotated[bool, switch_parameter("1: with the user's rights, where the user has any.")] = False,
    show_groups: Annotated[bool, switch_parameter("1: with the chains of the location.")] = False,
) -> Answer[v1_wire.CompanyDetails]:
    """Get a location

    With a user token, a location of another chain is not found; with a partner token alone, any open one is shown.
    """
    if my and identity is None:
        raise Unauthenticated(MY_NEEDS_USER)
    location = await queries.find_location(conn, location_id, identity.user_id if identity else None)
    if location is None:
        raise NotFound("Location")
    access = await _access(conn, identity, location_id) if my and identity else UNSET
    return answer(v1_wire.CompanyDetails.from_model(location, show_groups=show_groups, access=access))


async def _access(conn: Connection, user: Identity, location_id: int) -> dict[str, bool]:
    """The user's rights by name; none in a location of the own chain where the user has no role."""
    try:
        held = (await get_tenant(conn, user, location_id)).permissions
    except Forbidden:
        held = frozenset()
    return {permission.value: permission in held for permission in Permission}


HANDLERS = [get_location_list, get_location]
