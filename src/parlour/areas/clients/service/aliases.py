"""Cards that were merged into others, and are known by their ids still."""

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.queries import clients, merges
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def not_found(conn: Connection, tenant: Tenant, client_id: int) -> NotFound:
    """Return the error for a client who isn't there; it names the card that this one was merged into, if any."""
    card_id = await merges.find_current_card(conn, tenant, client_id)
    if card_id is None or not await clients.has_client(conn, tenant, card_id):
        return NotFound("Client")
    return refusals.merged(card_id)
