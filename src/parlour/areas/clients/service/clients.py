"""Creating, changing and deleting clients."""

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.queries import clients
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_client(conn: Connection, tenant: Tenant, client_id: int) -> Client:
    """Return a client of the location whom the user sees. Raise `NotFound`."""
    client = await clients.find_client(conn, tenant, client_id)
    if client is None:
        raise NotFound("Client")
    return client
