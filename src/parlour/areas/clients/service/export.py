"""All clients of a location, in chunks: one at a time in memory, and no connection held between two."""

from collections.abc import AsyncIterator, Awaitable, Callable

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.queries import lists
from parlour.areas.clients.queries.export import list_next
from parlour.areas.clients.rights import Place, Sight
from parlour.db.pool import Connection, Pool, connection

# A worker writes this many rows in some 5 ms, and other requests wait that long.
CHUNK = 500


async def read_all(
    pool: Pool, tenant: Tenant, confirm: Callable[[Connection], Awaitable[None]] | None = None
) -> AsyncIterator[list[Client]]:
    """Yield the clients as the user sees them, by id: at least one chunk, perhaps empty.

    Before each chunk, `confirm` raises if access has ended. Raise `Unavailable` when there is no connection.
    """
    sight, after = Sight.of(tenant, Place.LIST), 0
    while True:
        async with connection(pool) as conn:
            if confirm is not None:
                await confirm(conn)
            chunk = await list_next(conn, tenant, after, CHUNK)
        yield [sight.shown(client) for client in chunk]
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].id


async def count_clients(conn: Connection, tenant: Tenant) -> int:
    """Count the clients that an export would contain."""
    return await lists.count_clients(conn, tenant, lists.EVERYONE)
