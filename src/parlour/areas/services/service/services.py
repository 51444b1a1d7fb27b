"""Reading, creating, changing and deleting services, with the rights that their fields need."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.services import refusals
from parlour.areas.services.model.links import LinkChange, SetLink, read_links, repeated, resolved, settled
from parlour.areas.services.model.references import References
from parlour.areas.services.model.services import Service, ServiceFields, ServiceFilter
from parlour.areas.services.queries import links as link_queries
from parlour.areas.services.queries import references as reference_queries
from parlour.areas.services.queries import services as queries
from parlour.areas.services.rights import rights_to_change, rights_to_create, rights_to_link
from parlour.areas.services.service.filters import require
from parlour.db.pool import Connection
from parlour.errors import Fault, NotFound


async def get_service(conn: Connection, tenant: Tenant, service_id: int) -> Service:
    """Return a service. Raise `NotFound` for one that the location doesn't see."""
    service = await queries.find_service(conn, tenant, service_id)
    if service is None:
        raise NotFound("Service")
    return service


async def list_services(
    conn: Connection, tenant: Tenant, filter_: ServiceFilter, required: ServiceFilter
) -> list[Service]:
    """List services. Raise `NotFound` with all that `required` names and the location doesn't see."""
    await require(conn, tenant, required)
    return await queries.list_services(conn, tenant, filter_)


async def get_own_service(conn: Connection, tenant: Tenant, service_id: int) -> Service:
    """Return a service of the location itself. Raise `NotFound`, and `Forbidden` for one of the chain."""
    service = await get_service(conn, tenant, service_id)
    if service.is_chain:
        raise refusals.SERVICE_OF_CHAIN.error()
    return service


class Change(msgspec.Struct, frozen=True):
    """What a service is to become: its fields, and the links that replace the current ones; None keeps those."""

    fields: ServiceFields
    links: list[LinkChange] | None


async def find_faults(conn: Connection, tenant: Tenant, change: Change) -> list[Fault]:
    """Return the faults of a change: between fields, and of ids that name nothing. Lock the category and the bills."""
    links = change.links or []
    unknown = await reference_queries.find_unknown(conn, tenant, References(change.fields.category_id, links))
    return [
        *change.fields.faults(),
        *unknown.faults(References(change.fields.category_id, links)),
        *repeated([link.team_member_id for link in links], "links[{}].team_member_id"),
    ]


def require_rights_to_create(tenant: Tenant, change: Change) -> None:
    """Raise `Forbidden` with the rights that the user lacks to create such a service."""
    links = resolved(change.links or (), {}, change.fields.duration)
    tenant.require(*rights_to_create(change.fields), *rights_to_link(links, {}))


def require_rights_to_change(tenant: Tenant, service: Service, change: Change) -> None:
    """Raise `Forbidden` with the rights that the user lacks to change a service like this."""
    needed = rights_to_change(change.fields, service.fields)
    if change.links is not None:
        current = current_links(service)
        needed += rights_to_link(resolved(change.links, current, change.fields.duration), current)
    tenant.require(*dict.fromkeys(needed))


async def create_service(conn: Connection, tenant: Tenant, change: Change) -> Service:
    """Create a service without faults, and return it."""
    service_id = await queries.create_service(conn, tenant, change.fields)
    if change.links:
        links = resolved(change.links, {}, change.fields.duration)
        await link_queries.replace_links(conn, tenant, service_id, links)
    return await get_service(conn, tenant, service_id)


async def lock_service(conn: Connection, tenant: Tenant, service_id: int, expected: Revisions) -> Service:
    """Lock and return a service, to change it or its links in this transaction. Raise `NotFound`, `Stale`."""
    await queries.lock_service(conn, tenant, service_id)
    service = await get_service(conn, tenant, service_id)
    check_revision(service.revision, expected)
    return service


async def lock_own_service(conn: Connection, tenant: Tenant, service_id: int, expected: Revisions) -> Service:
    """Lock and return a service of the location itself. Raise `Forbidden` for one of the chain, too."""
    await queries.lock_service(conn, tenant, service_id)
    service = await get_own_service(conn, tenant, service_id)
    check_revision(service.revision, expected)
    return service


async def update_service(conn: Connection, tenant: Tenant, service: Service, change: Change) -> Service:
    """Write a change without faults to a locked service, and return it."""
    await queries.update_service(conn, tenant, service.id, change.fields)
    if change.links is not None:
        links = resolved(change.links, current_links(service), change.fields.duration)
        await link_queries.replace_links(conn, tenant, service.id, links)
    return await get_service(conn, tenant, service.id)


async def delete_service(conn: Connection, tenant: Tenant, service_id: int, expected: Revisions) -> None:
    """Mark a service as deleted; what was booked and its links stay. Raise what `lock_own_service` raises."""
    await lock_own_service(conn, tenant, service_id, expected)
    await queries.soft_delete_service(conn, tenant, service_id)


def current_links(service: Service) -> dict[int, SetLink]:
    """Return what is set of a service's links, by member."""
    return {link.team_member_id: link for link in settled(read_links(service.links))}
