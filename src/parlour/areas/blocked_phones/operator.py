"""The list of a location, for the operator of the server."""

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.blocked_phones import queries
from parlour.areas.blocked_phones.model import BlockedPhone
from parlour.areas.clients.model.phones import normalize_phone
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


async def list_blocked(conn: Connection, location_id: int) -> list[BlockedPhone]:
    """List the blocked numbers of a location. Raise `NotFound`."""
    return await queries.list_blocked(conn, await get_operators_tenant(conn, location_id))


async def block(conn: Connection, location_id: int, written: str) -> list[BlockedPhone]:
    """Block a number, written in any way, and return the list. Raise `NotFound` or `Invalid`."""
    tenant, phone = await _read(conn, location_id, written)
    await queries.block(conn, tenant, phone)
    return await queries.list_blocked(conn, tenant)


async def unblock(conn: Connection, location_id: int, written: str) -> list[BlockedPhone]:
    """Take a number off the list, and return the rest. Raise `NotFound` or `Invalid`."""
    tenant, phone = await _read(conn, location_id, written)
    if not await queries.unblock(conn, tenant, phone):
        raise NotFound(f"Blocked number {phone}")
    return await queries.list_blocked(conn, tenant)


async def _read(conn: Connection, location_id: int, written: str) -> tuple[Tenant, str]:
    tenant = await get_operators_tenant(conn, location_id)
    try:
        phone = normalize_phone(written, tenant.country_code)
    except ValueError as error:
        raise Invalid([Fault("PHONE", str(error))]) from None
    return tenant, phone
