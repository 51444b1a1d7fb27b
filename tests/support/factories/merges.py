"""Merges of clients for tests."""

from parlour.access.tenant import Tenant
from parlour.areas.clients.service.merges import merge_clients
from parlour.db.pool import Connection
from tests.support.factories.clients import make_client


async def merge_another(conn: Connection, tenant: Tenant, client_id: int) -> dict[str, int]:
    """Merge a card into a client. Return the ids of the merge, and of another client who may be merged."""
    other_id, merged_id = await make_client(conn, tenant, "Mia"), await make_client(conn, tenant, "Maja")
    merged = await merge_clients(conn, tenant, client_id, [merged_id])
    return {"merge_id": merged.id or 0, "other_client_id": other_id}
