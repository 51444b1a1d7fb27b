"""Setting up a service at once: its team members, resources and titles in other languages; all or nothing."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.services import refusals
from parlour.areas.services.model.links import read_links, repeated, resolved
from parlour.areas.services.model.references import References
from parlour.areas.services.model.resources import read_resources
from parlour.areas.services.model.services import Service
from parlour.areas.services.model.settings import Settings, SettingsChange, Translation
from parlour.areas.services.queries import links as link_queries
from parlour.areas.services.queries import settings as queries
from parlour.areas.services.queries.references import find_unknown
from parlour.areas.services.queries.services import advance_revision
from parlour.areas.services.rights import rights_to_link
from parlour.areas.services.service.services import current_links, get_service
from parlour.db.pool import Connection
from parlour.errors import Fault


async def find_faults(conn: Connection, tenant: Tenant, change: SettingsChange) -> list[Fault]:
    """Return the faults of ids that name nothing, or come twice."""
    references = References(None, change.links, change.resource_ids)
    unknown = await find_unknown(conn, tenant, references)
    return [
        *unknown.faults(references),
        *repeated(references.team_member_ids, "links[{}].team_member_id"),
        *repeated(change.resource_ids, "resource_ids[{}]"),
        *repeated([each.language_id for each in change.translations], "translations[{}].language_id"),
    ]


async def change_settings(conn: Connection, tenant: Tenant, service: Service, change: SettingsChange) -> Settings:
    """Write settings without faults to a locked service, and return them.

    Raise `Forbidden` with the missing rights, and for new titles of a service of the chain.
    """
    current = current_links(service)
    links = resolved(change.links, current, service.duration)
    before = await queries.list_translations(conn, tenant, service.id)
    changes_titles = _changes_titles(before, change.translations)
    if changes_titles and service.is_chain:
        raise refusals.SERVICE_OF_CHAIN.error()
    needed = [Permission.SERVICE_TITLE] if changes_titles else []
    if set(change.resource_ids) != {resource.id for resource in read_resources(service.resources)}:
        needed.append(Permission.SERVICE_RESOURCES)
    tenant.require(*needed, *rights_to_link(links, current))
    await link_queries.replace_links(conn, tenant, service.id, links)
    await queries.replace_resources(conn, tenant, service.id, change.resource_ids)
    if changes_titles:
        await queries.set_translations(conn, tenant, service.id, change.translations)
    await advance_revision(conn, tenant, service.id)
    return await _settings_of(conn, tenant, service.id)


def _changes_titles(before: list[Translation], given: list[Translation]) -> bool:
    titles = {each.language_id: each.title for each in before}
    return any(titles.get(each.language_id, "") != each.title for each in given)


async def _settings_of(conn: Connection, tenant: Tenant, service_id: int) -> Settings:
    service = await get_service(conn, tenant, service_id)
    return Settings(
        service_id=service.id,
        links=read_links(service.links),
        resource_ids=[resource.id for resource in read_resources(service.resources)],
        translations=await queries.list_translations(conn, tenant, service_id),
        revision=service.revision,
    )
