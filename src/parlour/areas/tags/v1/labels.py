"""Tags of a location (tag Tags)."""

from parlour.access.permissions import Entry, Permission
from parlour.areas.tags import queries, refusals, service
from parlour.areas.tags import wire as common
from parlour.areas.tags.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.query import ignored
from parlour.http.v1_envelope import Answer, MessageAnswer, answer, message_answer, with_etag

operations = Operations(B2B_V1, "Tags", "Coloured labels for clients, appointments and events.")

IN_QUERY = ignored(
    "The field of the body with this name, which may be sent here if there is no body.",
    {"title": "Regular guest", "color": "#FF8800", "entity": 1, "icon": "star"},
)


@operations.post(
    "/api/v1/labels/{location_id}",
    "create_tag",
    Permission.TAGS_MANAGE,
    status=200,
    refuses=(refusals.TAKEN,),
    deprecated=True,
    documented_query=IN_QUERY,
)
async def create_tag(ctx: Writing, data: Body[common.TagForm]) -> WithETag[Answer[wire.Tag]]:
    """Create a tag

    Its fields may be sent in the query or in a body. Of each kind a title exists once; case doesn't matter. New
    clients should use API v2.
    """
    tag = await service.create_tag(ctx.conn, ctx.tenant, data.accept().to_new())
    return with_etag(wire.Tag.from_model(tag), tag.revision)


@operations.put(
    "/api/v1/labels/{location_id}/{tag_id}",
    "update_tag_by_tag_id",
    Permission.TAGS_MANAGE,
    status=202,
    refuses=(refusals.LOCKED, refusals.TAKEN),
    deprecated=True,
)
async def update_tag_by_tag_id(
    ctx: Writing, tag_id: common.TagInPath, data: Body[common.TagChanges], if_match: Revisions
) -> WithETag[MessageAnswer]:
    """Change a tag

    Fields that are left out keep their values. New clients should use API v2.
    """
    tag = await service.update_tag(ctx.conn, ctx.tenant, tag_id, data.accept().to_patch(), if_match)
    return WithETag(message_answer("The tag was changed."), tag.revision)


@operations.delete(
    "/api/v1/labels/{location_id}/{tag_id}",
    "delete_tag_by_tag_id",
    Permission.TAGS_MANAGE,
    status=202,
    refuses=(refusals.LOCKED,),
    deprecated=True,
)
async def delete_tag_by_tag_id(ctx: Writing, tag_id: common.TagInPath, if_match: Revisions) -> MessageAnswer:
    """Delete a tag

    It is no longer shown anywhere. Its title may be used again. New clients should use API v2.
    """
    await service.delete_tag(ctx.conn, ctx.tenant, tag_id, if_match)
    return message_answer("The tag was deleted.")


# The last one: Litestar answers OPTIONS by the type of `entity`, not of `tag_id` at the same place.
@operations.get(
    "/api/v1/labels/{location_id}/{entity}",
    "get_tag_list_by_entity",
    Entry.MEMBER,
    refuses=(refusals.NO_KIND,),
    deprecated=True,
)
async def get_tag_list_by_entity(ctx: Reading, entity: common.KindInPath) -> Answer[list[wire.Tag]]:
    """List tags of a kind

    By id. New clients should use API v2.
    """
    kind = common.kind_named(entity)
    if kind is None:
        raise refusals.NO_KIND.error()
    return answer([wire.Tag.from_model(tag) for tag in await queries.list_tags(ctx.conn, ctx.tenant, kind)])
