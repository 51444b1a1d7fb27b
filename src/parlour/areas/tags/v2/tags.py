"""Tags of a location (tag Tags of API v2)."""

from parlour.access.permissions import Entry, Permission
from parlour.areas.tags import queries, refusals, service
from parlour.areas.tags import wire as common
from parlour.areas.tags.v2 import wire
from parlour.http.apis import B2B_V2
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v2_envelope import Detail, Listed, detail_with_etag

operations = Operations(B2B_V2, "Tags", "Coloured labels for clients, appointments and events.")


@operations.get("/api/v2/locations/{company_id}/tags", "list_tags", Entry.MEMBER)
async def list_tags(ctx: Reading, query: wire.TagList) -> Listed[list[wire.Tag]]:
    """List tags

    Those of the location, by id.
    """
    kind = None if query.entity is None else common.kind_named(query.entity)
    return Listed([wire.Tag.from_model(tag) for tag in await queries.list_tags(ctx.conn, ctx.tenant, kind)])


@operations.get("/api/v2/locations/{company_id}/tags/{tag_id}", "get_tag", Entry.MEMBER)
async def get_tag(ctx: Reading, tag_id: common.TagInPath) -> WithETag[Detail[wire.Tag]]:
    """Get a tag

    Its ETag can be sent as `If-Match` to change or delete it.
    """
    tag = await service.get_tag(ctx.conn, ctx.tenant, tag_id)
    return detail_with_etag(wire.Tag.from_model(tag), tag.revision)


@operations.post(
    "/api/v2/locations/{company_id}/tags",
    "create_tag",
    Permission.TAGS_MANAGE,
    refuses=(refusals.UNKNOWN_KIND, refusals.TAKEN),
)
async def create_tag(ctx: Writing, data: Body[wire.TagForm]) -> WithETag[Detail[wire.Tag]]:
    """Create a tag

    Of each kind a title exists once; case doesn't matter.
    """
    tag = await service.create_tag(ctx.conn, ctx.tenant, data.accept().to_new())
    return detail_with_etag(wire.Tag.from_model(tag), tag.revision)


@operations.put(
    "/api/v2/locations/{company_id}/tags/{tag_id}",
    "update_tag",
    Permission.TAGS_MANAGE,
    status=204,
    refuses=(refusals.LOCKED, refusals.TAKEN),
)
async def update_tag(
    ctx: Writing, tag_id: common.TagInPath, data: Body[common.TagChanges], if_match: Revisions
) -> None:
    """Change a tag

    Fields that are left out keep their values.
    """
    await service.update_tag(ctx.conn, ctx.tenant, tag_id, data.accept().to_patch(), if_match)


@operations.delete(
    "/api/v2/locations/{company_id}/tags/{tag_id}", "delete_tag", Permission.TAGS_MANAGE, refuses=(refusals.LOCKED,)
)
async def delete_tag(ctx: Writing, tag_id: common.TagInPath, if_match: Revisions) -> None:
    """Delete a tag

    It is no longer shown anywhere. Its title may be used again.
    """
    await service.delete_tag(ctx.conn, ctx.tenant, tag_id, if_match)
