"""Finding a person in all locations of a chain."""

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import allows
from parlour.access.networks import IpAddress
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant, list_tenants
from parlour.areas.clients import refusals
from parlour.areas.clients.model.found import FoundClient
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.queries.finding import find_in_chain
from parlour.db.pool import Connection
from parlour.errors import Invalid
from parlour.refusals import NO_RIGHT_IN_CHAIN


async def find_by_phone(
    conn: Connection, identity: Identity, address: IpAddress, chain_id: int, phone: str
) -> list[tuple[FoundClient, Tenant]]:
    """Return the cards with a phone number in those locations whose clients the user may see from the address.

    A number without a country's code is read by the country of each location. Raise `NotFound` for the chain and for
    the client, `Forbidden`, `Invalid`.
    """
    tenants = await list_tenants(conn, identity, chain_id)
    if not tenants:
        raise refusals.NO_CHAIN.error()
    open_ones = {
        tenant.location_id: tenant
        for tenant in tenants
        if Permission.CLIENTS_VIEW in tenant.permissions and allows(address, tenant.allowlists)
    }
    if not open_ones:
        raise NO_RIGHT_IN_CHAIN.error(Permission.CLIENTS_VIEW, rights=[Permission.CLIENTS_VIEW], chain_id=chain_id)
    phones = {_normalized(phone, tenant) for tenant in open_ones.values()}
    found = await find_in_chain(conn, chain_id, [*open_ones.values()], [*phones])
    if not found:
        raise refusals.NONE_IN_CHAIN.error()
    return [(client, open_ones[client.location_id]) for client in found]


def _normalized(phone: str, tenant: Tenant) -> str:
    try:
        return normalize_phone(phone, tenant.country_code)
    except ValueError as error:
        raise Invalid([refusals.NO_PHONE.fault("phone")]) from error
