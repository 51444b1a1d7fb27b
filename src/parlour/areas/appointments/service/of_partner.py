"""Reading appointments that an integration has made, in all locations of a user."""

from collections.abc import Mapping, Sequence

import msgspec

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import allows
from parlour.access.networks import IpAddress
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant, get_tenant, list_own_tenants
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.of_partner import PartnerFilter
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.model.prices import ListedPrice
from parlour.areas.appointments.queries import of_partner as queries
from parlour.areas.custom_fields.model.fields import CustomField, Kind
from parlour.areas.custom_fields.service import list_fields_of_locations
from parlour.areas.locations.model import Location
from parlour.areas.locations.service.locations import list_locations_of_user
from parlour.db.pool import Connection
from parlour.page_requests import MomentSortKey, PageRequest


class Surroundings(msgspec.Struct, frozen=True):
    """What such appointments show of other things, by ids."""

    tenants: Mapping[int, Tenant]
    locations: Mapping[int, Location]
    members: Mapping[int, MemberOfAppointment]
    prices: Mapping[int, ListedPrice]
    fields: Sequence[CustomField]


async def list_places(
    conn: Connection, identity: Identity, address: IpAddress, location_id: int | None
) -> list[Tenant]:
    """List the locations whose appointments the user may see from an address; with an id, that one.

    Raise `NotFound` and `Forbidden` for the location of the id.
    """
    if location_id is not None:
        tenant = await get_tenant(conn, identity, location_id)
        tenant.require(Permission.TIMETABLE_VIEW)
        found = [tenant]
    else:
        found = await list_own_tenants(conn, identity)
    return [
        tenant
        for tenant in found
        if Permission.TIMETABLE_VIEW in tenant.permissions and allows(address, tenant.allowlists)
    ]


async def count(conn: Connection, places: Sequence[Tenant], wanted: PartnerFilter) -> int:
    return await queries.count_of_partner(conn, places, wanted) if places else 0


async def list_page(
    conn: Connection, places: Sequence[Tenant], wanted: PartnerFilter, page: PageRequest[MomentSortKey]
) -> list[Appointment]:
    """List the appointments of a page, and one more if there is another page."""
    return await queries.list_of_partner(conn, places, wanted, page) if places else []


async def read_surroundings(
    conn: Connection, user_id: int, places: Sequence[Tenant], appointments: Sequence[Appointment]
) -> Surroundings:
    """Return what appointments show of other things: four statements, however many locations there are."""
    tenants = {tenant.location_id: tenant for tenant in places}
    if not appointments:
        return Surroundings(tenants, {}, {}, {}, [])
    chains = {each.id: tenants[each.location_id].chain_id for each in appointments}
    members = {(chains[each.id], each.team_member_id) for each in appointments}
    services = {(chains[each.id], line.service_id) for each in appointments for line in each.lines}
    showing = [tenant for tenant in places if Permission.APPOINTMENT_FIELDS_VIEW in tenant.permissions]
    return Surroundings(
        tenants,
        {location.id: location for location in await list_locations_of_user(conn, user_id)},
        {member.id: member for member in await queries.list_members_of_chains(conn, members)},
        {price.service_id: price for price in await queries.list_prices_of_chains(conn, services)},
        await list_fields_of_locations(conn, showing, Kind.APPOINTMENT) if showing else [],
    )
