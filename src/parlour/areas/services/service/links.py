"""Assigning services to team members, one at a time."""

from parlour.access.tenant import Tenant
from parlour.areas.services import refusals
from parlour.areas.services.model.links import LinkChange, SetLink, resolved
from parlour.areas.services.model.references import References
from parlour.areas.services.model.services import Service, ServiceFilter
from parlour.areas.services.queries import links as queries
from parlour.areas.services.queries.references import find_missing, find_unknown
from parlour.areas.services.queries.services import advance_revision
from parlour.areas.services.rights import rights_to_link
from parlour.areas.services.service.services import current_links, get_service
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Fault, NotFound


async def find_faults(conn: Connection, tenant: Tenant, change: LinkChange) -> list[Fault]:
    """Return the faults of ids that name nothing, under the names of the fields of a link."""
    references = References(None, [change])
    unknown = await find_unknown(conn, tenant, references)
    return [Fault(fault.field.removeprefix("links[0]."), fault.message) for fault in unknown.faults(references)]


async def assign(conn: Connection, tenant: Tenant, service: Service, change: LinkChange) -> Service:
    """Let a member provide a locked service. Raise `Forbidden` and, for one who does so already, `Invalid`."""
    current = current_links(service)
    if change.team_member_id in current:
        raise refusals.ALREADY_ASSIGNED.error("team_member_id")
    link = _required(tenant, service, change)
    with violations_mean({"service_team_members_pkey": refusals.ALREADY_ASSIGNED.error("team_member_id")}):
        await queries.create_link(conn, tenant, service.id, link)
    return await _changed(conn, tenant, service)


async def change_assignment(conn: Connection, tenant: Tenant, service: Service, change: LinkChange) -> Service:
    """Change the link that a member has with a locked service. Raise `Forbidden`."""
    await queries.update_link(conn, tenant, service.id, _required(tenant, service, change))
    return await _changed(conn, tenant, service)


async def remove_assignment(conn: Connection, tenant: Tenant, service: Service, team_member_id: int) -> None:
    """Delete the link that a member has with a locked service."""
    await queries.delete_link(conn, tenant, service.id, team_member_id)
    await advance_revision(conn, tenant, service.id)


async def require_link(conn: Connection, tenant: Tenant, service: Service, team_member_id: int) -> None:
    """Raise `NotFound` for an unknown team member, or one who doesn't provide a locked service."""
    if team_member_id in current_links(service):
        return
    missing = await find_missing(conn, tenant, ServiceFilter(team_member_id=team_member_id))
    raise NotFound("Team member") if missing.team_member else refusals.NOT_ASSIGNED.error()


def _required(tenant: Tenant, service: Service, change: LinkChange) -> SetLink:
    """Return the whole link after a change. Raise `Forbidden` without the rights to it."""
    current = current_links(service)
    (link,) = resolved([change], current, service.duration)
    tenant.require(*rights_to_link([*(current | {link.team_member_id: link}).values()], current))
    return link


async def _changed(conn: Connection, tenant: Tenant, service: Service) -> Service:
    await advance_revision(conn, tenant, service.id)
    return await get_service(conn, tenant, service.id)
