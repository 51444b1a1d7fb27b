"""Suggesting services for a new appointment."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.suggestions import Suggestion
from parlour.areas.appointments.queries.suggestions import list_suggestions
from parlour.areas.clients.service.clients import get_client
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.service.filters import require
from parlour.db.pool import Connection


async def suggest(conn: Connection, tenant: Tenant, team_member_id: int, client_id: int | None) -> list[Suggestion]:
    """List services of a member with the best reason for each, as far as the user's rights show appointments.

    Raise `NotFound` for an unknown member or client, `Forbidden` for a client without the right to see clients.
    """
    if client_id is not None:
        tenant.require(Permission.APPOINTMENT_CLIENT_VIEW)
    await require(conn, tenant, ServiceFilter(team_member_id=team_member_id))
    if client_id is not None:
        await get_client(conn, tenant, client_id)
    return await list_suggestions(conn, tenant, team_member_id, client_id)
