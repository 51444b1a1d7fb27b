"""Resources of a location: kinds of rooms and devices with their instances (tag Schedule & Resources)."""

from parlour.access.permissions import Entry, Permission
from parlour.areas.resources import queries, refusals, service
from parlour.areas.resources.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, counted, with_etag

operations = Operations(
    B2B_V1, "Schedule & Resources", "When team members work, and the rooms and devices that services need."
)


@operations.get("/api/v1/resources/{location_id}", "get_resource_list", Entry.MEMBER)
async def get_resource_list(ctx: Reading) -> CountedAnswer[list[wire.Resource]]:
    """List resources

    Kinds of rooms and devices, each with its instances; both by id. An appointment takes one instance of each kind that
    its services need.
    """
    resources = [wire.Resource.from_model(each) for each in await queries.list_resources(ctx.conn, ctx.tenant)]
    return counted(resources, len(resources))


@operations.get("/api/v1/resources/{location_id}/{resource_id}", "get_resource", Entry.MEMBER)
async def get_resource(ctx: Reading, resource_id: wire.ResourceInPath) -> WithETag[Answer[wire.Resource]]:
    """Get a resource

    Ours. Its ETag can be sent as `If-Match` to change or delete it.
    """
    resource = await service.get_resource(ctx.conn, ctx.tenant, resource_id)
    return with_etag(wire.Resource.from_model(resource), resource.revision)


@operations.post(
    "/api/v1/resources/{location_id}", "create_resource", Permission.SERVICE_RESOURCES, refuses=(refusals.TAKEN,)
)
async def create_resource(ctx: Writing, data: Body[wire.ResourceForm]) -> WithETag[Answer[wire.Resource]]:
    """Create a resource

    Ours. A kind of rooms or devices, with its instances. A title exists once in a location; case doesn't matter.
    """
    form = data.accept()
    resource = await service.create_resource(ctx.conn, ctx.tenant, form.title, form.instance_titles)
    return with_etag(wire.Resource.from_model(resource), resource.revision)


@operations.put(
    "/api/v1/resources/{location_id}/{resource_id}",
    "update_resource",
    Permission.SERVICE_RESOURCES,
    refuses=(refusals.TAKEN, refusals.NO_INSTANCE, refusals.REPEATED_INSTANCE),
)
async def update_resource(
    ctx: Writing, resource_id: wire.ResourceInPath, data: Body[wire.ResourceChanges], if_match: Revisions
) -> WithETag[Answer[wire.Resource]]:
    """Change a resource

    Ours. Fields that are left out keep their values. `instances` are all that it shall have afterwards: entries with an
    id rename, entries without one add, and instances that are not in the list are deleted. Appointments keep a deleted
    instance; new ones don't get it.
    """
    patch = data.accept().to_patch()
    resource = await service.update_resource(ctx.conn, ctx.tenant, resource_id, patch, if_match)
    return with_etag(wire.Resource.from_model(resource), resource.revision)


@operations.delete(
    "/api/v1/resources/{location_id}/{resource_id}",
    "delete_resource",
    Permission.SERVICE_RESOURCES,
    refuses=(refusals.NEEDED,),
)
async def delete_resource(ctx: Writing, resource_id: wire.ResourceInPath, if_match: Revisions) -> None:
    """Delete a resource

    Ours. With all of its instances. A resource that services need is refused, and they are named.
    """
    await service.delete_resource(ctx.conn, ctx.tenant, resource_id, if_match)
