"""Creating, changing and deleting resources together with their instances."""

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.resources import queries, refusals
from parlour.areas.resources.model import InstanceEntry, Resource, ResourcePatch, check_instances
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.titles import named
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_resource(conn: Connection, tenant: Tenant, resource_id: int) -> Resource:
    """Return a resource of the location. Raise `NotFound`."""
    resource = await queries.find_resource(conn, tenant, resource_id)
    if resource is None:
        raise NotFound("Resource")
    return resource


async def create_resource(conn: Connection, tenant: Tenant, title: str, instances: list[str]) -> Resource:
    """Create a resource with its instances. Raise `Invalid` for a title that another resource has."""
    with violations_mean({"resources_title_idx": refusals.TAKEN.error("title")}):
        resource_id = await queries.create_resource(conn, tenant, title)
    await queries.replace_instances(conn, tenant, resource_id, [InstanceEntry(None, each) for each in instances])
    return await get_resource(conn, tenant, resource_id)


async def update_resource(
    conn: Connection, tenant: Tenant, resource_id: int, patch: ResourcePatch, expected: Revisions
) -> Resource:
    """Apply a patch. Raise `NotFound`, `Stale`, `Invalid` for a title in use or an unknown instance."""
    resource = await _lock_resource(conn, tenant, resource_id, expected)
    if patch.instances is not UNSET:
        check_instances(patch.instances, resource)
        await queries.replace_instances(conn, tenant, resource_id, patch.instances)
    title = resource.title if patch.title is UNSET else patch.title
    with violations_mean({"resources_title_idx": refusals.TAKEN.error("title")}):
        await queries.update_resource(conn, tenant, resource_id, title)
    return await get_resource(conn, tenant, resource_id)


async def delete_resource(conn: Connection, tenant: Tenant, resource_id: int, expected: Revisions) -> None:
    """Mark a resource and its instances as deleted. Raise `NotFound`, `Stale`, `Conflict` if services need it."""
    await _lock_resource(conn, tenant, resource_id, expected)
    if needs := await queries.list_needs(conn, tenant, resource_id):
        ids = [need.service_id for need in needs]
        raise refusals.NEEDED.error(named([need.title for need in needs]), details={"service_ids": ids})
    await queries.replace_instances(conn, tenant, resource_id, [])
    await queries.soft_delete_resource(conn, tenant, resource_id)


async def _lock_resource(conn: Connection, tenant: Tenant, resource_id: int, expected: Revisions) -> Resource:
    resource = await queries.lock_resource(conn, tenant, resource_id)
    if resource is None:
        raise NotFound("Resource")
    check_revision(resource.revision, expected)
    return resource
