"""How often clients came, as far as a user sees it."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.attendances import AttendanceFigures
from parlour.areas.clients.queries import attendances
from parlour.areas.clients.rights import sees_across_chain
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def figures_in_location(conn: Connection, tenant: Tenant, client_id: int) -> AttendanceFigures:
    """Return the figures of a card of the location, also of a deleted one. Raise `NotFound`."""
    return _found(await attendances.figures_in_location(conn, tenant, client_id))


async def figures_in_chain(conn: Connection, tenant: Tenant, client_id: int, chain_id: int) -> AttendanceFigures:
    """Return the figures of all cards of a person in the location's chain. Raise `NotFound`, `Forbidden`."""
    figures = _found(await attendances.figures_in_chain(conn, tenant, client_id))
    if chain_id != tenant.chain_id:
        raise NotFound("Chain")
    if not sees_across_chain(tenant):
        raise refusals.OTHER_CHAIN.error(Permission.CLIENTS_ACROSS_CHAIN.value)
    return figures


def _found(figures: AttendanceFigures | None) -> AttendanceFigures:
    if figures is None:
        raise NotFound("Client")
    return figures
