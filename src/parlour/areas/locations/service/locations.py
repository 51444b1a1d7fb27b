"""Creating, changing and closing locations, and reading them for other areas."""

from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_chain_role, lock_tenant
from parlour.areas.dictionaries.queries import find_largest_city
from parlour.areas.locations import queries, refusals
from parlour.areas.locations.model import Location, LocationFields, LocationFilter
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.page_requests import PageRequest

# More locations than any chain has; a list without pages needs some limit.
MAX_LOCATIONS = 10_000


async def list_locations_of_user(conn: Connection, user_id: int) -> list[Location]:
    """List all open locations of the chains where the user has a role."""
    filter_ = LocationFilter(user_id, None, None, None, None, None, with_role_only=False, with_closed=False)
    return await queries.list_locations(conn, filter_, PageRequest(None, MAX_LOCATIONS))


async def get_open_location(conn: Connection, location_id: int) -> Location:
    """Return an open location as anyone may know it. Raise `NotFound`."""
    location = await queries.find_location(conn, location_id, None)
    if location is None:
        raise NotFound("Location")
    return location


async def require_chain_owner(conn: Connection, chain_id: int, user_id: int) -> None:
    """Raise `NotFound` for a chain where the user has no role, `Forbidden` for one that the user doesn't own."""
    await lock_chain_role(conn, chain_id, user_id)
    membership = await queries.find_membership(conn, chain_id, user_id)
    if membership is None:
        raise refusals.NO_CHAIN.error()
    if membership.chain_role != OWNER:
        raise refusals.NOT_OWNER_OF_CHAIN.error(chain_id=chain_id)


async def open_location(conn: Connection, chain_id: int | None, fields: LocationFields, user_id: int) -> Location:
    """Create a location; without a chain, in a new one that the user owns."""
    created = await create_location(conn, chain_id, fields, owner_id=user_id)
    location = await queries.find_location(conn, created.id, user_id) if created else None
    if location is None:
        raise refusals.NO_CHAIN.error()
    return location


async def get_timezone_of_country(conn: Connection, country_code: str) -> str:
    """Return the time zone of the country's largest city, for when nothing better is known."""
    city = await find_largest_city(conn, country_code)
    return city.timezone if city else "UTC"


async def lock_location(conn: Connection, tenant: Tenant) -> Location:
    """Lock the location for changes in this transaction and return it. Raise `NotFound` if it was closed meanwhile."""
    await queries.lock_location(conn, tenant)
    return await get_location(conn, tenant.location_id, tenant.user_id)


async def get_location(conn: Connection, location_id: int, user_id: int | None) -> Location:
    """Return an open location. Raise `NotFound` if there is none; with a user, also for one of another chain."""
    location = await queries.find_location(conn, location_id, user_id)
    if location is None:
        raise NotFound("Location")
    return location


async def close_location(conn: Connection, tenant: Tenant) -> None:
    """Close the location: lists and rights no longer include it; its data stays. Raise `NotFound`, `Forbidden`."""
    await queries.lock_location(conn, tenant)
    tenant = await lock_tenant(conn, tenant)
    if not tenant.is_owner:
        raise refusals.NOT_OWNER.error()
    if not await queries.close_location(conn, tenant):
        raise NotFound("Location")
