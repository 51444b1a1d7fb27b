"""A client whom a request names to read what belongs to them."""

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.queries.clients import has_client
from parlour.areas.clients.queries.search import find_by_phone
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def require_client(conn: Connection, tenant: Tenant, client_id: int) -> int:
    """Return the id of a client whom the user sees. Raise `NotFound`."""
    if not await has_client(conn, tenant, client_id):
        raise NotFound("Client")
    return client_id


async def find_client_by_phone(conn: Connection, tenant: Tenant, written: str) -> int | None:
    """Return the client with a phone number, however it is written, whom the user sees."""
    try:
        phone = normalize_phone(written, tenant.country_code)
    except ValueError:
        return None
    return await find_by_phone(conn, tenant, phone) if phone else None
