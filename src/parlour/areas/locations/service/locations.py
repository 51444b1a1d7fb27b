"""Opening, changing and closing locations, and what other areas ask of them."""

from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_chain_role, lock_tenant
from parlour.areas.dictionaries.queries import find_largest_city
from parlour.areas.locations import queries
from parlour.areas.locations.model import Location, LocationFields, LocationFilter
from parlour.areas.locations.service.founding import found_location
from parlour.db.pool import Connection
from parlour.errors import Forbidden, NotFound
from parlour.stretch import Stretch

# More locations than any chain has; a list without pages must end somewhere.
MAX_LOCATIONS = 10_000
NOT_OWNER_OF_CHAIN = "Only an owner of the chain may open locations in it."
NOT_OWNER = "Only an owner may close a location."


async def list_locations_of_user(conn: Connection, user_id: int) -> list[Location]:
    """All open locations of the chains where the user has a role."""
    shown = LocationFilter(user_id, None, None, None, None, None, with_role_only=False, with_closed=False)
    return await queries.list_locations(conn, shown, Stretch(None, MAX_LOCATIONS))


async def require_chain_owner(conn: Connection, chain_id: int, user_id: int) -> None:
    """Raises `NotFound` for a chain that is none of the user's, `Forbidden` for one that the user doesn't own."""
    await lock_chain_role(conn, chain_id, user_id)
    membership = await queries.find_membership(conn, chain_id, user_id)
    if membership is None:
        raise NotFound("Chain")
    if membership.chain_role != OWNER:
        raise Forbidden(NOT_OWNER_OF_CHAIN, chain_id=chain_id)


async def open_location(conn: Connection, chain_id: int | None, fields: LocationFields, user_id: int) -> Location:
    """A new location; without a chain, in one of its own that the user owns."""
    founded = await found_location(conn, chain_id, fields, owner_id=user_id)
    location = await queries.find_location(conn, founded.id, user_id) if founded else None
    if location is None:
        raise NotFound("Chain")
    return location


async def get_zone_of_country(conn: Connection, country_code: str) -> str:
    """Where nothing better is known: the time zone of the largest city."""
    city = await find_largest_city(conn, country_code)
    return city.timezone if city else "UTC"


async def lock_location(conn: Connection, tenant: Tenant) -> Location:
    """The location, ready to be changed in this transaction. Raises `NotFound` for one that was closed meanwhile."""
    await queries.lock_location(conn, tenant)
    return await get_location(conn, tenant.location_id, tenant.user_id)


async def get_location(conn: Connection, location_id: int, user_id: int | None) -> Location:
    """An open location. Raises `NotFound` where there is none; with a user, for one of another chain too."""
    location = await queries.find_location(conn, location_id, user_id)
    if location is None:
        raise NotFound("Location")
    return location


async def close_location(conn: Connection, tenant: Tenant) -> None:
    """It leaves every list, and nobody's rights reach it any more; its data stays. Raises `NotFound`, `Forbidden`."""
    await queries.lock_location(conn, tenant)
    tenant = await lock_tenant(conn, tenant)
    if not tenant.is_owner:
        raise Forbidden(NOT_OWNER)
    if not await queries.close_location(conn, tenant):
        raise NotFound("Location")
